/** Where a statement begins: the kinds of rules, what may stand before them, and what is no rule. */
import { prefixWords, type RuleWords, ruleWords, statementWords } from '../words/rules.ts';
import { type Caret, markdown, type Suggestion } from './caret.ts';
import { paths } from './paths.ts';

const inFile = ['include', 'abi', 'profile', 'alias'];
const inProfile = ['include', 'profile', 'hat', 'if', 'abi'];
/** In the order in which they must be written. */
const prefixes = ['priority', 'audit', 'allow', 'deny', 'prompt', 'owner', 'other'];
const ranks: Readonly<Record<string, number>> = {
  priority: 1,
  audit: 2,
  allow: 3,
  deny: 3,
  prompt: 3,
  owner: 4,
  other: 4,
  user: 4,
};

/** How many pieces at the start are a prefix, and the rank of the last. */
export function prefixLength(pieces: Caret['pieces']): { length: number; rank: number } {
  let length = 0;
  let rank = 0;
  for (;;) {
    const word = pieces[length]?.text ?? '';
    if (!Object.hasOwn(ranks, word)) return { length, rank };
    rank = ranks[word]!;
    length += word === 'priority' ? 3 : 1;
    if (length > pieces.length) return { length: pieces.length, rank };
  }
}

export function beginnings(caret: Caret): Suggestion[] {
  const { place, typed, pieces } = caret;
  if (place === 'profile' && (/^["/@]/.test(typed) || caret.quoted)) return paths(caret);
  if (/^["/]/.test(typed)) return [];
  if (place === 'file') return [...suggest(statementWords, inFile, 0), ...assignments(caret)];
  const { length, rank } = prefixLength(pieces);
  const rules = suggest(ruleWords, Object.keys(ruleWords), 10).filter(
    ({ label }) => length === 0 || label !== 'set',
  );
  const before = suggest(
    prefixWords,
    prefixes.filter((word) => ranks[word]! > rank),
    40,
  );
  const examples = paths({ ...caret, typed: '' }).map((one): Suggestion => ({ ...one, rank: 60 }));
  if (length > 0) return [...rules, ...before, ...examples];
  return [...suggest(statementWords, inProfile, 0), ...localInclude(caret), ...rules, ...before, ...examples];
}

function suggest(
  table: Readonly<Record<string, RuleWords>>,
  words: readonly string[],
  rank: number,
): Suggestion[] {
  return words.map((label, index): Suggestion => {
    const { detail, note, snippet, example } = table[label]!;
    const documentation = markdown(note, `For example: \`${example}\``);
    return {
      label,
      kind: snippet.includes('$0') ? 'snippet' : 'keyword',
      detail,
      documentation,
      insert: snippet,
      rank: rank + index,
    };
  });
}

/** A variable of one's own, and adding to one that there is. */
function assignments(caret: Caret): Suggestion[] {
  const known = [...caret.scope().variables.values()].map(
    ({ name, values }): Suggestion => ({
      label: `@{${name}} +=`,
      kind: 'variable',
      detail: values.join(' '),
      insert: `@{${name}} += $0`,
      filter: `@{${name}}`,
      rank: 20,
    }),
  );
  return [
    {
      label: '@{NAME} =',
      kind: 'snippet',
      detail: 'a variable: a name for one or more values',
      insert: '@{$0} = ',
      filter: '@{',
      rank: 10,
    },
    ...known,
  ];
}

/** The place for what an administrator adds, where the profile has none yet. */
function localInclude({ document, profile }: Caret): Suggestion[] {
  const name = document.path.slice(document.path.lastIndexOf('/') + 1);
  if (!profile || document.within === 'profile' || document.text.includes(`local/${name}>`)) return [];
  const insert = `include if exists <local/${name}>`;
  return [
    { label: insert, kind: 'snippet', detail: 'what an administrator adds on a machine', insert, rank: 5 },
  ];
}
