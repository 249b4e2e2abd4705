/** Every finding of the syntax library: its code, how bad it is, and the words that say what was expected. */
import type { Severity } from './diagnostics.ts';

type Words = (detail: string) => string;

interface CodeEntry {
  severity: Severity;
  /** `detail` is what was found, or the name in question, as written. */
  words: Words;
}

const error = (words: Words): CodeEntry => ({ severity: 'error', words });
const warning = (words: Words): CodeEntry => ({ severity: 'warning', words });

export const codes = {
  'missing-comma': error((found) => `Expected a comma at the end of this rule${before(found)}.`),
  'missing-open-brace': error((found) => `Expected “{” to open the profile's rules${before(found)}.`),
  'missing-close-brace': error((what) => `This ${what} is not closed: expected “}”.`),
  'unexpected-close-brace': error(() => 'This “}” closes nothing.'),
  'missing-close-paren': error(() => 'This list is not closed: expected “)”.'),
  'missing-close-quote': error(() => 'This quoted string is not closed: expected a second “"”.'),
  'missing-close-angle': error(() => 'This name is not closed: expected “>”.'),
  'missing-profile-name': error(() => 'Expected the name of a profile here.'),
  'missing-hat-name': error(() => 'Expected the name of a hat here.'),
  'missing-path': error((what) => `Expected ${what} here.`),
  'missing-permissions': error(() => 'Expected permissions, such as r, rw or ix, after the path.'),
  'missing-target': error(() => 'Expected a target after “->”.'),
  'missing-value': error((name) => `Expected a value for “${name}”.`),
  'missing-condition': error(() => 'Expected a condition, such as defined @{NAME}.'),
  'missing-else-body': error(() => 'Expected “{” or “if” after “else”.'),
  'unknown-rule': error((word) => `“${word}” starts no rule known here.`),
  'unexpected-word': error((word) => `“${word}” was not expected here.`),
  'unexpected-character': error((character) => `The character ${character} cannot stand here.`),
  'path-start': error((path) => `A path starts with “/” or a variable; “${path}” does not.`),
  'bad-prefix': error((what) => what),
  'repeated-prefix': error((word) => `“${word}” is written twice, or after one that must come later.`),
  'bad-priority': error((value) => `A priority is a whole number from -1000 to 1000, not “${value}”.`),
  'not-in-profile': error((what) => `${what} belongs outside of profiles, at the start of the file.`),
  'only-in-profile': error((what) => `${what} belongs inside a profile, between “{” and “}”.`),
  'too-deep': error(() => 'Braces are nested too deeply here.'),
  'bad-permissions': error(
    (perms) => `“${perms}” are no permissions: expected letters of r w a l k m and one exec mode.`,
  ),
  'permission-conflict': error((what) => what),
  'exec-mode-conflict': error((modes) => `Only one exec mode may be given: “${modes}” names two.`),
  'exec-deny-mode': error((mode) => `A deny rule takes a bare “x”, not “${mode}”.`),
  'bare-exec': error(() => 'A bare “x” needs deny: say how to run it (ix, Px, Cx, Ux ...).'),
  'target-without-exec': error(() => '“->” names a target only for link or for exec modes with p or c.'),
  'bad-capability': error((name) => `“${name}” is no capability.`),
  'bad-network': error((what) => what),
  'bad-condition': error((name) => `This rule knows no condition “${name}”.`),
  'repeated-condition': error((name) => `The condition “${name}” is given twice.`),
  'bad-access': error((word) => `“${word}” is no access that this rule knows.`),
  'access-conflict': error((what) => what),
  'bad-signal': error((name) => `“${name}” is no signal.`),
  'bad-rlimit': error((what) => what),
  'bad-mount': error((what) => what),
  'bad-flag': error((name) => `“${name}” is no profile flag.`),
  'flag-conflict': error((what) => what),
  'bad-variable-name': error(
    (name) => `“${name}” is no variable name: expected letters, digits and _, a letter first.`,
  ),
  'bad-boolean': error((value) => `A boolean is true or false, not “${value}”.`),
  'bad-abi': error(() => 'Expected the name of an abi, such as <abi/4.0>.'),
  'bad-include': error(() => 'Expected the name of a file or directory to include.'),
  'bad-glob': error((what) => what),
  'bad-namespace': error((name) => `“${name}” is no namespace: expected a name between two colons.`),
  'bad-rule-part': error((what) => what),
  'duplicate-profile': error((name) => `There is a second profile “${name}”.`),
  'duplicate-variable': error((name) => `@{${name}} is declared twice; use += to add to it.`),
  'duplicate-boolean': error((name) => `\${${name}} is declared twice.`),
  'undeclared-variable': error((name) => `@{${name}} is never declared.`),
  'recursive-variable': error((name) => `@{${name}} refers to itself.`),
  'missing-include': error((path) => `There is no file “${path}” to include.`),
  'exec-conflict': error((path) => `“${path}” is given two different exec modes.`),
  'deprecated-include': warning(() => '“#include” is deprecated: write include without #.'),
} satisfies Record<string, CodeEntry>;

export type Code = keyof typeof codes;

function before(found: string): string {
  return found ? `, before “${found}”` : '';
}
