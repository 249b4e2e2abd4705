import { use, useEffect, useState } from 'react';
import type { Evidence, EvidenceCheck } from '../../../shared/evidence/evidence.ts';
import { useWorkbench } from '../../store/index.ts';
import { formFor } from '../install/form.ts';
import { optionWords, otherThanRun } from './asRun.ts';
import { evidenceFound, type Found } from './load.ts';
import { differenceWords } from './words.ts';

/** The evidence of the kit that is open; nothing where it is another's. Suspends until it is there. */
export function useEvidence(): Found {
  const kit = useWorkbench((state) => state.kit?.id);
  const found = use(evidenceFound());
  return found.evidence && found.evidence.kit !== kit ? {} : found;
}

/** What a reader must know of the profile that was run: sentences, the weightiest first. */
export function useRunNotes(evidence: Evidence, checks: readonly EvidenceCheck[]): string[] {
  const [kit, state, files, target] = useWorkbench(
    (all) => [all.kit, all.state, all.files, all.target] as const,
  );
  const changed = useKitChanged(evidence);
  const form = checks.find((check) => check.form)?.form;
  const kernel = evidence.kernels[0];
  if (!kit || !state || !form || !kernel) return [];
  const local = files.some(({ role, differs }) => role === 'local' && differs);
  const differs = otherThanRun(kit, state, form, kernel.target, local);
  const own = otherThanRun(kit, state, { options: {} }, target, local).length > 0;
  const asHere = !own && formFor(kit, state, target).kind === 'recommended';
  const options = optionWords(kit, form);
  return [
    ...(options.length > 0 ? [`Run with ${options.map((words) => `“${words}”`).join(' and ')}.`] : []),
    differenceWords(differs, asHere, target),
    changed && 'The kit’s profile has changed since these runs.',
  ].filter((words): words is string => Boolean(words));
}

/** Whether the kit's profile is another than when the runs were made. */
export function useKitChanged(evidence: Evidence | undefined): boolean {
  const shipped = useWorkbench(({ files }) => files.find(({ role }) => role === 'profile')?.shipped);
  const [hash, setHash] = useState<string>();
  useEffect(() => {
    let current = true;
    // Not there where the page comes from another machine without https.
    if (shipped !== undefined && crypto.subtle)
      void sha256(shipped).then((found) => current && setHash(found));
    return () => {
      current = false;
    };
  }, [shipped]);
  return hash !== undefined && (evidence?.kernels ?? []).some(({ profile }) => profile !== hash);
}

async function sha256(text: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
