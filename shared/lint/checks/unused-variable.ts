import type { VariableAssignment } from '../../syntax/index.ts';
import { remove } from '../edits.ts';
import { nearestName, referencedNames } from '../names.ts';
import { filesOf, itemsOf } from '../rules.ts';
import type { Check, Finding, LintContext } from '../types.ts';

/**
 * A variable that is declared beside a profile and that nothing refers to. Files of tunables are there for others and
 * are not told. False alarm: a variable for files that are not known here. Example: `@{LOGS} = /var/log/example`
 */
export const unusedVariable: Check = {
  code: 'unused-variable',
  severity: 'warning',
  title: 'A variable that nothing refers to',
  *run(context: LintContext): Generator<Finding> {
    const { document, workspace } = context;
    const declared = document.tree.items.filter(
      (item): item is VariableAssignment => item.kind === 'variable' && item.operator !== '+=',
    );
    if (declared.length === 0 || !document.tree.items.some(({ kind }) => kind === 'profile')) return;
    const includes = itemsOf(context).some(({ kind }) => kind === 'include');
    if (includes && !workspace.hasTree) return;
    const used = referencedNames(filesOf(context).map(({ tree }) => tree.text));
    const undeclared = document.diagnostics
      .filter(({ code }) => code === 'undeclared-variable')
      .flatMap(({ start, end }) => [...referencedNames([document.text.slice(start, end)])]);
    for (const variable of declared) {
      if (used.has(variable.name)) continue;
      const meant = nearestName(variable.name, undeclared);
      yield {
        ...place(variable),
        message: `Nothing refers to @{${variable.name}}${meant ? `, while @{${meant}} is used but not declared` : ''}: the rules that were to use it are missing or name another.`,
        fixes: [{ title: 'Remove the variable', edits: [remove(document, variable)] }],
      };
    }
  },
};

function place({ nameSpan: { start, end } }: VariableAssignment): { start: number; end: number } {
  return { start, end };
}
