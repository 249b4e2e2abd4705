/**
 * A pattern (AARE) explained: what each of its signs stands for, and paths that match it and that do not. Every path
 * shown has been tried with the matcher of the syntax library.
 */
import { overlap, parsePattern, patternProblem } from '../syntax/aare.ts';

export interface GlobExplanation {
  /** One for each kind of sign in it, in Markdown; none where the pattern is a plain path. */
  signs: string[];
  /** Paths that match, and paths that look alike but do not. */
  matching: string[];
  others: string[];
}

interface Piece {
  kind: 'text' | 'star' | 'stars' | 'any' | 'class' | 'one-of';
  /** As written. */
  raw: string;
  /** Of one-of: each alternative as written. */
  branches?: string[];
}

const mostExamples = 3;
/** Pairs of states that one comparison may look at: patterns of people take some hundreds. */
const effort = 20_000;
const longestPattern = 2000;

/** `expanded` is the pattern without variables; where it is not known no examples are given. */
export function explainGlob(pattern: string, expanded: string | undefined): GlobExplanation {
  if (pattern.length > longestPattern) return { signs: [], matching: [], others: [] };
  const pieces = piecesOf(pattern);
  const signs = [...new Set(pieces.flatMap(allSigns))];
  if (expanded === undefined || expanded.length > longestPattern || patternProblem(expanded))
    return { signs, matching: [], others: [] };
  if (!piecesOf(expanded).some(({ kind }) => kind !== 'text')) return { signs, matching: [], others: [] };
  const matching: string[] = [];
  const others: string[] = [];
  for (const candidate of candidates(expanded)) {
    // A path that the kernel asks about begins with one slash and has no two in a row.
    if (
      candidate.includes('//') ||
      (expanded.startsWith('/') || expanded.startsWith('{/')) !== candidate.startsWith('/')
    )
      continue;
    const list = matches(expanded, candidate) ? matching : others;
    if (list.length < mostExamples && !list.includes(candidate)) list.push(candidate);
  }
  return { signs, matching, others };
}

/** Whether a path matches a well-formed pattern without variables. */
export function matches(pattern: string, path: string): boolean {
  const literal = path.replace(/[\\?*[\]{},^"]/g, '\\$&');
  return overlap(parsePattern(pattern), parsePattern(literal), { left: effort }) === true;
}

/** Split at the outermost signs. What is not well-formed is text. */
function piecesOf(pattern: string): Piece[] {
  const pieces: Piece[] = [];
  let text = '';
  const flush = () => {
    if (text) pieces.push({ kind: 'text', raw: text });
    text = '';
  };
  for (let at = 0; at < pattern.length; ) {
    const piece = signAt(pattern, at);
    if (piece) {
      flush();
      pieces.push(piece);
      at += piece.raw.length;
    } else {
      const length = pattern[at] === '\\' ? 2 : 1;
      text += pattern.slice(at, at + length);
      at += length;
    }
  }
  flush();
  return pieces;
}

function signAt(pattern: string, at: number): Piece | undefined {
  switch (pattern[at]) {
    case '?':
      return { kind: 'any', raw: '?' };
    case '*': {
      let length = 1;
      while (pattern[at + length] === '*') length++;
      return { kind: length > 1 ? 'stars' : 'star', raw: '*'.repeat(length) };
    }
    case '[': {
      const match = /\[(?:\\.|[^\]\\])+\]/sy;
      match.lastIndex = at;
      const raw = match.exec(pattern)?.[0];
      return raw ? { kind: 'class', raw } : undefined;
    }
    case '{':
      return pattern[at - 1] === '@' ? undefined : alternation(pattern, at);
    default:
      return undefined;
  }
}

function alternation(pattern: string, start: number): Piece | undefined {
  const branches: string[] = [];
  let depth = 0;
  let from = start + 1;
  for (let at = start; at < pattern.length; at++) {
    const character = pattern[at];
    if (character === '\\') at++;
    else if (character === '{') depth++;
    else if (character === ',' && depth === 1) {
      branches.push(pattern.slice(from, at));
      from = at + 1;
    } else if (character === '}' && --depth === 0) {
      branches.push(pattern.slice(from, at));
      return { kind: 'one-of', raw: pattern.slice(start, at + 1), branches };
    }
  }
  return undefined;
}

function allSigns(piece: Piece): string[] {
  const inner = (piece.branches ?? []).flatMap((branch) => piecesOf(branch).flatMap(allSigns));
  const own = signWords(piece);
  return own ? [own, ...inner] : inner;
}

const longestShown = 60;

function signWords({ kind, raw, branches = [] }: Piece): string | undefined {
  switch (kind) {
    case 'text':
      return undefined;
    case 'star':
      return '`*` any characters but “/”: it stays in one directory';
    case 'stars':
      return '`**` any characters, “/” too: everything below';
    case 'any':
      return '`?` one character, but not “/”';
    case 'class':
      return raw[1] === '^'
        ? `\`${raw}\` one character that is none of these`
        : `\`${raw}\` one of these characters`;
    case 'one-of': {
      if (raw.length > longestShown) return undefined;
      const named = branches.filter(Boolean).map((branch) => `\`${branch}\``);
      return `\`${raw}\` ${named.length > 1 || branches.includes('') ? named.join(' or ') : named.join('')}${branches.includes('') ? ' or nothing' : ''}`;
    }
  }
}

/** Likely paths, those that should match first; which do is for the matcher to say. */
function* candidates(pattern: string): Generator<string> {
  const pieces = piecesOf(pattern);
  for (let variant = 0; variant < 4; variant++) yield sample(pattern, variant);
  // One sign after the other is given what it may not stand for.
  for (const [index, piece] of pieces.entries())
    for (const wrong of wrongFor(piece))
      yield pieces.map((each, at) => (at === index ? wrong : fill(each, 0))).join('');
  const one = sample(pattern, 0);
  if (!one.endsWith('/')) yield `${one}/`;
  else yield one.slice(0, -1);
  yield `${one.replace(/\/$/, '')}/name`;
}

function sample(pattern: string, variant: number): string {
  return piecesOf(pattern)
    .map((piece) => fill(piece, variant))
    .join('');
}

const names = ['name', 'other', 'a', 'x.conf'];
const below = ['name', 'dir/name', 'dir/', 'dir/sub/name'];

function fill({ kind, raw, branches = [] }: Piece, variant: number): string {
  switch (kind) {
    case 'text':
      return raw.replace(/\\(.)/gs, '$1');
    case 'star':
      return names[variant % names.length]!;
    case 'stars':
      return below[variant % below.length]!;
    case 'any':
      return 'abcd'[variant % 4]!;
    case 'class':
      return member(raw, variant);
    case 'one-of':
      return sample(branches[variant % branches.length]!, variant);
  }
}

function wrongFor({ kind, raw }: Piece): string[] {
  switch (kind) {
    case 'text':
      return [];
    case 'star':
      return ['dir/name', ''];
    case 'stars':
      return [''];
    case 'any':
      return ['ab', ''];
    case 'class':
      return [[...'a0_Zz9-.'].find((character) => !inClass(raw, character)) ?? ''];
    case 'one-of':
      return ['other'];
  }
}

/** A character that a class has, as far as the usual ones go. */
function member(raw: string, variant: number): string {
  const found = [...'1a0bAzZ_-.2c'].filter((character) => inClass(raw, character));
  return found[variant % Math.max(1, found.length)] ?? raw.replace(/^\[\^?\\?/, '')[0]!;
}

function inClass(raw: string, character: string): boolean {
  return matches(raw, character);
}
