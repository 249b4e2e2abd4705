/** The lab's evidence: docs/evidence as it was when the page was built, each part fetched when it is first wanted. */
import { type Evidence, readEvidence } from '../../../shared/evidence/evidence.ts';
import { kept } from './kept.ts';

const root = '../../../docs/evidence';
// Globs, so that the page is built where there is no evidence, too.
const data = import.meta.glob<unknown>('../../../docs/evidence/evidence.json', { import: 'default' });
const report = import.meta.glob<string>('../../../docs/evidence/report.md', {
  query: '?raw',
  import: 'default',
});

/** What there is: evidence, none, or why it cannot be read, in a sentence. */
export type Found = { evidence?: Evidence; failed?: string };

/** The evidence. Never rejects; where it could not be fetched, a later call tries again. */
export const evidenceFound = kept<Found>(
  async () => {
    const load = data[`${root}/evidence.json`];
    return load ? { evidence: readEvidence(await load()) } : {};
  },
  (words) => ({ failed: words }),
);

/** The report, or why it cannot be read, in a sentence. */
export type Report = { text: string } | { failed: string };

/** The report with all texts. Never rejects; where it could not be fetched, a later call tries again. */
export const reportFetched = kept<Report>(
  async () => ({ text: (await report[`${root}/report.md`]?.()) ?? '' }),
  (words) => ({ failed: words }),
);

type Page = typeof import('./EvidencePage.tsx');

/** The page of a check. Never rejects; where it could not be fetched, a later call tries again. */
export const pageFetched = kept<Page | { failed: string }>(
  () => import('./EvidencePage.tsx'),
  (words) => ({ failed: words }),
);
