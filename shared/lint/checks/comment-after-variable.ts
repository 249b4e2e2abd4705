import { replace } from '../edits.ts';
import { isOlder } from '../parserVersion.ts';
import type { Check, Finding, LintContext } from '../types.ts';

/**
 * apparmor_parser before 4.0 has no comments behind the values of a variable: `#` and each word of the comment
 * become values. No false alarm is known. Example, for Debian 12: `@{DIR} = /srv # where the data is`
 */
export const commentAfterVariable: Check = {
  code: 'comment-after-variable',
  severity: 'warning',
  title: 'A comment that older parsers take for values',
  *run({ workspace, document }: LintContext): Generator<Finding> {
    const { target } = workspace;
    if (!isOlder(target.parserVersion, '4.0')) return;
    const { items } = document.tree;
    for (const [at, item] of items.entries()) {
      const comment = items[at + 1];
      if (item.kind !== 'variable' || comment?.kind !== 'comment' || !comment.trailing) continue;
      if (document.lines.lineAt(comment.start) !== document.lines.lineAt(item.end)) continue;
      const lineStart = document.lines.lineStart(document.lines.lineAt(item.start));
      let from = comment.start;
      while (/[ \t]/.test(document.text[from - 1] ?? '')) from--;
      yield {
        start: comment.start,
        end: comment.end,
        message: `The parser of ${target.title}, version ${target.parserVersion}, takes each word of this comment for a value of @{${item.name}}. Put it on a line of its own.`,
        fixes: [
          {
            title: 'Put the comment on the line before',
            edits: [
              replace(document, { start: lineStart, end: lineStart }, `${comment.text}\n`),
              replace(document, { start: from, end: comment.end }, ''),
            ],
            preferred: true,
          },
        ],
      };
    }
  },
};
