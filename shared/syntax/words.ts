/**
 * Where words end. apparmor_parser's scanner has several kinds of word, and which one it reads depends on where it is
 * (parser/parser_lex.l); each function here is one kind. All give the offset after the word, or the start where there
 * is no such word, and look at each character once.
 */

/** Characters by code; those above ASCII belong to every word. */
type CharacterSet = Uint8Array;

function setOf(characters: string): CharacterSet {
  const set = new Uint8Array(128);
  for (const character of characters) set[character.charCodeAt(0)] = 1;
  return set;
}

function has(set: CharacterSet, code: number): boolean {
  return code < 128 && set[code] === 1;
}

interface WordKind {
  /** What ends the word. */
  stops: CharacterSet;
  /** What may stand in it after a backslash although it stops it. */
  escapable?: CharacterSet;
  /** Whether a comma belongs to the word when a character of the word follows. */
  commas: boolean;
}

const escapable = setOf(' \t"!,');
const plain: WordKind = { stops: setOf(' \t\r\n"!,'), escapable, commas: true };
const beforeEquals: WordKind = { stops: setOf(' \t\n"!,=)'), commas: true };
const listed: WordKind = { stops: setOf(' \t\n"!,()'), escapable: setOf(' \t"!,()'), commas: false };
const included: WordKind = { stops: setOf(' \t\r\n"!,<>'), escapable, commas: true };
const conditionName: WordKind = { stops: setOf(' \t\n"!,=()'), commas: false };
const identity: WordKind = { stops: setOf(' \t\r\n"!,{}\\='), commas: false };

/** What may not begin a word that ends before `=`. */
const notFirst = setOf(' \t\n"!,=()+&');

const carriageReturn = 13;
const lineFeed = 10;
const comma = 44;
const backslash = 92;

function wordEnd(text: string, start: number, { stops, escapable, commas }: WordKind): number {
  let at = start;
  for (; at < text.length; at++) {
    const code = text.charCodeAt(at);
    // A line break ends every word; where the carriage return would belong to it is reported (Context.wordBreak).
    if (code === carriageReturn && text.charCodeAt(at + 1) === lineFeed) break;
    if (!has(stops, code)) {
      if (code === backslash && escapable && at + 1 < text.length && has(escapable, text.charCodeAt(at + 1)))
        at++;
      continue;
    }
    if (!commas || code !== comma || at + 1 >= text.length) break;
    const next = text.charCodeAt(at + 1);
    if (has(stops, next) || (next === carriageReturn && text.charCodeAt(at + 2) === lineFeed)) break;
    at++;
  }
  return Math.min(at, text.length);
}

/** Values of variables, targets, names after `profile`: all up to a space, quote, `!`, or a comma that ends it. */
export const plainEnd = (text: string, at: number): number => wordEnd(text, at, plain);
/** Values in parentheses. */
export const listedEnd = (text: string, at: number): number => wordEnd(text, at, listed);
/** Bare names of files to include. */
export const includedEnd = (text: string, at: number): number => wordEnd(text, at, included);
/** Names of conditions in parentheses. A `:` before `=` belongs to the operator. */
export function conditionNameEnd(text: string, at: number): number {
  const end = wordEnd(text, at, conditionName);
  return end > at + 1 && text[end] === '=' && text[end - 1] === ':' ? end - 1 : end;
}
/** A single identity after `+`. */
export const identityEnd = (text: string, at: number): number => wordEnd(text, at, identity);

/** A bare word: a letter, then letters, digits and `_`. */
export function keyEnd(text: string, start: number): number {
  let at = start;
  for (; at < text.length; at++) {
    const code = text.charCodeAt(at);
    const letter = (code >= 97 && code <= 122) || (code >= 65 && code <= 90);
    if (!letter && (at === start || !((code >= 48 && code <= 57) || code === 95))) break;
  }
  return at;
}

/** `@{NAME}` or `@NAME`; with `$` for booleans. */
export function variableEnd(text: string, at: number, sigil: '@' | '$' = '@'): number {
  if (text[at] !== sigil) return at;
  const braced = text[at + 1] === '{';
  const from = at + (braced ? 2 : 1);
  const end = keyEnd(text, from);
  if (end === from) return at;
  if (!braced) return end;
  return text[end] === '}' ? end + 1 : at;
}

/** Not part of a word that begins with a variable: an assignment follows. */
const afterVariable = setOf(' \t\n"!,=+?');

/**
 * A path or label where rules stand: it begins with `/`, a variable that something is joined to, `:` or `&`.
 * A variable that stands alone is none.
 */
export function labelEnd(text: string, at: number): number {
  switch (text[at]) {
    case '/':
    case '&':
      return wordEnd(text, at + 1, plain);
    case ':':
      return at + 1 < text.length && text[at + 1] !== '=' ? wordEnd(text, at + 2, plain) : at;
    case '@': {
      const end = variableEnd(text, at);
      if (end === at) return at;
      const joined = joinedLength(text, end);
      if (joined > 0) return wordEnd(text, end + joined, plain);
      // The longest word wins: of `@AB=x` that is the variable @A with `B=x` joined to it.
      const whole = text[at + 1] !== '{' && end > at + 2 ? wordEnd(text, end, plain) : end;
      return whole > end ? whole : at;
    }
    default:
      return at;
  }
}

function joinedLength(text: string, at: number): number {
  if (at >= text.length) return 0;
  const code = text.charCodeAt(at);
  const next = at + 1 < text.length ? text.charCodeAt(at + 1) : -1;
  if (code === backslash && next >= 0 && has(listed.escapable!, next)) return 2;
  if (!has(afterVariable, code)) return 1;
  if (code === comma && next >= 0 && !has(afterVariable, next)) return 2;
  return text[at] === '?' && text[at + 1] === '?' ? 2 : 0;
}

/** A word in rules such as mount, dbus and network, where `=` ends it unless it is a label. */
export function operandEnd(text: string, at: number): number {
  const leading = at < text.length && !has(notFirst, text.charCodeAt(at));
  const word = leading ? wordEnd(text, at, beforeEquals) : at;
  return Math.max(word, labelEnd(text, at), variableEnd(text, at));
}

const permissionLetters = /^(?:[RrWwaLlMmkXx]|[PpCc][Xx]|[PpCc]?[IiUu][Xx])+$/;

/** Permissions of a file rule: letters up to white space or a comma. */
export function permissionsEnd(text: string, at: number): number {
  const end = keyEnd(text, at);
  if (end === at || end - at > 64 || !/[\s,]/.test(text[end] ?? '')) return at;
  const word = text.slice(at, end);
  return permissionLetters.test(word) && word !== 'all' ? end : at;
}
