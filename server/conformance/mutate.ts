/** Changes by chance to policies that exist: what a slip of the pen, a bad merge or an attacker would leave. */
import type { Chance } from './random.ts';

const marks = [
  ...' \t\n\r,{}()[]"\'=#@$/\\*?:<>!+-&^;.0aé'.split(''),
  ...[
    '->',
    '\r\n',
    '@{H}',
    '${B}',
    '<=',
    '+=',
    ':=',
    '?=',
    '//',
    '**',
    '# c\n',
    '\\"',
    '\0',
    '😀',
    '\\\n',
    ', ',
    '{,}',
    '{a,b}',
  ],
  ...[
    'deny ',
    'audit ',
    'owner ',
    'allow ',
    'file ',
    'profile ',
    'include ',
    'if ',
    'else ',
    'not ',
    'in ',
    'peer=',
    'flags=',
  ],
];

/** A text with one to four changes; pieces may come from `donor`. */
export function mutate(text: string, donor: string, chance: Chance): string {
  let changed = text;
  for (let left = 1 + chance.below(chance.yes(0.3) ? 4 : 2); left > 0; left--)
    changed = chance.pick(changes)(changed, donor, chance);
  return changed;
}

type Change = (text: string, donor: string, chance: Chance) => string;

const changes: readonly Change[] = [
  // A character or mark more, less, or another.
  (text, _donor, chance) => splice(text, chance.below(text.length + 1), 0, chance.pick(marks)),
  (text, _donor, chance) => splice(text, chance.below(text.length + 1), 1, ''),
  (text, _donor, chance) => splice(text, chance.below(text.length + 1), 1, chance.pick(marks)),
  // A word more, less, twice, or from elsewhere.
  (text, _donor, chance) => onWord(text, chance, (words, at) => words.splice(at, 1)),
  (text, _donor, chance) => onWord(text, chance, (words, at) => words.splice(at, 0, words[at]!)),
  (text, donor, chance) =>
    onWord(text, chance, (words, at) => words.splice(at, 1, chance.pick(wordsOf(donor)))),
  (text, donor, chance) =>
    onWord(text, chance, (words, at) => words.splice(at, 0, chance.pick(wordsOf(donor)), ' ')),
  (text, _donor, chance) =>
    onWord(text, chance, (words, at) => {
      const other = chance.below(words.length);
      [words[at], words[other]] = [words[other]!, words[at]!];
    }),
  // A line more, less, twice, or from elsewhere.
  (text, _donor, chance) => onLine(text, chance, (lines, at) => lines.splice(at, 1)),
  (text, _donor, chance) => onLine(text, chance, (lines, at) => lines.splice(at, 0, lines[at]!)),
  (text, donor, chance) =>
    onLine(text, chance, (lines, at) => lines.splice(at, 0, chance.pick(donor.split('\n')))),
  (text, _donor, chance) =>
    onLine(text, chance, (lines, at) => {
      lines[at] = `${lines[at]} ${lines.splice(at + 1, 1)[0] ?? ''}`;
    }),
  // The end is missing.
  (text, _donor, chance) => (chance.yes(0.2) ? text.slice(0, chance.below(text.length + 1)) : text),
];

function splice(text: string, at: number, drop: number, put: string): string {
  return text.slice(0, at) + put + text.slice(at + drop);
}

function wordsOf(text: string): string[] {
  return text.match(/\s+|[A-Za-z_]\w*|[^\s\w]|\d+/g) ?? [''];
}

function onWord(text: string, chance: Chance, change: (words: string[], at: number) => unknown): string {
  const words = wordsOf(text);
  change(words, chance.below(words.length));
  return words.join('');
}

function onLine(text: string, chance: Chance, change: (lines: string[], at: number) => unknown): string {
  const lines = text.split('\n');
  change(lines, chance.below(lines.length));
  return lines.join('\n');
}
