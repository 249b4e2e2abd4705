import { replace } from '../edits.ts';
import { isOlder } from '../parserVersion.ts';
import { accessOf, isOwn, locationOf, profilesOf } from '../rules.ts';
import type { Check, Finding, LintContext } from '../types.ts';

/**
 * default_allow is packed as mode 3, unconfined (parser/profile.h), and for an unconfined task the kernel returns
 * before it looks at any rule; only userns and io_uring are still asked. So a deny in such a profile does nothing.
 * False alarm: none known; a profile with neither rules nor includes is left alone, as it is there for its name.
 * Example: `profile example flags=(default_allow) { deny /etc/shadow r, }`
 */
export const defaultAllow: Check = {
  code: 'default-allow',
  severity: 'warning',
  title: 'A mode in which the kernel enforces none of the rules',
  *run(context: LintContext): Generator<Finding> {
    for (const profile of profilesOf(context)) {
      if (!isOwn(profile)) continue;
      const flag = profile.node.flags?.values.find(
        ({ value }) => value === 'default_allow' || value === 'unconfined',
      );
      if (!flag) continue;
      const denies = profile.rules.filter(
        (rule) => accessOf(rule) === 'deny' && !stillAsked.has(rule.node.kind),
      );
      if (denies.length === 0 && flag.value === 'unconfined') continue;
      const dead = denies.length > 0 ? ', not even those that deny' : '';
      const words = profile.node.flags!.values.length > 1 ? undefined : profile.node.flags!;
      const old = isOlder(context.workspace.target.parserVersion, '4.0');
      yield {
        start: flag.start,
        end: flag.end,
        message: `With “${flag.value}” the kernel enforces no rule of this profile${dead}: the program runs unconfined. To allow all but a few things, write “allow all,” and the deny rules, without this flag.`,
        related: denies.map((rule) => ({ ...locationOf(context, rule), message: 'This is not enforced.' })),
        ...(words && !old
          ? {
              fixes: [
                {
                  title: 'Write “allow all,” in its place',
                  edits: [
                    replace(
                      context.document,
                      { start: blanksBefore(context, words.start), end: words.end },
                      '',
                    ),
                    replace(
                      context.document,
                      { start: profile.node.body.start + 1, end: profile.node.body.start + 1 },
                      '\n  allow all,',
                    ),
                  ],
                },
              ],
            }
          : {}),
      };
    }
  },
};

const stillAsked: ReadonlySet<string> = new Set(['userns', 'io_uring']);

function blanksBefore({ document }: LintContext, start: number): number {
  let at = start;
  while (/[ \t]/.test(document.text[at - 1] ?? '')) at--;
  return at;
}
