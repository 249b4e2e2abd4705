import { replace } from '../edits.ts';
import { isOlder } from '../parserVersion.ts';
import { accessOf, ownRules } from '../rules.ts';
import type { Check, Finding, LintContext } from '../types.ts';

/**
 * A hard link gives a file a second path, and rules look at paths. `l` among a path's permissions makes the kernel
 * compare what both paths allow; `link` without `subset` does not. The parsers ask for that with the permissions of
 * the owner only, so it holds for files that belong to the user. And parsers before 5.0 leave out the target
 * of `PATH l -> TARGET`. False alarm: none for the target; a link rule whose target is as narrow as its path is left
 * alone. Examples: `link /tmp/* -> /**,` and, before 5.0, `/a l -> /b,`
 */
export const linkRule: Check = {
  code: 'link-rule',
  severity: 'warning',
  title: 'A link rule that allows more than it says',
  *run(context: LintContext): Generator<Finding> {
    const { title, parserVersion } = context.workspace.target;
    for (const kind of ['link', 'file'] as const)
      for (const rule of ownRules(context, kind)) {
        const { node } = rule;
        if (node.target === undefined || accessOf(rule) !== 'allow') continue;
        if (node.kind === 'link' && !node.subset && wide(node.target?.value))
          yield {
            start: node.start,
            end: node.end,
            message:
              'Through this the program can give any file a second path that the profile allows more at, and then read or write it there. Name the targets. With subset the new path must not allow more than the old one, for files that belong to the user.',
            fixes: [
              {
                title: 'Write link subset',
                edits: [replace(context.document, wordLink(context, node), 'link subset')],
                preferred: true,
              },
            ],
          };
        if (
          node.kind === 'file' &&
          node.target &&
          node.path &&
          /^l$/i.test(node.perms?.value ?? '') &&
          isOlder(parserVersion, '5.0')
        ) {
          const prefix = context.document.text.slice(node.start, node.prefix?.end ?? node.start);
          yield {
            start: node.target.start,
            end: node.target.end,
            message: `The parser of ${title}, version ${parserVersion}, leaves out this target: the program may link to any file that has at least the permissions of ${node.path.raw}. Write it as a link rule.`,
            fixes: [
              {
                title: 'Write it as a link rule',
                edits: [
                  replace(
                    context.document,
                    node,
                    `${prefix}${prefix ? ' ' : ''}link subset ${node.path.raw} -> ${node.target.raw},`,
                  ),
                ],
                preferred: true,
              },
            ],
          };
        }
      }
  },
};

function wide(target: string | undefined): boolean {
  return target === undefined || /^\/?\*\*$|^\/\{,\*\*\}$/.test(target);
}

function wordLink(
  { document }: LintContext,
  { start, end, prefix }: { start: number; end: number; prefix?: { end: number } },
) {
  const from = document.text.slice(0, end).indexOf('link', prefix?.end ?? start);
  return { start: from, end: from + 'link'.length };
}
