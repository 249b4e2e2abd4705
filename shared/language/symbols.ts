/** The outline of a file: declarations, profiles with their children, conditions and blocks. */
import { bodiesOf, type Item, type Profile, type Span } from '../syntax/index.ts';
import type { DocumentSymbol } from './types.ts';
import type { PolicyDocument } from './workspace.ts';

/** Symbols in the order of the text, children inside their parents. */
export function symbols(document: PolicyDocument): DocumentSymbol[] {
  return symbolsOf(document.tree.items, document.text, false);
}

function symbolsOf(items: readonly Item[], text: string, inProfile: boolean): DocumentSymbol[] {
  return items.flatMap((item): DocumentSymbol[] => {
    const { start, end } = item;
    const leaf = (kind: DocumentSymbol['kind'], name: string, selection: Span, detail?: string) => [
      {
        kind,
        name,
        start,
        end,
        selection: { start: selection.start, end: selection.end },
        ...(detail ? { detail } : {}),
        children: [],
      },
    ];
    switch (item.kind) {
      case 'abi':
        return leaf('abi', item.path.value, item.path);
      case 'include':
        return leaf('include', item.path.value, item.path, item.ifExists ? 'if it exists' : undefined);
      case 'variable':
        return leaf('variable', `@{${item.name}}`, item.nameSpan, values(item.values));
      case 'boolean':
        return leaf('boolean', `\${${item.name}}`, item.nameSpan, shortened(item.value.value));
      case 'profile':
        return [profile(item, text, inProfile)];
      case 'if':
      case 'block': {
        const children = bodiesOf(item).flatMap((body) => symbolsOf(body.items, text, inProfile));
        const head = text.slice(start, item.body.start).trim().replace(/\s+/g, ' ');
        const selection = { start, end: item.body.start > start ? item.body.start : start + 1 };
        return [{ kind: 'group', name: shortened(head) || '{ }', start, end, selection, children }];
      }
      default:
        return [];
    }
  });
}

function profile(item: Profile, text: string, inProfile: boolean): DocumentSymbol {
  const { keyword, name, header, attachment, flags, start, end } = item;
  const hat = keyword === 'hat' || keyword === 'caret';
  const detail = [
    attachment?.value,
    flags && `(${flags.values.map(({ value }) => value).join(', ')})`,
    rules(count(item.body.items)),
  ];
  const selection = name ?? header;
  return {
    kind: hat ? 'hat' : inProfile ? 'child' : 'profile',
    name: `${hat ? '^' : ''}${name?.value ?? '(no name)'}`,
    detail: detail.filter(Boolean).join(' · '),
    start,
    end,
    selection: { start: selection.start, end: selection.end },
    children: symbolsOf(item.body.items, text, true),
  };
}

/** Rules of a profile's own, those of blocks and conditions among them, those of children and includes not. */
function count(items: readonly Item[]): number {
  let found = 0;
  for (const item of items) {
    if (item.kind === 'if' || item.kind === 'block')
      for (const body of bodiesOf(item)) found += count(body.items);
    else if (isRule(item)) found++;
  }
  return found;
}

const notRules: ReadonlySet<Item['kind']> = new Set([
  'comment',
  'abi',
  'include',
  'variable',
  'boolean',
  'alias',
  'profile',
  'if',
  'block',
  'raw',
]);

/** Whether an item is a rule in itself. */
export function isRule({ kind }: Item): boolean {
  return !notRules.has(kind);
}

/** `1 rule`, `42 rules`. */
export function rules(amount: number): string {
  return `${amount} ${amount === 1 ? 'rule' : 'rules'}`;
}

function values(words: readonly { value: string }[]): string {
  return shortened(words.map(({ value }) => value).join(' '));
}

function shortened(words: string): string {
  return words.length > 60 ? `${words.slice(0, 59)}…` : words;
}
