import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { applyEdits, type Code } from '../syntax/index.ts';
import { fixes } from './fixes.ts';
import { treeOf, Workspace } from './workspace.ts';

const tree = treeOf([
  { path: 'abi/3.0', text: '' },
  { path: 'abi/4.0', text: '' },
  { path: 'tunables/global', text: 'include <tunables/home>\n' },
  { path: 'tunables/home', text: '@{HOME} = /home/*/\n' },
  { path: 'abstractions/base', text: '/a r,\n' },
]);

function open(text: string) {
  const workspace = new Workspace({ files: [{ path: 'x', text }], tree });
  return { workspace, document: workspace.document('x')! };
}

/** Fixes of the first finding of a code, as their words and what the text becomes. */
function offered(text: string, code: Code): [title: string, after: string][] {
  const { workspace, document } = open(text);
  const finding = document.diagnostics.find((each) => each.code === code);
  if (!finding) throw new Error(`no ${code}, but ${document.diagnostics.map((each) => each.code)}`);
  return fixes(workspace, document, finding).map(({ title, edits }) => [title, applyEdits(text, edits)]);
}

const codes = (text: string) => open(text).document.diagnostics.map(({ code }) => code);
const inside = (rules: string) => `profile x {\n${rules}\n}\n`;

/** Of rules in a profile: the finding, the rules before, the rules after the preferred fix. */
const mended: [Code, string, string][] = [
  ['missing-comma', '  /a r', '  /a r,'],
  ['missing-comma', '  /a r # why', '  /a r, # why'],
  ['missing-close-paren', '  network (send, receive inet,', '  network (send, receive inet),'],
  ['missing-close-quote', '  "/a b r,', '  "/a b" r,'],
  ['missing-close-angle', '  include <abstractions/base', '  include <abstractions/base>'],
  ['deprecated-include', '  #include <abstractions/base>', '  include <abstractions/base>'],
  ['carriage-return', '  network inet,\r\n  /a r,\r', '  network inet,\n  /a r,'],
  ['comment-in-rule', '  network # why\n    inet,', '  # why\n  network\n    inet,'],
  ['bad-capability', '  capability net_admn,', '  capability net_admin,'],
  ['bad-capability', '  capability CAP_SYS_ADMIN,', '  capability sys_admin,'],
  ['bad-signal', '  signal set=(SIGTERM),', '  signal set=(term),'],
  ['bad-network', '  network inte dgram,', '  network inet dgram,'],
  ['bad-rlimit', '  set rlimit nofiles <= 10,', '  set rlimit nofile <= 10,'],
  ['bad-access', '  unix (snd) peer=(label=a),', '  unix (send) peer=(label=a),'],
  ['bad-condition', '  unix tpye=stream,', '  unix type=stream,'],
  ['bad-mount', '  mount options=(noexc) /a -> /b,', '  mount options=(noexec) /a -> /b,'],
  ['unknown-rule', '  capabilty kill,', '  capability kill,'],
  ['path-start', '  etc/passwd r,', '  /etc/passwd r,'],
  ['quoted-start', '  "a b" r,', '  "/a b" r,'],
  ['bad-address', '  unix addr=name,', '  unix addr=@name,'],
  ['child-keyword', '  /usr/bin/y {\n  }', '  profile /usr/bin/y {\n  }'],
  ['missing-permissions', '  /a,', '  /a r,'],
  ['bare-exec', '  /a rx,', '  /a rix,'],
  ['exec-deny-mode', '  deny /a mPx,', '  deny /a mx,'],
  ['permission-conflict', '  /a rwa,', '  /a rw,'],
  ['target-without-exec', '  /a r -> b,', '  /a r,'],
  ['repeated-prefix', '  deny audit /a r,', '  audit deny /a r,'],
  ['bad-access-list', '  userns (create),', '  userns create,'],
  ['missing-include', '  include <abstractions/bse>', '  include <abstractions/base>'],
  ['missing-include', '  include <local/x>', '  include if exists <local/x>'],
];

describe('in a profile', () => {
  test.each(mended)('%s: %s', (code, before, after) => {
    expect(offered(inside(before), code)[0]![1]).toBe(inside(after));
    expect(codes(inside(after))).not.toContain(code);
  });
});

