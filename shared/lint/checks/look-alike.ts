import { replace } from '../edits.ts';
import type { Check, Finding, LintContext } from '../types.ts';

/**
 * Characters that look like others, or like nothing: in a rule they make a path or a word that no file and no
 * keyword has. Characters that turn the direction of text are told in comments too, for they can hide a rule.
 * False alarm: a file whose name really has such a character. Example: `/etc/hоsts r,` with a Cyrillic о
 */
export const lookAlike: Check = {
  code: 'look-alike',
  severity: 'warning',
  title: 'A character that looks like another',
  *run({ document }: LintContext): Generator<Finding> {
    const { text, tokens } = document;
    if (!special.test(text)) return;
    const comments = tokens.filter(({ kind }) => kind === 'comment');
    let next = 0;
    for (const match of text.matchAll(each)) {
      const [run, character] = [match[0], match[1]!];
      const known = characters.get(character);
      if (!known) continue;
      const place = { start: match.index, end: match.index + run.length };
      while (next < comments.length && comments[next]!.end <= place.start) next++;
      const inComment = next < comments.length && comments[next]!.start <= place.start;
      // Words of a language other than English stand in comments by right.
      if (inComment && !turning.test(character)) continue;
      const ascii = known.ascii.repeat(run.length / character.length);
      yield {
        ...place,
        message: `This is ${known.name} (${codePoint(character)})${known.ascii ? `, not “${known.ascii}”` : ''}: ${inComment ? 'it can make the text around it look like something else' : 'it looks like another character, or like none, but no file or word that was meant has it'}.`,
        fixes: [
          {
            title: known.ascii === '' ? 'Take it out' : `Change to “${known.ascii}”`,
            edits: [replace(document, place, ascii)],
            preferred: true,
          },
        ],
      };
    }
  },
};

interface Known {
  name: string;
  /** What is meant; empty where nothing is. */
  ascii: string;
}

function codePoint(character: string): string {
  return `U+${character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}`;
}

/** Letters one by one, as they stand above the ASCII letters that they look like. */
const cyrillic = ['аеорсухіјѕһԁԛԝАВЕКМНОРСТУХІЈЅ', 'aeopcyxijshdqwABEKMHOPCTYXIJS'] as const;
const greek = ['ΑΒΕΖΗΙΚΜΝΟΡΤΥΧονι', 'ABEZHIKMNOPTYXovi'] as const;

function pairs([looks, are]: readonly [string, string], script: string): [string, Known][] {
  return [...looks].map((character, at) => [
    character,
    { name: `the ${script} letter “${character}”`, ascii: are[at]! },
  ]);
}

function named(ascii: string, names: Readonly<Record<string, string>>): [string, Known][] {
  return Object.entries(names).map(([character, name]) => [character, { name, ascii }]);
}

const turns: [string, Known][] = named('', {
  '\u202a': 'a character that turns the direction of text',
  '\u202b': 'a character that turns the direction of text',
  '\u202c': 'a character that turns the direction of text',
  '\u202d': 'a character that turns the direction of text',
  '\u202e': 'a character that turns the direction of text',
  '\u2066': 'a character that turns the direction of text',
  '\u2067': 'a character that turns the direction of text',
  '\u2068': 'a character that turns the direction of text',
  '\u2069': 'a character that turns the direction of text',
});

const characters: ReadonlyMap<string, Known> = new Map([
  ...pairs(cyrillic, 'Cyrillic'),
  ...pairs(greek, 'Greek'),
  ...turns,
  ...named('', {
    '\u00ad': 'a hyphen that is not shown',
    '\u200b': 'a space without width',
    '\u200c': 'a joiner that is not shown',
    '\u200d': 'a joiner that is not shown',
    '\u2060': 'a joiner that is not shown',
    '\ufeff': 'a byte order mark',
  }),
  ...named(' ', {
    '\u00a0': 'a space that does not break',
    '\u2007': 'a space as wide as a digit',
    '\u202f': 'a narrow space that does not break',
    '\u3000': 'a wide space',
  }),
  ...named('-', {
    '\u2010': 'a hyphen',
    '\u2011': 'a hyphen that does not break',
    '\u2012': 'a dash',
    '\u2013': 'a dash',
    '\u2014': 'a dash',
    '\u2212': 'a minus sign',
  }),
  ...named('"', { '\u201c': 'a curly quote', '\u201d': 'a curly quote', '\u201e': 'a low quote' }),
  ...named("'", { '\u2018': 'a curly quote', '\u2019': 'a curly quote' }),
  ...named('/', { '\u2044': 'a fraction slash', '\u2215': 'a division slash', '\uff0f': 'a wide slash' }),
  ...named(',', { '\uff0c': 'a wide comma', '\u201a': 'a low quote' }),
  ...named('*', { '\u2217': 'an asterisk of mathematics', '\uff0a': 'a wide asterisk' }),
  ...named('{', { '\uff5b': 'a wide brace' }),
  ...named('}', { '\uff5d': 'a wide brace' }),
]);

const special = /[^\u0000-\u007f]/;
/** One and the same character, however often it is repeated. */
const each = /([^\u0000-\u007f])\1*/gu;
const turning = /[\u202a-\u202e\u2066-\u2069]/;
