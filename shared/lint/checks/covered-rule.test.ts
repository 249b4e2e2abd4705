import { expect, test } from 'vitest';
import { applyEdits } from '../../syntax/index.ts';
import { diagnostics, findings, fixed } from '../testing.ts';

const code = 'covered-rule';

test.each([
  ['/etc/hosts r,\n/etc/* r,', ['/etc/hosts r,']],
  ['/a rw,\n/a r,', ['/a r,']],
  ['/a w,\n/a a,', ['/a a,']],
  ['owner /a r,\n/a r,', ['owner /a r,']],
  ['/a rw,\n/* r,\n/* w,', ['/a rw,']],
  ['/bin/a ix,\n/bin/* mrix,', ['/bin/a ix,']],
  ['deny /a/b w,\ndeny /a/** rw,', ['deny /a/b w,']],
  ['/a r,\naudit /* r,', ['/a r,']],
  ['@{HOME}/.a r,\n@{HOME}/.* r,', ['@{HOME}/.a r,']],
  ['capability chown,\ncapability chown fowner,', ['capability chown,']],
  ['network inet stream,\nnetwork,', ['network inet stream,']],
  ['network (connect) inet stream,\nnetwork inet,', ['network (connect) inet stream,']],
  ['signal (send) set=(term) peer=a,\nsignal (send, receive) peer=a,', ['signal (send) set=(term) peer=a,']],
  ['unix (send) type=stream peer=(label=a),\nunix type=stream,', ['unix (send) type=stream peer=(label=a),']],
])('%s', (text, marked) => expect(findings(text, code)).toEqual(marked));

test.each([
  ['other permissions', '/etc/hosts rw,\n/etc/* r,'],
  ['another way to run it', '/bin/a Px,\n/bin/* ix,'],
  ['audited', 'audit /a r,\n/* r,'],
  ['denied', 'deny /a w,\n/* w,'],
  ['of higher priority', 'priority=1 /a r,\n/* r,'],
  ['for all, beside one for the owner', '/a r,\nowner /* r,'],
  ['a directory, beside the files in it', '/a/ r,\n/a/* r,'],
  ['equal, which is told elsewhere', '/a r,\n/a r,'],
  ['two that share some files', '/a* r,\n/*b r,'],
  ['in a child', '/* r,\nprofile c {\n/a r,\n}'],
  ['a signal to another peer', 'signal (send) peer=a,\nsignal (send) peer=b,'],
  ['a dbus rule that stands for other access', 'dbus (send) bus=system path=/a,\ndbus bus=system path=/a,'],
  ['a rule that may not count', '/a r,\nif defined @{X} {\n/* r,\n}'],
])('not told: %s', (_, text) => expect(findings(text, code)).toEqual([]));

test('names what takes it in', () => {
  const files = [{ path: 'abstractions/x', text: '/a rw,\n' }];
  expect(diagnostics('include <abstractions/x>\n/a r,', code, { files })[0]!.message).toBe(
    'This rule adds nothing: abstractions/x, line 1 allows the same and more.',
  );
  expect(diagnostics('/a rw,\n/* r,\n/* w,', code)[0]!.message).toBe(
    'This rule adds nothing: line 5 and line 6 allow the same and more.',
  );
});

test('all fixes together take nothing away', () => {
  const text = '/a r,\n/a w,\n/a rw,\n/* r,\n/* w,';
  const found = diagnostics(text, code);
  const whole = `abi <abi/3.0>,\ninclude <tunables/global>\nprofile t /usr/bin/t {\n${text}\n}\n`;
  const after = applyEdits(
    whole,
    found.flatMap(({ fixes }) => fixes![0]!.edits),
  );
  expect(after).toContain('{\n/* r,\n/* w,\n}');
});

test('the fix removes the line', () => expect(fixed('/a r,\n/* r,', code)).toBe('/* r,'));
