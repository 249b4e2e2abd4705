/** What a file of the policy tree is about: its own words. */

const boilerplate =
  /copyright|\(c\)|licen[cs]e|redistribut|free software|gnu general|published by|warranty|merchantab|author|maintainer|^\W*vim?:|-\*-|^\W*$|LOGPROF-SUGGEST|aa-workbench/i;
const longest = 400;

/**
 * The first comment of a text that says something: licences, editors' settings and lines of dashes are passed over.
 * Empty where there is none.
 */
export function commentOf(text: string): string {
  const lines: string[] = [];
  let at = 0;
  while (at < text.length) {
    const newline = text.indexOf('\n', at);
    const end = newline < 0 ? text.length : newline;
    const line = text.slice(at, end).trim();
    at = end + 1;
    const words = /^#+(?!include)\s?(.*)$/.exec(line)?.[1]?.trim();
    if (words !== undefined && words !== '' && !boilerplate.test(words)) lines.push(words);
    else if (lines.length > 0) break;
    // A comment further down is about the rules that follow it.
    else if (line !== '' && words === undefined && !/^(?:abi|include|#include)\b/.test(line)) break;
    if (lines.join(' ').length > longest) break;
  }
  const summary = lines.join(' ');
  return summary.length > longest ? `${summary.slice(0, longest).replace(/\s\S*$/, '')} …` : summary;
}
