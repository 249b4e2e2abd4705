/** What may be written at a place: told from what the statement at the caret has so far. */
import { type Caret, complete, fromWords, type Suggestion } from './completion/caret.ts';
import { fileRule } from './completion/files.ts';
import { header } from './completion/header.ts';
import { includes } from './completion/includes.ts';
import { paths } from './completion/paths.ts';
import { conditionedRule } from './completion/rules.ts';
import { beginnings, prefixLength } from './completion/start.ts';
import { statementAt } from './completion/statement.ts';
import { openVariable, variables } from './completion/variables.ts';
import { scopeOf } from './scope.ts';
import type { Completion } from './types.ts';
import type { PolicyDocument, Workspace } from './workspace.ts';

/** In the order to be shown: by rank, then by label. Empty where nothing is known to fit. */
export function completion(workspace: Workspace, document: PolicyDocument, offset: number): Completion[] {
  const statement = statementAt(document.tree, document.within, offset);
  if (!statement) return [];
  const { length } = prefixLength(statement.pieces);
  const caret: Caret = {
    ...statement,
    workspace,
    document,
    offset,
    scope: () => scopeOf(workspace, document),
    rest: statement.pieces.slice(length),
  };
  return sorted(complete(caret, suggestions(caret)));
}

function suggestions(caret: Caret): Suggestion[] {
  const { rest, place } = caret;
  const first = rest[0];
  const assigned =
    place === 'file' && /^[@$]/.test(first?.text ?? '') && /^[+?:]?=$/.test(rest[1]?.text ?? '');
  if (openVariable(caret) !== undefined && (place === 'profile' || first || assigned))
    return variables(caret);
  if (!first) return beginnings(caret);
  const after = rest.slice(1);
  switch (first.text) {
    case 'include':
    case '#include':
      return includes(caret, 'include');
    case 'abi':
      return includes(caret, 'abi');
    case 'profile':
    case 'hat':
      return header(caret, after);
    case 'if':
    case 'else':
      return condition(caret, after);
    case 'alias':
      return after.at(-1)?.text === '->' || after.length === 0 ? paths(caret) : [];
    case 'file':
      return fileRule(caret, after);
  }
  if (first.text.startsWith('^')) return header(caret, rest);
  if (place === 'file') return assigned ? values(caret, first.text) : header(caret, rest);
  return conditionedRule(caret, first.text, after) ?? fileRule(caret, rest);
}

/** Values of a variable or a boolean. */
function values(caret: Caret, name: string): Suggestion[] {
  if (name.startsWith('$')) return fromWords({ true: '', false: '' });
  return [
    ...paths(caret),
    ...variables(caret, caret.word.start).map((one): Suggestion => ({ ...one, rank: 10 })),
  ];
}

function condition(caret: Caret, after: Caret['rest']): Suggestion[] {
  if (after.at(-1)?.text === 'defined') return variables(caret, caret.word.start);
  return [
    ...fromWords(
      {
        defined: 'whether a variable is declared',
        not: 'the opposite',
        and: 'both',
        or: 'either',
        in: 'one of the values',
      },
      { kind: 'keyword' },
    ),
    ...variables(caret, caret.word.start).map((one): Suggestion => ({ ...one, rank: 10 })),
  ];
}

/** By rank, then by label; each label once. */
function sorted(found: Completion[]): Completion[] {
  found.sort((a, b) => (a.rank ?? 0) - (b.rank ?? 0) || (a.label < b.label ? -1 : a.label > b.label ? 1 : 0));
  const seen = new Set<string>();
  return found.filter(({ label }) => !seen.has(label) && seen.add(label));
}
