/**
 * Where a text declares and uses names: variables and booleans, profiles and their children, files. What definition,
 * references, rename and the lenses stand on.
 */
import { references } from '../syntax/analyse/variables.ts';
import type { Expression, PolicyFile, Span, Token } from '../syntax/index.ts';
import { walk } from '../syntax/index.ts';
import { profileReferences } from './profileReferences.ts';

export interface Occurrence extends Span {
  kind: 'variable' | 'profile' | 'file';
  /**
   * Without `@{`, `${` and `}`; of a child its parents' names too, as in `parent//child`, where the text has no
   * parent of it `//child`; of a file the path as written.
   */
  name: string;
  /**
   * `addition` is `+=`. `attached` is the path of a program that is run under the profile attached to it: it leads to
   * that profile, but is not its name.
   */
  role: 'declaration' | 'addition' | 'reference' | 'attached';
  /** The characters of the last part of the name: what a rename replaces. */
  inner: Span;
  /** Of a profile's declaration: the path it is attached to, where that is not its name. */
  attachment?: string;
  /** Of a declaration: all of the item. */
  item?: Span;
}

const known = new WeakMap<PolicyFile, readonly Occurrence[]>();

/** Every occurrence in a text, by their starts. */
export function occurrencesIn({
  tree,
  tokens,
}: {
  tree: PolicyFile;
  tokens: readonly Token[];
}): readonly Occurrence[] {
  const before = known.get(tree);
  if (before) return before;
  const found = [...fileReferences(tree), ...variables(tree, tokens), ...profileReferences(tree)];
  found.sort((a, b) => a.start - b.start || b.end - a.end);
  known.set(tree, found);
  return found;
}

/** The innermost occurrence around an offset, its end included. */
export function occurrenceAt(occurrences: readonly Occurrence[], offset: number): Occurrence | undefined {
  let best: Occurrence | undefined;
  for (const one of occurrences) {
    if (one.start > offset) break;
    if (offset <= one.end && (!best || one.end - one.start <= best.end - best.start)) best = one;
  }
  return best;
}

function fileReferences({ items }: PolicyFile): Occurrence[] {
  return [...walk(items)].flatMap((item): Occurrence[] => {
    if ((item.kind !== 'include' && item.kind !== 'abi') || !item.path.value) return [];
    const { start, end, value } = item.path;
    return [{ kind: 'file', name: value.trim(), role: 'reference', start, end, inner: { start, end } }];
  });
}

function variables({ items, text }: PolicyFile, tokens: readonly Token[]): Occurrence[] {
  const found: Occurrence[] = [];
  const notWords = new Set<number>();
  const add = (name: string, start: number, end: number, more: Partial<Occurrence> = {}) => {
    if (!/^[A-Za-z]\w*$/.test(name)) return;
    const from = text.indexOf(name, start);
    found.push({
      kind: 'variable',
      name,
      role: 'reference',
      start,
      end,
      inner: { start: from, end: from + name.length },
      ...more,
    });
  };
  for (const item of walk(items)) {
    if (item.kind === 'include' || item.kind === 'abi') notWords.add(item.path.start);
    const condition = item.kind === 'if' ? item.condition : item.kind === 'boolean' && item.expression;
    if (condition)
      for (const { name, start, end } of conditionReferences(condition, text)) {
        notWords.add(start);
        add(name, start, end);
      }
    if (item.kind !== 'variable' && item.kind !== 'boolean') continue;
    const { start, end } = item.nameSpan;
    notWords.add(start);
    add(item.name, start, end, { role: item.operator === '+=' ? 'addition' : 'declaration', item });
  }
  for (const { kind, start, end } of tokens) {
    if ((kind !== 'word' && kind !== 'string') || notWords.has(start)) continue;
    const word = text.slice(start, end);
    if (word.includes('@{'))
      for (const { name, at, length } of references(word)) add(name, start + at, start + at + length);
  }
  return found;
}

/** References that stand for themselves in conditions, written with braces or without. */
function* conditionReferences(expression: Expression, text: string): Generator<Span & { name: string }> {
  switch (expression.kind) {
    case 'not':
      yield* conditionReferences(expression.operand, text);
      break;
    case 'group':
      yield* conditionReferences(expression.inner, text);
      break;
    case 'and':
    case 'or':
      yield* conditionReferences(expression.left, text);
      yield* conditionReferences(expression.right, text);
      break;
    case 'boolean-ref':
    case 'defined': {
      const { start, end, name } = expression;
      // The reference is the last word of `defined @{NAME}`.
      const sigil = Math.max(text.lastIndexOf('@', end - 1), text.lastIndexOf('$', end - 1), start);
      yield { start: sigil, end, name };
    }
  }
}
