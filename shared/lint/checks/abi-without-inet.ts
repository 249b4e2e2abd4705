import type { Fix } from '../../language/types.ts';
import { hasFeature } from '../../targets/features.ts';
import { abiOf, featuresOfAbi, mediates } from '../abi.ts';
import { replace } from '../edits.ts';
import { allowedConditionals } from '../inet.ts';
import { locationOf } from '../rules.ts';
import type { Check, Finding, LintContext } from '../types.ts';

/**
 * apparmor_parser compiles conditions on addresses and ports only where kernel and abi both list
 * `network_v8/af_inet`; else it drops them, without a warning even with --warn=all. abi/3.0 and abi/4.0 do not list
 * it. False alarm: a profile that is meant to be the same on all kernels. Example: `abi <abi/4.0>,` and
 * `network inet dgram port=0 peer=(port=53),`
 */
export const abiWithoutInet: Check = {
  code: 'abi-without-inet',
  severity: 'warning',
  title: 'An abi under which conditions on addresses and ports are dropped',
  *run(context: LintContext): Generator<Finding> {
    const [first, ...others] = allowedConditionals(context);
    if (!first) return;
    const { kernel, both } = mediates(context, 'inet');
    const abi = abiOf(context);
    if (!kernel || both || !abi) return;
    const { start, end } = abi.own?.path ?? first.node;
    const many = others.length > 0 ? `these ${others.length + 1} rules` : 'this rule';
    yield {
      start,
      end,
      message: `Under “${abi.name}” the addresses and ports of network rules are dropped without a word, although the kernel of ${context.workspace.target.title} can compare them: ${many} allow${others.length > 0 ? '' : 's'} every address and port.`,
      related: [first, ...others].map((rule) => ({
        ...locationOf(context, rule),
        message: 'Its conditions are dropped.',
      })),
      fixes: fixes(context, abi.own?.path),
    };
  },
};

/** The shipped abi files that list it, as far as the target has them. */
function fixes(
  { workspace, document }: LintContext,
  path: { start: number; end: number } | undefined,
): Fix[] {
  if (!path) return [];
  return ['abi/5.0', 'abi/4.0-ip']
    .filter((name) => hasFeature(featuresOfAbi(workspace, name) ?? {}, 'network_v8/af_inet'))
    .map((name) => ({ title: `Use <${name}>`, edits: [replace(document, path, `<${name}>`)] }));
}
