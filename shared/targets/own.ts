/**
 * Targets of one's own: what a kernel at hand says of itself (`aa-features-abi -x`), judged by the parser of the release
 * that it is most like. A definition has the same id wherever it is read, and is known to this process once it was told.
 */
import { FeaturesError, parseFeatures, printFeatures } from './features.ts';
import { findTarget, rememberOwn, type TargetFacts, targetFacts } from './targets.ts';

export interface OwnTarget {
  /** In the person's words. */
  title: string;
  /** Text of the dump. */
  features: string;
  /** Id of the release whose parser, policy tree and kernel version count. */
  like: string;
}

const longestTitle = 80;

/** Throws FeaturesError, with the line, for a dump that is none; Error for a title or a release that is none. */
export function readOwnTarget({ title, features, like }: OwnTarget): TargetFacts {
  const name = title.replace(/\s+/g, ' ').trim();
  if (name === '' || name.length > longestTitle)
    throw new Error(`A target needs a name of 1 to ${longestTitle} characters.`);
  const release = targetFacts.find(({ id }) => id === like);
  if (!release) throw new Error(`There is no release “${like}” that the target could be like.`);
  const tree = parseFeatures(features);
  // Any text of that form would pass: a kernel with AppArmor tells at least what it can do with files.
  for (const needed of ['file', 'policy'])
    if (typeof tree[needed] !== 'object')
      throw new FeaturesError(
        `Not what a kernel says of AppArmor: expected “${needed} {…}” in it. Take the output of “aa-features-abi -x”.`,
      );
  const { distribution, codename, kernel, parserVersion, suite } = release;
  return {
    id: `own-${digest(JSON.stringify([name, printFeatures(tree), like]))}`,
    title: name,
    distribution,
    release: release.release,
    codename,
    kernel,
    parserVersion,
    suite,
    features: {
      tree,
      source: 'measured',
      note: `Measured: what a kernel said by “aa-features-abi -x”; parser and policy tree as on ${release.title}.`,
    },
  };
}

/** As readOwnTarget, and findTarget knows it from then on. */
export function addOwnTarget(definition: OwnTarget): TargetFacts {
  const target = readOwnTarget(definition);
  rememberOwn(target);
  return findTarget(target.id)!;
}

/** Twelve hexadecimal digits, the same for the same text everywhere (FNV-1a with two seeds); not for secrets. */
function digest(text: string): string {
  const round = (seed: number) => {
    let hash = seed;
    for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
    return (hash >>> 0).toString(16).padStart(8, '0');
  };
  return (round(0x811c9dc5) + round(0x9dc5811c)).slice(0, 12);
}
