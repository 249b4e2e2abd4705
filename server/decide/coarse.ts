/** What a release cannot tell apart, whatever its policy says. */
import { type Kernel, kernelOf } from '../../shared/policy/kernel.ts';
import type { Request } from '../../shared/policy/requests.ts';
import { hasFeature, parseFeatures } from '../../shared/targets/features.ts';
import type { TargetFacts } from '../../shared/targets/targets.ts';
import { treeOf } from '../policyTree.ts';
import { readWholeTree } from '../wholePolicyTree.ts';

/** Whether a release leaves out of account what a request says of addresses. */
export async function coarseOn(target: TargetFacts): Promise<(request: Request) => boolean> {
  const kernel = kernelOf(target.kernel, target.features.tree);
  const addresses = kernel.inetAddresses && (await anAbiKnowsAddresses(target.id));
  return (request) => isCoarse(request, kernel, addresses);
}

function isCoarse(request: Request, kernel: Kernel, inetAddresses: boolean): boolean {
  if (request.op === 'network')
    return !inetAddresses && (request.peer !== undefined || request.local !== undefined);
  if (request.op === 'unix')
    return (
      kernel.unixAddresses === 'no' &&
      (request.addr !== undefined || request.peerAddr !== undefined || request.peer !== undefined)
    );
  return false;
}

/** By the directory of the tree: its abi files do not change while the service runs. */
const known = new Map<string, Promise<boolean>>();

/**
 * A kernel compares addresses only for a policy whose abi lists them. Ubuntu 24.04's kernel does, but no abi file that
 * it ships: there the conditions are left out in silence, as on kernels that cannot compare them.
 */
async function anAbiKnowsAddresses(targetId: string): Promise<boolean> {
  const base = await treeOf(targetId);
  const found =
    known.get(base) ??
    readWholeTree(base).then(({ files }) =>
      files.some(({ path, text }) => path.startsWith('abi/') && listsAddresses(text)),
    );
  known.set(base, found);
  return found;
}

function listsAddresses(text: string): boolean {
  try {
    const features = parseFeatures(text);
    return hasFeature(features, 'network_v8/af_inet') || hasFeature(features, 'network_v9/af_inet');
  } catch {
    return false;
  }
}
