/** For tests of checks: a text in, what a check marks out. */
import { expect } from 'vitest';
import { type PolicyText, treeOf, Workspace } from '../language/workspace.ts';
import { applyEdits } from '../syntax/index.ts';
import { defaultTarget, findTarget } from '../targets/targets.ts';
import { type LintDiagnostic, lint } from './index.ts';

const mediated =
  'dbus {mask {send\n}\n}\nmount {mask {mount\n}\n}\nptrace {mask {read\n}\n}\nsignal {mask {hup\n}\n}\n';
const inet = (more: string) => `network_v8 {af_mask {unix inet\n}\n${more}}\n`;
const unix = 'network {af_unix {yes\n}\n}\n';
const later = 'namespaces {mask {userns_create\n}\n}\nipc {posix_mqueue {create\n}\n}\n';
const addresses = 'af_inet {yes\n}\n';

/** The abi files that AppArmor ships, as far as the checks ask for what they list. */
const smallAbis: Readonly<Record<string, string>> = {
  '3.0': mediated + unix + inet(''),
  '4.0': mediated + unix + inet('') + later,
  '4.0-ip': mediated + unix + inet(addresses) + later,
  '5.0': `${mediated + unix + inet(addresses) + later}network_v9 {af_unix {yes\n}\n}\nio_uring {mask {sqpoll\n}\n}\n`,
};

/** A policy tree as small as can be, in the shape of Debian's. */
export const smallTree: readonly PolicyText[] = [
  {
    path: 'tunables/global',
    text: [
      '@{HOMEDIRS}=/home/',
      '@{HOME}=@{HOMEDIRS}/*/ /root/',
      '@{PROC}=/proc/',
      '@{sys}=/sys/',
      '@{run}=/run/ /var/run/',
      '@{etc_ro}=/etc/ /usr/etc/',
      '@{etc_rw}=/etc/',
      '@{pid}={[1-9],[1-9][0-9],[1-9][0-9][0-9],[1-9][0-9][0-9][0-9]}',
      '@{multiarch}=*-linux-gnu*',
      '',
    ].join('\n'),
  },
  {
    path: 'abstractions/base',
    text: '  /etc/ld.so.cache mr,\n  /dev/null rw,\n  @{PROC}/sys/kernel/ngroups_max r,\n',
  },
  {
    path: 'abstractions/nameservice',
    text: '  @{etc_ro}/hosts r,\n  @{etc_ro}/resolv.conf r,\n  network inet stream,\n  network inet6 stream,\n  network inet dgram,\n  network inet6 dgram,\n  network netlink raw,\n',
  },
  { path: 'abstractions/nameservice-strict', text: '  @{etc_ro}/hosts r,\n' },
  ...Object.entries(smallAbis).map(([name, features]) => ({
    path: `abi/${name}`,
    text: `caps {mask {chown dac_override\n}\n}\n${features}`,
  })),
];

/** The tree of a target: abi files that are newer than its parser are not there. */
export function smallTreeOf(target: string | undefined): PolicyText[] {
  const version = Number.parseInt(findTarget(target ?? defaultTarget)!.parserVersion, 10);
  const since: Readonly<Record<string, number>> = { 'abi/4.0': 4, 'abi/4.0-ip': 5, 'abi/5.0': 5 };
  return smallTree.filter(({ path }) => version >= (since[path] ?? 0));
}

export interface TestOptions {
  /** Id of the target; the default one where left out. */
  target?: string;
  /** Path of the checked file; `t` where left out. */
  path?: string;
  /** Further files, in the tree. */
  files?: readonly PolicyText[];
}

/** Rules become a profile; a text with a header of a profile, or of another path than a profile's, stays as it is. */
export function wholeText(text: string, path: string): string {
  if (/^(?:local|abstractions|tunables)\//.test(path) || /^[^#\n]*\bprofile\b[^#\n]*\{/m.test(text))
    return text;
  return `abi <abi/3.0>,\ninclude <tunables/global>\nprofile t /usr/bin/t {\n${text}\n}\n`;
}

function read(text: string, options: TestOptions = {}): { text: string; found: LintDiagnostic[] } {
  const path = options.path ?? 't';
  const whole = wholeText(text, path);
  const workspace = new Workspace({
    files: [{ path, text: whole }],
    tree: treeOf([...smallTreeOf(options.target), ...(options.files ?? [])]),
    ...(options.target ? { target: options.target } : {}),
  });
  const found = lint(workspace, path);
  for (const { start, end, message } of found) {
    expect(0 <= start && start <= end && end <= whole.length, `place of “${message}”`).toBe(true);
    expect(message).toMatch(/^[A-Z“@$].*\.$/s);
  }
  return { text: whole, found };
}

/** What a check marks in a text: rules alone are put into a profile. */
export function findings(text: string, code: string, options?: TestOptions): string[] {
  const whole = read(text, options);
  return whole.found
    .filter((finding) => finding.code === code)
    .map(({ start, end }) => whole.text.slice(start, end));
}

/** The check's findings themselves. */
export function diagnostics(text: string, code: string, options?: TestOptions): LintDiagnostic[] {
  return read(text, options).found.filter((finding) => finding.code === code);
}

/** The text after the preferred fix, or else the first one, of the check's first finding; without what was put around rules. */
export function fixed(text: string, code: string, options?: TestOptions): string {
  const whole = read(text, options);
  const finding = whole.found.find((each) => each.code === code);
  const fixes = finding?.fixes ?? [];
  const fix = fixes.find(({ preferred }) => preferred) ?? fixes[0];
  if (!fix) throw new Error(`${code} offers no fix for: ${text}`);
  const edits = fix.edits.filter(({ path }) => path === (options?.path ?? 't'));
  const after = applyEdits(whole.text, edits);
  if (whole.text === text) return after;
  const at = whole.text.indexOf(text);
  expect(after.slice(0, at)).toBe(whole.text.slice(0, at));
  return after.slice(at, -'\n}\n'.length);
}
