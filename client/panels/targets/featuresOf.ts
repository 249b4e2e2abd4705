/** What a target's kernel mediates, of the Workbench's own targets and of one's own. */
import type { Target } from '../../../shared/api/schemas.ts';
import type { FeatureTree } from '../../../shared/targets/features.ts';
import { type OwnTarget, readOwnTarget } from '../../../shared/targets/own.ts';
import { findTarget } from '../../../shared/targets/targets.ts';
import { recallLayout } from '../../persistence/layout.ts';
import { isOwn } from '../../service/targetNames.ts';

/** The features of a target, as this page knows them. */
export function featuresOf(target: Pick<Target, 'id'>): FeatureTree | undefined {
  if (!isOwn(target.id)) return findTarget(target.id)?.features.tree;
  const definition = (recallLayout().ownTargets ?? []).find((one) => idOf(one) === target.id);
  return definition && readOwnTarget(definition).features.tree;
}

function idOf(definition: OwnTarget): string | undefined {
  try {
    return readOwnTarget(definition).id;
  } catch {
    return undefined;
  }
}

/** How the facts of a target are known, in words. */
export const sourceWords = {
  measured: { tone: 'ok', words: 'told by a kernel itself' },
  shipped: { tone: undefined, words: 'from the release’s own packages' },
  approximated: { tone: 'warn', words: 'near, but not taken from such a kernel' },
} as const;
