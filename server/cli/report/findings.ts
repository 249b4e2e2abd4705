/** What a check reports, whatever form it is printed in. */
import type { Diagnostic } from '../../../shared/api/schemas.ts';
import type { KitAnswer } from '../../../shared/kits/answers.ts';
import { checkFacts } from '../../../shared/lint/index.ts';
import type { Standing } from '../../../shared/policy/requirements.ts';

/** A finding as `--format json` prints it: in the file it is listed under. */
export type Finding = Omit<Diagnostic, 'file'> & {
  /** Where the kit that the check is for answers for it: it is known and meant. */
  answer?: KitAnswer;
};

export interface CheckedFile {
  /** As it was named on the command line. */
  path: string;
  ok: boolean;
  diagnostics: Finding[];
  /** Where any were asked. */
  requirements?: RequirementsOn[];
}

/** How the requirements that came together stand on a target. */
export interface RequirementsOn {
  /** `the kit rustnet`, or the name of a file. */
  from: string;
  target: string;
  /** What was judged: the text as it is, or the form that the kit recommends for the target. */
  form: 'text' | 'portable';
  /** Absent where there was no policy to ask. */
  results?: {
    id: string;
    title: string;
    want: 'allow' | 'deny';
    /** In enforce mode. */
    verdict: 'allow' | 'deny';
    standing: Standing;
  }[];
  /** Why there was none, in one sentence. */
  reason?: string;
}

/** What there is to do something about, and what the kit answers for. */
export function partAnswered(diagnostics: readonly Finding[]): { open: Finding[]; answered: Finding[] } {
  return {
    open: diagnostics.filter(({ answer }) => !answer),
    answered: diagnostics.filter(({ answer }) => answer),
  };
}

export function isError({ severity }: Pick<Finding, 'severity'>): boolean {
  return severity === 'error';
}

const checks: ReadonlySet<string> = new Set(checkFacts.map(({ code }) => code));

/** Where the page about a check stands; the other findings have none of their own. */
export function pageOf({ source, code }: Pick<Finding, 'source' | 'code'>): string | undefined {
  return (source === 'lint' || source === 'policy') && checks.has(code)
    ? `docs/checks/${code}.md`
    : undefined;
}
