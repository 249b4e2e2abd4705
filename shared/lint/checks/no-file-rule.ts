import { isOlder } from '../parserVersion.ts';
import { isOwn, profilesOf } from '../rules.ts';
import type { Check, Finding, LintContext } from '../types.ts';

/**
 * Without any rule about files the compiled policy has no part for them. Kernels 6.12 and 7.x then refuse stat() of
 * every path, which any other profile allows; 6.1 does not. One file rule, even a deny, brings it back.
 * False alarm: a profile for a program that touches no file. Example: `profile example { network inet stream, }`
 */
export const noFileRule: Check = {
  code: 'no-file-rule',
  severity: 'info',
  title: 'A profile without a rule about files',
  *run(context: LintContext): Generator<Finding> {
    const { workspace } = context;
    if (isOlder(workspace.target.kernel, '6.12')) return;
    for (const profile of profilesOf(context)) {
      const { node } = profile;
      if (!isOwn(profile) || node.header.end === 0 || profile.rules.length === 0) continue;
      if (node.flags?.values.some(({ value }) => value === 'unconfined' || value === 'default_allow'))
        continue;
      if (profile.rules.some(({ node: { kind } }) => aboutFiles.has(kind))) continue;
      if (!workspace.hasTree && node.body.items.some(({ kind }) => kind === 'include')) continue;
      const place = node.name ?? node.header;
      yield {
        start: place.start,
        end: place.end,
        message: `This profile has no rule about files, and then the kernel of ${workspace.target.title} refuses even to say whether a file exists. Any file rule brings that back, such as the ones of abstractions/base.`,
      };
    }
  },
};

/** Kinds that give the compiled policy a part about files; change_profile and hats are kept there too. */
const aboutFiles: ReadonlySet<string> = new Set(['file', 'link', 'all', 'change_profile', 'hat-ref', 'raw']);
