import { treePath } from '../../language/workspace.ts';
import { FeaturesError, parseFeatures } from '../../targets/features.ts';
import { featuresOfAbi } from '../abi.ts';
import type { Check, Finding, LintContext } from '../types.ts';

/**
 * libapparmor takes any text for an abi file. One that lists no features has none, and then the kernel mediates
 * nothing but files and capabilities. No false alarm is known. Example: `abi "/etc/hostname",`
 */
export const abiNotAbi: Check = {
  code: 'abi-not-abi',
  severity: 'error',
  title: 'An abi file that lists no features',
  *run({ workspace, document }: LintContext): Generator<Finding> {
    for (const item of document.tree.items) {
      if (item.kind !== 'abi' || !item.path.value.trim()) continue;
      const text = workspace.text(treePath(item.path.value.trim()));
      if (text === undefined) continue;
      // The readings of abi files are kept: only what is none is read again, for the words.
      if (Object.keys(featuresOfAbi(workspace, item.path.value.trim()) ?? {}).length > 0) continue;
      try {
        parseFeatures(text);
      } catch (error) {
        if (!(error instanceof FeaturesError)) throw error;
        yield {
          start: item.path.start,
          end: item.path.end,
          message: `“${item.path.value}” is no abi file. apparmor_parser takes any text for one and then drops every rule about networks, signals, mounts and the like, so that all of that is allowed. ${error.message}`,
        };
      }
    }
  },
};
