/** What the lab's runs came to, in words. */
import { type Evidence, type EvidenceCheck, kernelVersion } from '../../../shared/evidence/evidence.ts';

/** How a check went on each kernel: `Linux 6.12 passed · 7.2 passed`. */
export function outcomeWords({ kernels }: Evidence, { runs }: EvidenceCheck): string {
  const each = kernels.map((kernel) => {
    const outcome = runs.find((run) => run.kernel === kernel.id)?.outcome ?? 'not run';
    return `${kernelVersion(kernel)} ${outcome}`;
  });
  return each.length > 0 ? `Linux ${each.join(' · ')}` : 'not run';
}

/** Whether a check passed wherever it was run, and was run at all. */
export const passed = ({ runs }: EvidenceCheck): boolean =>
  runs.length > 0 && runs.every(({ outcome }) => outcome === 'passed');

/** What differs between the open text and what was run, as a sentence; undefined where nothing does. */
export function differenceWords(differs: readonly string[], recommendedHere: boolean, target: string) {
  if (differs.length === 0) return undefined;
  const what = differs.map((title) => `“${title}”`).join(', ');
  return recommendedHere
    ? `Shown for the kit’s form for those kernels; the form for ${target}, which is open here, has another choice at ${what}.`
    : `Shown for the kit’s profile as shipped, not for your edits: ${what}.`;
}
