/** The lab's evidence: docs/evidence as it was when the page was built, each part fetched when it is first wanted. */
import { type Evidence, readEvidence } from '../../../shared/evidence/evidence.ts';

const root = '../../../docs/evidence';
// Globs, so that the page is built where there is no evidence, too.
const data = import.meta.glob<unknown>('../../../docs/evidence/evidence.json', { import: 'default' });
const report = import.meta.glob<string>('../../../docs/evidence/report.md', {
  query: '?raw',
  import: 'default',
});

/** What there is: evidence, none, or why it cannot be read, in a sentence. */
export type Found = { evidence?: Evidence; failed?: string };

let found: Promise<Found> | undefined;

/** The evidence. Never rejects; where it could not be fetched, the next call tries again. */
export function evidenceFound(): Promise<Found> {
  found ??= find();
  return found;
}

async function find(): Promise<Found> {
  const load = data[`${root}/evidence.json`];
  if (!load) return {};
  try {
    return { evidence: readEvidence(await load()) };
  } catch (error) {
    found = undefined;
    return { failed: (error as Error).message };
  }
}

/** The report, or why it cannot be read, in a sentence. */
export type Report = { text: string } | { failed: string };

let fetched: Promise<Report> | undefined;

/** The report with all texts. Never rejects; where it could not be fetched, the next call tries again. */
export function reportFetched(): Promise<Report> {
  fetched ??= fetchReport();
  return fetched;
}

async function fetchReport(): Promise<Report> {
  try {
    return { text: (await report[`${root}/report.md`]?.()) ?? '' };
  } catch (error) {
    fetched = undefined;
    return { failed: (error as Error).message };
  }
}
