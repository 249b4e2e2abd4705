import { replace } from '../edits.ts';
import type { Check, Finding, LintContext } from '../types.ts';

/**
 * Several values stand in a path as `{a,b}`: a comma inside one of them then parts it in two. With a single value it
 * is a comma, but the next value added changes what it means. False alarm: none; commas of `{…}` are left alone.
 * Example: `@{DIR} = /srv/a,b /data`
 */
export const commaInTunable: Check = {
  code: 'comma-in-tunable',
  severity: 'warning',
  title: 'A comma inside a value of a variable parts it in two',
  *run({ document }: LintContext): Generator<Finding> {
    const counts = new Map<string, number>();
    const variables = document.tree.items.filter((item) => item.kind === 'variable');
    for (const { name, values } of variables) counts.set(name, (counts.get(name) ?? 0) + values.length);
    for (const { name, operator, values } of variables)
      for (const word of values) {
        const commas = bareCommas(word.raw);
        if (commas.length === 0) continue;
        const several = counts.get(name)! > 1 || operator === '+=';
        yield {
          start: word.start,
          end: word.end,
          ...(several ? {} : { severity: 'info' as const }),
          message: several
            ? `In a path @{${name}} stands for its values as {…,…}, and there this comma parts the value in two, of which the second begins with ${rest(word.value)}. Write \\, for a comma that belongs to the name.`
            : `This comma belongs to the name only as long as @{${name}} has one value: with a second one it parts this value in two. Write \\, to be safe.`,
          fixes: [
            {
              title: 'Write \\, for the comma',
              edits: commas.map((at) =>
                replace(document, { start: word.start + at, end: word.start + at }, '\\'),
              ),
            },
          ],
        };
      }
  },
};

/** Where commas stand that no backslash escapes, outside of `{…}` and `[…]`. */
function bareCommas(raw: string): number[] {
  const found: number[] = [];
  let depth = 0;
  for (let at = 0; at < raw.length; at++) {
    const character = raw[at];
    if (character === '\\') at++;
    else if (character === '{' || character === '[') depth++;
    else if (character === '}' || character === ']') depth--;
    else if (character === ',' && depth === 0) found.push(at);
  }
  return found;
}

function rest(value: string): string {
  const after = value.slice(value.indexOf(',') + 1);
  return `“${after.slice(0, 20)}”`;
}
