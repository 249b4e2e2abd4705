/**
 * `alias FROM -> TO`: every path of a file or link rule, and of a profile's attachment, that begins with FROM stands
 * for a second one that begins with TO (parser/parser_alias.c). Compared as text, once variables are put in; what
 * aliases add is not looked at again.
 */
import type { Policy } from './policy.ts';

/** So many paths come of one. */
const most = 100;

/** The path, and those that aliases add. */
export function withAliases({ aliases }: Policy, path: string): string[] {
  const added = aliases
    .filter(({ from }) => path.startsWith(from.value))
    .slice(0, most)
    .map(({ from, to }) => to.value + path.slice(from.value.length));
  return [path, ...added];
}
