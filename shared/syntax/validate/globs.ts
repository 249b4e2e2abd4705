/** Patterns: AARE as apparmor_parser reads it (parser_regex.c, convert_aaregex_to_pcre). */

const deepestBraces = 50;

/** What is wrong with a pattern, in words; undefined where nothing is. */
export function globProblem(pattern: string): string | undefined {
  const alternatives: number[] = [];
  let inClass = false;
  for (let at = 0; at < pattern.length; at++) {
    const character = pattern[at];
    if (character === '\\') {
      if (at + 1 >= pattern.length) return 'The pattern ends in a backslash that escapes nothing.';
      at++;
      continue;
    }
    if (inClass) {
      if (character === ']') inClass = false;
      continue;
    }
    switch (character) {
      case '@':
      case '$':
        if (pattern[at + 1] === '{') at = Math.max(at, pattern.indexOf('}', at));
        break;
      case '[':
        inClass = true;
        break;
      case ']':
        return 'This pattern has a “]” that closes no “[”.';
      case '{':
        if (alternatives.length >= deepestBraces)
          return `This pattern nests “{” more than ${deepestBraces} deep.`;
        alternatives.push(0);
        break;
      case ',':
        if (alternatives.length > 0) alternatives[alternatives.length - 1]!++;
        break;
      case '}': {
        const commas = alternatives.pop();
        if (commas === undefined) return 'This pattern has a “}” that closes no “{”.';
        if (commas === 0)
          return 'Between “{” and “}” at least two alternatives are expected, with a comma between.';
        break;
      }
    }
  }
  if (inClass) return 'This pattern has a “[” that is not closed.';
  if (alternatives.length > 0) return 'This pattern has a “{” that is not closed.';
  return undefined;
}
