/** Variables, with what they stand for. */
import { type Caret, markdown, type Suggestion } from './caret.ts';

/** Variables that apparmor_parser sets by itself, from 5.0 on. */
const automatic: Readonly<Record<string, string>> = {
  profile_name: 'the name of this profile',
  attach_path: 'the path that this profile is attached to',
  exec_path: 'the path of the program',
};

const mostShown = 12;

/** Where the word at the caret is in the middle of `@{NAME}`: the offset of its `@`. */
export function openVariable(caret: Pick<Caret, 'typed' | 'offset'>): number | undefined {
  const found = /@\{?\w*$/.exec(caret.typed);
  return found ? caret.offset - found[0].length : undefined;
}

/** `from`: where the `@` stands. */
export function variables(caret: Caret, from = openVariable(caret) ?? caret.word.start): Suggestion[] {
  const { text } = caret.document;
  const rest = /^\w*\}?/.exec(text.slice(caret.offset, caret.offset + 80))![0];
  const replace = { start: from, end: caret.offset + rest.length };
  const scope = caret.scope();
  const declared = [...scope.variables.values()].map(({ name, values, places }): Suggestion => {
    const expanded = scope.expand(`@{${name}}`, caret.offset);
    return {
      label: `@{${name}}`,
      kind: 'variable',
      detail: values.join(' '),
      documentation: markdown(
        expanded && `Stands for ${alternatives(expanded)}`,
        `Declared in ${[...new Set(places.map(({ path }) => path))].join(', ')}.`,
      ),
      replace,
    };
  });
  const own = caret.place === 'profile' ? Object.entries(automatic) : [];
  return [
    ...declared,
    ...own
      .filter(([name]) => !scope.variables.has(name))
      .map(([name, words]): Suggestion => {
        const value = scope.expand(`@{${name}}`, caret.offset);
        return {
          label: `@{${name}}`,
          kind: 'variable',
          detail: value ?? words,
          documentation: markdown(`Stands for ${words}. apparmor_parser sets it by itself.`),
          rank: 1,
          replace,
        };
      }),
  ];
}

/** `{a,b}` as a list of words; what is nested deeper stays as written. */
function alternatives(expanded: string): string {
  const list = /^\{([^{}]*)\}$/.exec(expanded)?.[1]?.split(',') ?? [expanded];
  const shown = list.slice(0, mostShown).map((value) => `\`${value}\``);
  return list.length > mostShown
    ? `${shown.join(', ')} and ${list.length - mostShown} more.`
    : `${shown.join(', ')}.`;
}
