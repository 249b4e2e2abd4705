/** Where in a rule with accesses and conditions the caret stands. */
import type { Piece } from './statement.ts';

export interface Position {
  /**
   * `list`: in the list of accesses; `value`: of the condition `name`; `peer`: among the conditions in peer=(…);
   * `arrow`: behind `->`; `open`: anywhere else, where accesses, conditions and operands begin.
   */
  at: 'list' | 'value' | 'peer' | 'arrow' | 'open';
  name?: string;
  inPeer: boolean;
  /** Words written in the list at hand; or, in the open, all words outside of lists. */
  words: string[];
  /** Whether an access list is written. */
  hasAccess: boolean;
  /** Names of conditions written so far, where the caret is. */
  given: string[];
}

interface Open {
  name?: string;
  words: string[];
  given: string[];
}

/** `pieces`: what stands after the keyword of the rule. */
export function positionIn(pieces: readonly Piece[]): Position {
  const lists: Open[] = [];
  const outer: Open = { words: [], given: [] };
  let hasAccess = false;
  let value: string | undefined;
  let arrow = false;
  pieces.forEach((piece, index) => {
    const { text } = piece;
    const here = lists.at(-1) ?? outer;
    const next = pieces[index + 1]?.text;
    if (text === '(') {
      if (value === undefined && lists.length === 0) hasAccess = true;
      lists.push({ words: [], given: [], ...(value === undefined ? {} : { name: value }) });
      value = undefined;
    } else if (text === ')') {
      lists.pop();
      value = undefined;
    } else if (text === '=' || text === ':=' || (text === 'in' && here.given.length > 0)) {
      value = here.given.at(-1);
    } else if (text === '->') arrow = true;
    else if (piece.kind === 'mark') value = undefined;
    else if (next === '=' || next === ':=' || (next === 'in' && pieces[index + 2]?.text === '('))
      here.given.push(text);
    else {
      here.words.push(text);
      value = undefined;
      arrow = false;
    }
  });
  const here = lists.at(-1) ?? outer;
  const inPeer = lists.some(({ name }) => name === 'peer');
  const common = { inPeer, words: here.words, hasAccess, given: here.given };
  if (value !== undefined) return { at: 'value', name: value, ...common };
  if (here.name === 'peer') return { at: 'peer', ...common };
  if (here.name !== undefined) return { at: 'value', name: here.name, ...common };
  if (lists.length > 0) return { at: 'list', ...common };
  return { at: arrow ? 'arrow' : 'open', ...common };
}
