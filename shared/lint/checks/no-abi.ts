import type { Fix } from '../../language/types.ts';
import type { PolicyDocument } from '../../language/workspace.ts';
import { abiOf } from '../abi.ts';
import { itemsOf } from '../rules.ts';
import type { Check, Finding, LintContext } from '../types.ts';

/**
 * A file of profiles that says nothing about the abi it was written for. apparmor_parser then takes what its
 * configuration pins, or else an old set of features, in which network rules and more are missing.
 * No false alarm is known. Example: a file that begins with `profile example {`
 */
export const noAbi: Check = {
  code: 'no-abi',
  severity: 'warning',
  title: 'A profile without an abi',
  *run(context: LintContext): Generator<Finding> {
    const { document } = context;
    if (document.within === 'profile') return;
    let profile: { start: number; end: number } | undefined;
    for (const item of itemsOf(context)) {
      if (item.kind === 'abi') return;
      if (item.kind === 'profile') profile ??= item.header;
    }
    if (!profile || abiOf(context)) return;
    const { start, end } = profile;
    yield {
      start,
      end,
      message:
        'This file does not say which abi it was written for. apparmor_parser then chooses: on some systems an old one, with which network rules and others do not count.',
      fixes: abisOf(context).map((name) => insertion(document, name)),
    };
  },
};

/** The usual one of the target first, a newer one after. */
function abisOf({ workspace }: LintContext): string[] {
  const major = Number.parseInt(workspace.target.parserVersion, 10);
  const names = major >= 5 ? ['abi/4.0', 'abi/5.0'] : major === 4 ? ['abi/4.0'] : ['abi/3.0'];
  const there = names.filter((name) => !workspace.hasTree || workspace.text(name) !== undefined);
  return there.length > 0 ? there : ['abi/3.0'];
}

/** Before the first line that is no comment. */
function insertion({ path, tree, lines }: PolicyDocument, name: string): Fix {
  const first = tree.items.find(({ kind }) => kind !== 'comment');
  const at = lines.lineStart(lines.lineAt(first?.start ?? 0));
  return { title: `Declare <${name}>`, edits: [{ path, start: at, end: at, text: `abi <${name}>,\n\n` }] };
}
