import { scopeOf } from '../../language/scope.ts';
import { references } from '../../syntax/analyse/variables.ts';
import { bodiesOf, type Item, type Span } from '../../syntax/index.ts';
import { replace } from '../edits.ts';
import { nearestName } from '../names.ts';
import type { Check, Finding, LintContext } from '../types.ts';

/**
 * A reference to a variable that is not declared, with a name close to one that is. In a file that profiles include,
 * apparmor_parser says nothing before a profile includes it.
 * No false alarm where the policy tree is known. Example: `@{HOMES}/.config r,`
 */
export const misspelledVariable: Check = {
  code: 'misspelled-variable',
  severity: 'warning',
  title: 'A variable whose name looks misspelled',
  *run({ document, workspace }: LintContext): Generator<Finding> {
    if (!workspace.hasTree || !document.text.includes('@{')) return;
    const { variables } = scopeOf(workspace, document);
    if (variables.size === 0) return;
    for (const { name, at, length } of references(document.text)) {
      if (variables.has(name) || automatic.has(name)) continue;
      const span = { start: at, end: at + length };
      const meant = nearestName(name, variables.keys());
      if (!meant || !isCode(document.tree.items, span)) continue;
      yield {
        ...span,
        message: `There is no variable @{${name}}; perhaps @{${meant}} is meant.`,
        fixes: [
          {
            title: `Change to @{${meant}}`,
            edits: [replace(document, span, `@{${meant}}`)],
            preferred: true,
          },
        ],
      };
    }
  },
};

/** Set by apparmor_parser for each profile. */
const automatic: ReadonlySet<string> = new Set(['profile_name', 'attach_path', 'exec_path']);

/** Whether a place is not in a comment. */
function isCode(items: readonly Item[], place: Span): boolean {
  const item = items.find(({ start, end }) => start <= place.start && place.end <= end);
  if (!item) return true;
  if (item.kind === 'comment') return false;
  return bodiesOf(item).every(({ items: inner }) => isCode(inner, place));
}
