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
  'word-too-long': error((what) => `${what} is longer than the 16 kB that apparmor_parser can read at once.`),
  'nul-character': error(() => 'A quoted string cannot hold a NUL character.'),
  'unfinished-comment': error(
    () =>
      'This comment needs a line break after it: at the end of a file apparmor_parser refuses it without.',
  ),
  'comment-in-rule': error(() => 'A comment cannot stand here: put it before the rule, or after its comma.'),
  'quoted-start': error((word) => `A path in quotes starts with “/” or a variable; ${word} does not.`),
  'name-start': error(
    (name) =>
      `A profile without the word profile is named by a path that starts with “/”, or by :namespace:name; “${name}” is neither.`,
  ),
  'child-keyword': error(() => 'Inside a profile a child profile begins with the word profile.'),
  'carriage-return': error(
    () =>
      'This line ends with a carriage return (as on Windows), which apparmor_parser takes for a part of the word before it.',
  ),
  'byte-order-mark': error(
    () => 'This file begins with a byte order mark, which apparmor_parser cannot read.',
  ),
  'lone-variable': error(
    (name) => `A variable alone, such as ${name}, cannot stand here: join it to a path.`,
  ),
  'variable-comma': error(() => 'The values of a variable end with the line, without a comma.'),
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
  'exec-in-block': error(
    () =>
      'This rule runs programs, which a block refuses in which its file is included: deny takes a bare “x”, and only deny does.',
  ),
  'bare-exec': error(() => 'A bare “x” needs deny: say how to run it (ix, Px, Cx, Ux ...).'),
  'target-without-exec': warning(
    () => '“->” names a target for link or for exec modes; here it does nothing.',
  ),
  'deny-file': error(
    () => 'A deny rule cannot be “file,” alone, which stands for ix too: name a path and permissions.',
  ),
  'joined-comma': error(() => 'Expected a space or a line break after this comma.'),
  'joined-brace': error(() => 'Expected a space after this “{”.'),
  'bad-capability': error((name) => `“${name}” is no capability.`),
  'bad-network': error((what) => what),
  'bad-condition': error((name) => `This rule knows no condition “${name}”.`),
  'repeated-condition': error((name) => `The condition “${name}” is given twice.`),
  'condition-after-peer': error((name) => `“${name}” stands before peer=(…), which comes last.`),
  'single-value': error((name) => `“${name}” takes one value.`),
  'bad-operator': error((operator) => `“${operator}” cannot be used here: write name=value.`),
  'bad-address': error((value) => `“${value}” is no address of a unix socket: expected @name, none or auto.`),
  'bad-queue': error((what) => what),
  'bad-access-list': error((rule) => `The access of a ${rule} rule is one word without parentheses.`),
  'ignored-access': warning((word) => `“${word}” is no access that this rule knows; it is ignored.`),
  'bad-identities': error(() => 'Expected identities=(name) after “+”.'),
  'identity-space': error((name) => `A name among identities has no spaces; “${name}” has.`),
  'program-in-block': error(
    () => 'apparmor_parser refuses change_profile with the path of a program in a block: write it outside.',
  ),
  'missing-program': error((word) => `“${word}” goes with the path of a program.`),
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
  'empty-include': warning(() => 'Nothing is named to be included here; apparmor_parser passes over it.'),
  'bad-glob': error((what) => what),
  'bad-namespace': error((name) => `“${name}” is no namespace: expected a name between two colons.`),
  'bad-rule-part': error((what) => what),
  'duplicate-profile': error((name) => `There is a second profile “${name}”.`),
  'duplicate-variable': error((name) => `@{${name}} is declared twice; use += to add to it.`),
  'duplicate-boolean': error((name) => `\${${name}} is declared twice.`),
  'undeclared-variable': error((name) => `@{${name}} is never declared.`),
  'lost-values': warning(
    (what) => `${what}, which has no value: apparmor_parser leaves out the values that need it, and goes on.`,
  ),
  'recursive-variable': error((name) => `@{${name}} refers to itself.`),
  'boolean-as-set': error((name) => `${name} is a boolean: it has no values to put in here.`),
  'unset-boolean': error((name) => `\${${name}} is never set, so a condition cannot use it.`),
  'bad-comparison': error((what) => what),
  'late-declaration': error((what) => `${what} belongs before the first profile of the file.`),
  'missing-include': error((path) => `There is no file “${path}” to include.`),
  'missing-abi': error((path) => `There is no abi file “${path}”.`),
  'endless-include': error((path) => `Including “${path}” leads back to itself without end.`),
  'dropped-in-block': warning(
    () =>
      'apparmor_parser drops this: in a block it keeps rules for files, links and change_profile only. Write it outside, with the prefix in front.',
  ),
  'exec-conflict': error((path) => `“${path}” is given two different exec modes.`),
  'deprecated-include': warning(() => '“#include” is deprecated: write include without #.'),
} satisfies Record<string, CodeEntry>;

export type Code = keyof typeof codes;

function before(found: string): string {
  return found ? `, before “${found}”` : '';
}
