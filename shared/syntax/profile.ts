/** Profiles, child profiles and hats: their header, and the body between braces. */
import { atGroup, takeGroup } from './conditions.ts';
import type { Context, Place } from './context.ts';
import { checkFlags } from './flags.ts';
import type { Flags, Prefix, Profile, Span, Word, Xattrs } from './nodes.ts';
import { parseBody } from './parser.ts';
import { identityEnd, labelEnd, plainEnd, variableEnd } from './words.ts';

/** Whether a path that comes next, up to the end of the line or the next comma, heads a profile. */
export function atPathProfile(context: Context): boolean {
  const { text, pos } = context;
  let at = text[pos] === '"' ? -1 : labelEnd(text, pos);
  if (at === -1) {
    const match = /"(?:\\.|[^"\\\n])*"/y;
    match.lastIndex = pos;
    at = match.test(text) ? match.lastIndex : pos;
  }
  if (at === pos) return false;
  const rest =
    /[ \t]*(?:[/@"][^\s{},]*[ \t]+)?[ \t\r\n]*(?:\{|xattrs[ \t]*=|flags[ \t]*=|\([\w.,= \t/-]{0,200}\)[ \t\r\n]*\{)/y;
  rest.lastIndex = at;
  return rest.test(text);
}

type Keyword = Profile['keyword'];

export function parseProfile(
  context: Context,
  keyword: Keyword,
  place: Place,
  prefix?: Prefix,
  start = context.pos,
): Profile {
  const hat = keyword === 'hat' || keyword === 'caret';
  const whole = takeName(context, keyword, start);
  const { namespace, name } = splitLabel(context, whole);
  context.trivia();
  const attachment = takeAttachment(context);
  context.trivia();
  const xattrs = takeXattrs(context);
  if (xattrs && hat && place.inProfile && xattrs.conditions.length > 0)
    context.report('bad-rule-part', xattrs, 'A hat is not attached to files: it takes no xattrs.');
  takeIdentities(context);
  const flags = takeFlags(context);
  const header: Span = { start, end: Math.max(start, context.lastEnd()) };
  const body = parseBody(context, { inProfile: true, depth: place.depth + 1 }, hat ? 'hat' : 'profile');
  return {
    kind: 'profile',
    start,
    end: body.end,
    keyword,
    ...(prefix ? { prefix } : {}),
    ...(namespace ? { namespace } : {}),
    ...(name ? { name } : {}),
    ...(attachment ? { attachment } : {}),
    ...(xattrs ? { xattrs } : {}),
    ...(flags ? { flags } : {}),
    header,
    body,
  };
}

/** The name after its keyword: any word. Without a keyword it is a path or a label with a namespace. */
function takeName(context: Context, keyword: Keyword, start: number): Word | undefined {
  if (keyword === 'path') {
    const word = context.path();
    if (word && !/^[/:]/.test(word.value)) context.report('name-start', word, word.value);
    return word;
  }
  if (keyword === 'caret') context.take(1, 'punctuation');
  else {
    context.take(keyword.length, 'word');
    context.blanks();
  }
  // What is written after a blank is the value of something called profile, hat or ^.
  if (/^[ \t]*=/.test(context.text.slice(context.pos, context.pos + 40)) && keyword !== 'caret')
    context.report('missing-profile-name', { start, end: context.lastEnd() });
  const braceOnly =
    context.peek() === '{' &&
    plainEnd(context.text, context.pos) === context.pos + 1 &&
    !braceIsName(context);
  const word = braceOnly ? undefined : context.word(plainEnd);
  if (!word)
    context.report(keyword === 'profile' ? 'missing-profile-name' : 'missing-hat-name', {
      start,
      end: context.lastEnd(),
    });
  else if (word.value === '')
    context.report(keyword === 'profile' ? 'missing-profile-name' : 'missing-hat-name', word);
  return word;
}

/** A brace is a name where an attachment and the body follow. */
function braceIsName({ text, pos }: Context): boolean {
  const rest = /\{\s+(?:#[^\n]*\n\s*)*(?:"[^"\n]*"|[/@][^\s"]*)\s+(?:\{|flags[ \t]*=|xattrs[ \t]*=|\()/y;
  rest.lastIndex = pos;
  return rest.test(text);
}

/** `:ns:name` or `:ns://name`: the namespace, and the name behind the second colon. */
function splitLabel(context: Context, word: Word | undefined): { namespace?: Word; name?: Word } {
  if (!word) return {};
  if (word.value.startsWith('&')) context.report('name-start', word, word.value);
  if (!word.value.startsWith(':')) return { name: word };
  const match = /^:([^:]*):(?:\/\/)?/.exec(word.value);
  if (!match?.[1] || match[0].length === word.value.length) {
    context.report('bad-namespace', word, word.value);
    return { name: word };
  }
  const start = word.start + (word.quoted ? 1 : 0);
  const middle = start + match[0].length;
  const end = start + word.value.length;
  const part = (from: number, to: number, value: string): Word => ({
    start: from,
    end: to,
    raw: context.text.slice(from, to),
    value,
    quoted: false,
  });
  return {
    namespace: part(start, middle, match[1]),
    name: part(middle, end, word.value.slice(match[0].length)),
  };
}

/** The pattern of programs, if a word comes next. */
function takeAttachment(context: Context): Word | undefined {
  const { text, pos } = context;
  if (/^(?:flags|xattrs|identities)[ \t]*=/.test(text.slice(pos, pos + 40))) return undefined;
  const string = context.peek() === '"';
  const label = Math.max(labelEnd(text, pos), variableEnd(text, pos));
  const key = context.peekKey();
  if (!string && label === pos && key === '') return undefined;
  const word = string ? context.string() : label > pos ? context.takeWordTo(label) : context.takeKey()!;
  if (!/^(?:\/|@\{)/.test(word.value)) context.report('path-start', word, word.value);
  return word;
}

/** `+ identities=(name ...)` or `+ name`: labels that the profile also answers to. */
function takeIdentities(context: Context): void {
  for (context.trivia(); context.peek() === '+'; context.trivia()) {
    const plus = context.take(1, 'punctuation');
    context.blanks();
    if (!/^identities[ \t]*=[ \t]*\(/.test(context.text.slice(context.pos, context.pos + 40))) {
      const word = context.word(identityEnd);
      context.report('bad-identities', word ?? plus);
      continue;
    }
    context.takeKey();
    context.blanks();
    context.take(1, 'punctuation');
    context.blanks();
    const list = context.wordList();
    if (list.words.length === 0) context.report('missing-value', list, 'identities');
    for (const word of list.words)
      if (!word.value.startsWith('/') && word.value.includes(' '))
        context.report('identity-space', word, word.value);
  }
}

function takeXattrs(context: Context): Xattrs | undefined {
  if (!atGroup(context)) return undefined;
  const isPeer = context.peekKey() === 'peer';
  const group = takeGroup(context);
  if (isPeer) context.report('bad-rule-part', group, 'A profile has no peer: its conditions are xattrs=(…).');
  return { start: group.start, end: group.end, conditions: group.conditions };
}

function takeFlags(context: Context): Flags | undefined {
  context.trivia();
  const start = context.pos;
  const keyword = /^flags[ \t]*=/.test(context.text.slice(start, start + 40));
  if (keyword) {
    context.takeKey();
    context.blanks();
    context.take(1, 'punctuation');
    context.space();
  }
  if (context.peek() !== '(') {
    if (!keyword) return undefined;
    const end = context.lastEnd();
    context.report('missing-value', { start, end }, 'flags');
    return { start, end, keyword, values: [], inner: { start: end, end } };
  }
  const open = context.pos;
  const list = context.wordList();
  const closed = list.end > open + 1 && context.text[list.end - 1] === ')';
  if (list.words.length === 0) context.report('missing-value', { start, end: list.end }, 'flags');
  checkFlags(context, list.words);
  return {
    start,
    end: list.end,
    keyword,
    values: list.words,
    inner: { start: open + 1, end: Math.max(open + 1, closed ? list.end - 1 : list.end) },
  };
}
