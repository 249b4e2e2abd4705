/** What a check reports, whatever form it is printed in. */
import type { Diagnostic } from '../../../shared/api/schemas.ts';

/** A finding as `--format json` prints it: in the file it is listed under. */
export type Finding = Omit<Diagnostic, 'file'>;

export interface CheckedFile {
  /** As it was named on the command line. */
  path: string;
  ok: boolean;
  diagnostics: Finding[];
}

export function isError({ severity }: Pick<Finding, 'severity'>): boolean {
  return severity === 'error';
}

/** Where the page about a check stands; the other findings have none of their own. */
export function pageOf({ source, code }: Pick<Finding, 'source' | 'code'>): string | undefined {
  return source === 'lint' ? `docs/checks/${code}.md` : undefined;
}
