import { treePath } from '../../language/workspace.ts';
import { replace } from '../edits.ts';
import { itemsOf } from '../rules.ts';
import type { Check, Finding, LintContext } from '../types.ts';

/**
 * An abi file that the target does not have: apparmor_parser refuses the whole file.
 * No false alarm where the target's policy tree is known. Example: `abi <abi/4.0>,` for Debian 12
 */
export const abiNotOnTarget: Check = {
  code: 'abi-not-on-target',
  severity: 'warning',
  title: 'An abi that the target does not have',
  *run(context: LintContext): Generator<Finding> {
    const { workspace, document } = context;
    const { title, parserVersion } = workspace.target;
    for (const item of itemsOf(context)) {
      if (item.kind !== 'abi' || item.path.form !== 'magic') continue;
      const name = treePath(item.path.value.trim());
      const since = sinceOf(name);
      // Of other files only the tree can tell.
      if (since === undefined || isThere(context, name)) continue;
      const others = shipped.map(([version]) => `abi/${version}`).filter((each) => isThere(context, each));
      const { start, end } = item.path;
      yield {
        start,
        end,
        message: `“${name}” comes with AppArmor ${since}; ${title} has ${parserVersion} without it, and refuses the whole file.`,
        fixes: others.reverse().map((other, at) => ({
          title: `Use <${other}>`,
          edits: [replace(document, item.path, `<${other}>`)],
          ...(at === 0 ? { preferred: true as const } : {}),
        })),
      };
    }
  },
};

/** The abi files that AppArmor ships, and the first version with them. */
const shipped: readonly (readonly [version: string, since: number])[] = [
  ['3.0', 3],
  ['4.0', 4],
  ['4.0-ip', 5],
  ['5.0', 5],
];

function sinceOf(name: string): string | undefined {
  const found = shipped.find(([version]) => name === `abi/${version}`);
  return found ? `${found[1]}.0` : undefined;
}

function isThere({ workspace }: LintContext, name: string): boolean {
  if (workspace.hasTree) return workspace.text(name) !== undefined;
  const since = shipped.find(([version]) => name === `abi/${version}`)![1];
  return Number.parseInt(workspace.target.parserVersion, 10) >= since;
}
