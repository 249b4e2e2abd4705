import { type PolicyDocument, treePath } from '../../language/workspace.ts';
import type { Profile } from '../../syntax/index.ts';
import { itemsOf } from '../rules.ts';
import type { Check, Finding, LintContext } from '../types.ts';

/**
 * A profile that administrators cannot add to without changing the packaged file. Told for the outermost profiles of
 * a file in which nothing of local/ is included. False alarm: a profile that is nobody else's.
 * Example: a file `usr.bin.example` without `include if exists <local/usr.bin.example>`
 */
export const missingLocalInclude: Check = {
  code: 'missing-local-include',
  severity: 'hint',
  title: 'No include for local additions',
  *run(context: LintContext): Generator<Finding> {
    const { document } = context;
    if (document.within === 'profile' || document.path.includes('/')) return;
    for (const item of itemsOf(context))
      if (item.kind === 'include' && /^local\b/.test(treePath(item.path.value))) return;
    for (const profile of document.tree.items)
      if (profile.kind === 'profile' && profile.body.closed)
        yield {
          start: profile.header.start,
          end: profile.header.end,
          message: `Nothing of local/ is included here. With “include if exists <local/${document.path}>” an administrator can add rules in a file of their own, which updates of this one leave alone.`,
          fixes: [{ title: `Include <local/${document.path}>`, edits: [insertion(document, profile)] }],
        };
  },
};

/** On a line of its own before the closing brace, set in as that brace is and two spaces more. */
function insertion({ path, text, lines }: PolicyDocument, { body }: Profile) {
  const brace = body.end - 1;
  const lineStart = lines.lineStart(lines.lineAt(brace));
  const before = text.slice(lineStart, brace);
  const statement = `include if exists <local/${path}>`;
  return /^[ \t]*$/.test(before)
    ? { path, start: lineStart, end: lineStart, text: `${before}  ${statement}\n` }
    : { path, start: brace, end: brace, text: `\n  ${statement}\n` };
}
