/** What each word of a text is, for colours: more than a scanner of lines can tell. */
import { references } from '../syntax/analyse/variables.ts';
import { bodiesOf, type Item, type Span } from '../syntax/index.ts';
import { type Part, partsOf } from './parts.ts';
import type { SemanticToken } from './types.ts';
import { capabilityWords } from './words/capabilities.ts';
import type { PolicyDocument } from './workspace.ts';

type Modifier = SemanticToken['modifiers'][number];

/** Tokens share the lists of their modifiers: there are a few kinds of lists only. */
const none: Modifier[] = [];

const operatorMarks: ReadonlySet<string> = new Set('-<>=+?:!');

/** Tokens in order, without overlap. White space, brackets and commas have none. */
export function semanticTokens(document: PolicyDocument): SemanticToken[] {
  const words = new Map<number, Part & { modifiers: Modifier[] }>();
  collect(document.tree.items, none, words);
  const undeclared = undeclaredIn(document);
  const found: SemanticToken[] = [];
  const add = ({ start, end }: Span, type: SemanticToken['type'], modifiers: Modifier[] = none) => {
    found.push({ start, end, type, modifiers });
  };
  const { tokens, text } = document;
  let whole: (Part & { modifiers: Modifier[] }) | undefined;
  for (const token of tokens) {
    const { start, kind } = token;
    const part = words.get(start);
    if (part) whole = part;
    const inside = whole && start < whole.end ? whole : undefined;
    if (kind === 'comment') add(token, 'comment');
    else if (kind === 'word' || kind === 'string') {
      if (inside?.type && inside.type !== 'keyword') addWord(text, token, inside as Named, undeclared, add);
      else if (kind === 'word' && (text[start] === '@' || text[start] === '$'))
        addWord(text, token, { type: 'value', modifiers: none }, undeclared, add);
      else add(token, kind === 'word' ? 'keyword' : 'value');
    } else if (kind === 'punctuation' && operatorMarks.has(text[start]!)) add(token, 'operator');
  }
  return found;
}

interface Named {
  type: SemanticToken['type'];
  declaration?: true;
  modifiers: Modifier[];
}

type Add = (span: Span, type: SemanticToken['type'], modifiers?: Modifier[]) => void;

/** A word with its variables, and with the marks of a glob where it is a path. */
function addWord(
  text: string,
  { start, end }: Span,
  named: Named,
  undeclared: ReadonlySet<string>,
  add: Add,
): void {
  const { type, declaration } = named;
  const modifiers: Modifier[] = declaration ? [...named.modifiers, 'declaration'] : named.modifiers;
  const word = text.slice(start, end);
  // Declarations, and the variables of conditions, which may be written without braces.
  if (type === 'variable' || /^[@$]\w+$|^\$\{\w+\}$/.test(word)) {
    add({ start, end }, 'variable', modifiers);
    return;
  }
  const plain = (from: number, to: number) => {
    if (to <= from) return;
    if (type === 'path' || type === 'profile') addGlob(text, { start: from, end: to }, type, modifiers, add);
    else add({ start: from, end: to }, type, modifiers);
  };
  let from = start;
  for (const { name, at, length } of word.includes('@{') ? references(word) : []) {
    plain(from, start + at);
    from = start + at + length;
    add(
      { start: start + at, end: from },
      'variable',
      undeclared.has(name) ? [...modifiers, 'undeclared'] : modifiers,
    );
  }
  plain(from, end);
}

const globMarks = /\\.|\*+|[?{}]|\[[^\]/]*\]/gs;

function addGlob(
  text: string,
  span: Span,
  type: SemanticToken['type'],
  modifiers: Modifier[],
  add: Add,
): void {
  let from = span.start;
  const word = text.slice(span.start, span.end);
  if (!/[*?{}[]/.test(word)) {
    add(span, type, modifiers);
    return;
  }
  for (const { 0: mark, index } of word.matchAll(globMarks)) {
    if (mark.startsWith('\\')) continue;
    const at = span.start + index;
    if (at > from) add({ start: from, end: at }, type, modifiers);
    from = at + mark.length;
    add({ start: at, end: from }, 'glob', modifiers);
  }
  if (from < span.end) add({ start: from, end: span.end }, type, modifiers);
}

const denied: Modifier[] = ['deny'];
const dangerous: Modifier[] = ['dangerous'];

function collect(
  items: readonly Item[],
  around: Modifier[],
  words: Map<number, Part & { modifiers: Modifier[] }>,
): void {
  for (const item of items) {
    const modifiers = 'prefix' in item && item.prefix?.access?.value === 'deny' ? denied : around;
    for (const part of partsOf(item))
      if (part.type)
        words.set(part.start, {
          ...part,
          modifiers: modifiers === none && isDangerous(item, part) ? dangerous : modifiers,
        });
    for (const body of bodiesOf(item)) collect(body.items, item.kind === 'profile' ? none : modifiers, words);
  }
}

/** Capabilities that are as good as root, and programs that run without any profile. */
function isDangerous(item: Item, { start }: Part): boolean {
  if (item.kind === 'file') return item.perms?.start === start && /u/i.test(item.exec ?? '');
  if (item.kind !== 'capability') return false;
  const name = item.names.find((each) => each.start === start)?.value ?? '';
  return Object.hasOwn(capabilityWords, name) && capabilityWords[name]!.danger === 'root';
}

/** The names that the findings say are declared nowhere. */
function undeclaredIn({ diagnostics, text }: PolicyDocument): ReadonlySet<string> {
  return new Set(
    diagnostics
      .filter(({ code }) => code === 'undeclared-variable')
      .map(({ start, end }) => text.slice(start, end).replace(/^@\{?|\}$/g, '')),
  );
}
