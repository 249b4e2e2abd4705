/** Profiles, child profiles and hats: their header, and the body between braces. */
import type { Context, Place } from './context.ts';
import type { Flags, Prefix, Profile, Span, Word, Xattrs } from './nodes.ts';
import { parseBody } from './parser.ts';
import { profileFlags, profileModes, signals, valuedFlags } from './vocabulary.ts';

/** Whether what comes next, up to the end of the line or the next comma, is a profile named by its path. */
export function atPathProfile(context: Context): boolean {
  const match =
    /(?:"(?:\\.|[^"\n])*"|[^\s"]+(?=\s))(?:[ \t]+(?:"(?:\\.|[^"\n])*"|[/@][^\s"]*(?=\s)))?[ \t\r\n]*(?:\{|xattrs[ \t]*=|flags[ \t]*=|\([\w.,= \t/-]*\)[ \t\r\n]*\{)/y;
  match.lastIndex = context.pos;
  return match.test(context.text);
}

export function parseProfile(
  context: Context,
  keyword: Profile['keyword'],
  place: Place,
  prefix?: Prefix,
  from = context.pos,
): Profile {
  const start = from;
  if (keyword === 'profile' || keyword === 'hat') context.takeKey();
  if (keyword === 'caret') context.take(1, 'punctuation');
  context.trivia();
  const namespace = keyword === 'hat' || keyword === 'caret' ? undefined : parseNamespace(context);
  const name = headerWord(context);
  if (!name)
    context.report(keyword === 'hat' || keyword === 'caret' ? 'missing-hat-name' : 'missing-profile-name', {
      start,
      end: context.lastEnd(),
    });
  context.trivia();
  const attachment = keyword === 'hat' || keyword === 'caret' ? undefined : headerWord(context);
  if (attachment && !/^[/@]/.test(attachment.value) && attachment.value !== '')
    context.report('path-start', attachment, attachment.value);
  takeIdentities(context);
  const xattrs = parseXattrs(context);
  if (xattrs && (keyword === 'hat' || keyword === 'caret'))
    context.report('bad-rule-part', xattrs, 'A hat is not attached to files: it takes no xattrs.');
  const flags = parseFlags(context);
  context.trivia();
  const header: Span = { start, end: context.lastEnd() };
  const what = keyword === 'hat' || keyword === 'caret' ? 'hat' : 'profile';
  const body = parseBody(context, { inProfile: true, deny: false, depth: place.depth + 1 }, what);
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

/** `:ns:` in front of the name; what follows the second colon is the name. */
function parseNamespace(context: Context): Word | undefined {
  if (context.peek() !== ':') return undefined;
  const match = /:(?:\/\/)?([^:\s{"]*):(?:\/\/)?/y;
  match.lastIndex = context.pos;
  const found = match.exec(context.text);
  if (!found?.[1]) {
    context.report('bad-namespace', { start: context.pos, end: context.pos + 1 }, context.found());
    return undefined;
  }
  const { start, end } = context.take(found[0].length, 'word');
  return { start, end, raw: found[0], value: found[1], quoted: false };
}

/** A name or attachment: neither a brace nor `flags=`, `xattrs=`, `(`. */
function headerWord(context: Context): Word | undefined {
  const stop = /\{|\(|\+|(?:flags|xattrs)[ \t]*=|\}|,/y;
  stop.lastIndex = context.pos;
  if (context.atEnd || stop.test(context.text)) return undefined;
  return context.word('path');
}

/** `+ identities=(name ...)`: labels that the profile also answers to. */
function takeIdentities(context: Context): void {
  if (!context.accept('+')) return;
  context.acceptKey('identities');
  context.accept('=');
  if (!context.wordList())
    context.report('missing-value', { start: context.lastEnd() - 1, end: context.lastEnd() }, 'identities');
}

function parseXattrs(context: Context): Xattrs | undefined {
  context.trivia();
  if (!/^xattrs[ \t]*=/.test(context.text.slice(context.pos, context.pos + 40))) return undefined;
  const { start } = context.takeKey()!;
  context.accept('=');
  const open = context.accept('(');
  if (!open) {
    context.report('missing-value', { start, end: context.lastEnd() }, 'xattrs');
    return { start, end: context.lastEnd(), conditions: [] };
  }
  const conditions: Xattrs['conditions'] = [];
  for (;;) {
    context.trivia();
    if (context.accept(',')) continue;
    if (context.accept(')')) break;
    const match = /([\w.-]+)([ \t]*=)?/y;
    match.lastIndex = context.pos;
    const found = match.exec(context.text);
    if (!found) {
      context.report('missing-close-paren', open);
      break;
    }
    const span = context.take(found[1]!.length, 'word');
    const name: Word = { ...span, raw: found[1]!, value: found[1]!, quoted: false };
    const value = found[2] ? xattrValue(context) : undefined;
    if (found[2] && !value) context.report('missing-value', name, name.value);
    conditions.push({
      start: span.start,
      end: value ? value.end : span.end,
      name,
      operator: '=',
      values: value ? [value] : [],
      list: false,
    });
  }
  return { start, end: context.lastEnd(), conditions };
}

function xattrValue(context: Context): Word | undefined {
  context.accept('=');
  context.trivia();
  return context.word('list');
}

function parseFlags(context: Context): Flags | undefined {
  context.trivia();
  const start = context.pos;
  const keyword = /^flags[ \t]*=/.test(context.text.slice(start, start + 40));
  if (keyword) {
    context.takeKey();
    context.accept('=');
    context.trivia();
  }
  if (context.peek() !== '(') {
    if (keyword) context.report('missing-value', { start, end: context.lastEnd() }, 'flags');
    return keyword
      ? {
          start,
          end: context.lastEnd(),
          keyword,
          values: [],
          inner: { start: context.lastEnd(), end: context.lastEnd() },
        }
      : undefined;
  }
  const list = context.wordList()!;
  const closed = context.text[list.end - 1] === ')';
  const open = context.text.indexOf('(', start);
  if (list.words.length === 0) context.report('missing-value', { start, end: list.end }, 'flags');
  checkFlags(context, list.words);
  return {
    start,
    end: list.end,
    keyword,
    values: list.words,
    inner: { start: open + 1, end: closed ? list.end - 1 : list.end },
  };
}

/** What the value of a flag must look like. Values with variables are known only when they are expanded. */
const flagValues: Record<string, (value: string) => boolean> = {
  'kill.signal': (value) => signals.has(value),
  error: (value) => /^E[A-Z0-9]+$/.test(value),
  'attach_disconnected.path': (value) => /^[/@]/.test(value),
  'attach_disconnected.ipc': (value) => /^[/@]/.test(value),
};

const exclusive: readonly (readonly string[])[] = [
  ['attach_disconnected', 'no_attach_disconnected'],
  ['chroot_attach', 'chroot_no_attach'],
  ['chroot_relative', 'namespace_relative'],
  ['mediate_deleted', 'delegate_deleted'],
];

function checkFlags(context: Context, flags: Word[]): void {
  const seen = new Map<string, Word>();
  let mode: Word | undefined;
  for (const flag of flags) {
    const [name, value] = split(flag.value);
    const known =
      value === undefined ? profileFlags.has(name) || profileModes.has(name) : valuedFlags.has(name);
    if (!known) context.report('bad-flag', flag, flag.value);
    if (value !== undefined && valuedFlags.has(name) && !value.replaceAll('"', ''))
      context.report('missing-value', flag, name);
    if (profileModes.has(name)) {
      if (mode && mode.value !== name)
        context.report(
          'flag-conflict',
          flag,
          `A profile has one mode: “${mode.value}” and “${name}” exclude each other.`,
        );
      mode = flag;
    }
    if (value && known && !flagValues[name]?.(value.replaceAll('"', '')))
      context.report('bad-flag', flag, flag.value);
    const plain = name.replace(/\.(?:ipc|path)$/, '');
    const rival = exclusive
      .find((pair) => pair.includes(plain))
      ?.find((other) => other !== plain && seen.has(other));
    if (rival) context.report('flag-conflict', flag, `“${rival}” and “${name}” exclude each other.`);
    seen.set(plain, flag);
  }
}

function split(flag: string): [string, string | undefined] {
  const at = flag.indexOf('=');
  return at < 0 ? [flag, undefined] : [flag.slice(0, at), flag.slice(at + 1)];
}