describe('in a file', () => {
  test.each<[Code, string, string]>([
    ['missing-close-brace', 'profile x {\n  /a r,\n', 'profile x {\n  /a r,\n}\n'],
    ['missing-close-brace', 'profile x {\n  ^h {\n  }', 'profile x {\n  ^h {\n  }\n}\n'],
    ['unexpected-close-brace', 'profile x {\n}\n}\n', 'profile x {\n}\n\n'],
    ['missing-open-brace', 'profile x\n  /a r,\n}\n', 'profile x {\n  /a r,\n}\n'],
    ['bad-flag', 'profile x flags=(complian) {\n}\n', 'profile x flags=(complain) {\n}\n'],
    ['variable-comma', '@{A} = /a,\n', '@{A} = /a\n'],
    ['byte-order-mark', '\ufeff@{A} = /a\n', '@{A} = /a\n'],
    ['unfinished-comment', '# a', '# a\n'],
    ['duplicate-variable', '@{A} = /a\n@{A} = /b\n', '@{A} = /a\n@{A} += /b\n'],
    [
      'undeclared-variable',
      '@{ABC} = /a\nprofile x {\n  @{ACB}/b r,\n}\n',
      '@{ABC} = /a\nprofile x {\n  @{ABC}/b r,\n}\n',
    ],
    [
      'undeclared-variable',
      '# me\nabi <abi/4.0>,\nprofile x {\n  @{HOME}/b r,\n}\n',
      '# me\nabi <abi/4.0>,\ninclude <tunables/global>\nprofile x {\n  @{HOME}/b r,\n}\n',
    ],
    ['undeclared-variable', '@{A} += /a\n', '@{A} = /a\n'],
    [
      'undeclared-variable',
      'include <tunables/global>\n\nprofile x {\n  @{NEW}/b r,\n}\n',
      'include <tunables/global>\n@{NEW} = /change/this\n\nprofile x {\n  @{NEW}/b r,\n}\n',
    ],
    ['unset-boolean', 'profile x {\n  if $B {\n  }\n}\n', '${B} = false\nprofile x {\n  if $B {\n  }\n}\n'],
    ['missing-abi', 'abi <abi/4.1>,\n', 'abi <abi/4.0>,\n'],
    [
      'late-declaration',
      'abi <abi/4.0>,\nprofile x {\n}\n@{A} = /a\n',
      'abi <abi/4.0>,\n@{A} = /a\nprofile x {\n}\n',
    ],
  ])('%s: %s', (code, before, after) => {
    expect(offered(before, code)[0]![1]).toBe(after);
    expect(codes(after)).not.toContain(code);
  });

  test('several are offered where it is open what was meant, the first preferred', () => {
    expect(offered(inside('  /a x,'), 'bare-exec').map(([title]) => title)).toEqual([
      'Run it under this same profile: ix',
      'Run it under a profile of its own, with a clean environment: Px',
      'Run it under a child profile, with a clean environment: Cx',
    ]);
    const { workspace, document } = open(inside('  /a x,'));
    expect(fixes(workspace, document, document.diagnostics[0]!).map(({ preferred }) => preferred)).toEqual([
      true,
      undefined,
      undefined,
    ]);
  });
  test('nothing is offered where nothing is like it', () =>
    expect(offered(inside('  capability frobnicate,'), 'bad-capability')).toEqual([]));
  test('what is wrong in an included file is not mended here', () => {
    const { workspace, document } = open('profile x {\n}\n');
    const origin = { path: 'y', start: 0, end: 1 };
    expect(fixes(workspace, document, { code: 'missing-comma', start: 0, end: 1, origin })).toEqual([]);
  });
});

test('a fix changes the text and never throws, in damaged policies', () => {
  const good =
    'abi <abi/4.0>,\ninclude <tunables/global>\n@{A} = /a\nprofile x flags=(complain) {\n  include <abstractions/base>\n  owner "/b c" rw, # why\n  network (send) inet,\n  deny /d x,\n  unix addr=@a peer=(label=b),\n}\n';
  const damage = fc.tuple(
    fc.nat({ max: good.length }),
    fc.nat({ max: 3 }),
    fc.constantFrom('', ',', '"', '{', '}', '(', '#', '\r', '@{', ' '),
  );
  fc.assert(
    fc.property(fc.array(damage, { minLength: 1, maxLength: 3 }), (damages) => {
      const text = damages.reduce(
        (all, [at, length, put]) => all.slice(0, at) + put + all.slice(at + length),
        good,
      );
      const { workspace, document } = open(text);
      for (const finding of document.diagnostics)
        for (const { edits } of fixes(workspace, document, finding))
          expect(applyEdits(text, edits)).not.toBe(text);
    }),
  );
});
