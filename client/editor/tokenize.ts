/**
 * Colours for the text, a line at a time. It only tells words apart; what they mean and whether they are right
 * is the parser's business. A rule may run over several lines, so each line starts from the state the one
 * before left.
 */

/** `text` is drawn plain. The others are the `--s-*` colours of the style sheet. */
export type TokenKind =
  | 'text'
  | 'comment'
  | 'keyword'
  | 'variable'
  | 'include'
  | 'permission'
  | 'access'
  | 'condition';

export interface Token {
  /** UTF-16 offset in the line. */
  start: number;
  kind: TokenKind;
}

export interface LineState {
  /** The word that began the rule under way; empty between rules, `/` for a file rule. */
  rule: string;
  /** Open parentheses. */
  depth: number;
  /** A `name=` was just read, or the parenthesis that follows one is still open. */
  value: boolean;
  /** A quoted string is open. */
  quoted: boolean;
}

export const startOfFile: LineState = { rule: '', depth: 0, value: false, quoted: false };

const prefixes = new Set(['audit', 'deny', 'allow', 'prompt', 'owner', 'other', 'quiet', 'safe', 'unsafe']);
const includes = new Set(['include', '#include', 'abi']);
const headers = new Set(['profile', 'hat', 'if', 'else', 'alias', 'set']);
const conditional = new Set(['not', 'and', 'or', 'defined', 'in', 'exists']);
const rules = new Set(
  (
    'capability network unix dbus signal ptrace io_uring userns mqueue mount remount umount unmount pivot_root ' +
    'change_profile rlimit link file all'
  ).split(' '),
);
const bareAccess = new Set(
  (
    'accept acquire bind connect create delete eavesdrop getattr getopt listen open override_creds read receive ' +
    'send setattr setopt shutdown sqpoll trace tracedby readby rw w r write'
  ).split(' '),
);
const fileRules = new Set(['/', 'file', 'link']);
const permissions = /^(?:[rwamlk]|(?:[pPcCuU]?[iuU]?x))+$/;
const words =
  /(\s+)|(#.*)|("(?:\\.|[^"\\])*"?)|(<[^>]*>?)|(->|[=!]=|[(){},=<>])|([@$]\{[^}\s]*\}?|\$[A-Za-z_]\w*)|((?:\\.|\{[^{}\s]*\}|\[[^\]\s]*\]|[^\s"(){},=@$\\<>]|[@$](?!\{))+)|(.)/gsu;

/** The tokens of one line, and the state it leaves. */
export function tokenizeLine(line: string, before: LineState): { tokens: Token[]; state: LineState } {
  const tokens: Token[] = [];
  const state = { ...before };
  const put = (start: number, kind: TokenKind) => {
    if (tokens.at(-1)?.kind !== kind) tokens.push({ start, kind });
  };
  let from = 0;
  if (state.quoted) {
    const close = /^(?:\\.|[^"\\])*"/.exec(line);
    put(0, 'include');
    if (!close) return { tokens, state };
    state.quoted = false;
    from = close[0].length;
  }
  words.lastIndex = from;
  for (let match = words.exec(line); match; match = words.exec(line)) {
    const [word, space, comment, quoted, angle, punctuation, variable, plain] = match;
    const at = match.index;
    if (space) continue;
    if (comment) {
      const include = /^#include(?=\s)/.exec(word);
      if (!include || state.rule) {
        put(at, 'comment');
        break;
      }
      put(at, 'keyword');
      state.rule = 'include';
      words.lastIndex = at + include[0].length;
    } else if (quoted) {
      if (!/"$/.test(word.slice(1))) state.quoted = true;
      if (!state.rule) state.rule = '/';
      put(at, state.rule === 'include' ? 'include' : 'text');
    } else if (angle) put(at, includes.has(state.rule) ? 'include' : 'text');
    else if (punctuation) put(at, punctuate(state, word, line.slice(at + word.length)));
    else if (variable) {
      if (!state.rule) state.rule = /^\s*[+?:]?=/.test(line.slice(at + word.length)) ? '@' : '/';
      put(at, state.value ? 'condition' : 'variable');
    } else if (plain) put(at, wordKind(state, word, line.slice(at + word.length), line[at - 1]));
    else put(at, 'text');
  }
  // An include and a variable end with their line; everything else with a comma or a brace.
  if (!state.quoted && (state.rule === 'include' || state.rule === '@')) {
    state.rule = '';
    state.value = false;
    state.depth = 0;
  }
  return { tokens, state };
}

export function sameState(a: LineState, b: LineState): boolean {
  return a.rule === b.rule && a.depth === b.depth && a.value === b.value && a.quoted === b.quoted;
}

/** Follow the punctuation, and say how it is drawn. */
function punctuate(state: LineState, word: string, rest: string): TokenKind {
  if (word === '(') state.depth++;
  else if (word === ')') {
    state.depth = Math.max(0, state.depth - 1);
    if (state.depth === 0) state.value = false;
  } else if (word === '=') state.value = state.rule !== '' && state.rule !== '@' && state.rule !== '/';
  else if (word === ',' && state.depth === 0) Object.assign(state, startOfFile);
  else if ((word === '{' || word === '}') && state.depth === 0 && !/^\S*[,}]\S/.test(rest))
    Object.assign(state, startOfFile);
  return 'text';
}

function wordKind(state: LineState, word: string, rest: string, previous: string | undefined): TokenKind {
  if (state.value) {
    if (state.depth === 0) state.value = false;
    return headers.has(state.rule) ? 'access' : 'condition';
  }
  if (!state.rule) return firstWord(state, word, rest);
  if (includes.has(state.rule)) return conditional.has(word) || word === 'if' ? 'keyword' : 'include';
  if (state.rule === '@') return 'text';
  if (headers.has(state.rule)) {
    if (/^\s*=/.test(rest)) return 'keyword';
    return state.rule === 'if' && conditional.has(word) ? 'keyword' : 'text';
  }
  if (fileRules.has(state.rule)) {
    const alone = previous === undefined || /\s/.test(previous);
    return alone && permissions.test(word) && /^\s*(?:,|->|$|[/@"{])/.test(rest) ? 'permission' : 'text';
  }
  if (/^\s*(?:=|in\s*\()/.test(rest)) return 'condition';
  if (state.depth > 0) return 'access';
  return state.rule !== 'capability' && bareAccess.has(word) ? 'access' : 'text';
}

function firstWord(state: LineState, word: string, rest: string): TokenKind {
  if (prefixes.has(word) || word === 'priority') return 'keyword';
  if (includes.has(word) || headers.has(word) || rules.has(word)) {
    state.rule = word === '#include' ? 'include' : word;
    return 'keyword';
  }
  if (word.startsWith('^')) {
    state.rule = 'hat';
    return 'text';
  }
  // A path that a brace follows names a profile; any other is a file rule. Permissions may stand first.
  state.rule = /^[^,]*\{\s*(?:#.*)?$/.test(rest) && !/\}\S/.test(rest) ? 'profile' : '/';
  return permissions.test(word) && /^\s+\S/.test(rest) ? 'permission' : 'text';
}
