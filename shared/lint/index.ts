/** The security checks: what a profile allows beyond what its author may have meant, and rules that do nothing. */
import type { Workspace } from '../language/workspace.ts';
import { silence } from './ignore.ts';
import { checks, knownCodes } from './table.ts';
import type { LintDiagnostic } from './types.ts';

export { checkFacts } from './table.ts';
export type { CheckFacts, Finding, LintDiagnostic } from './types.ts';

/**
 * Runs every check over a file, and leaves out what `# aa-workbench: ignore CODE (reason)` silences. Never throws;
 * the file is read together with what it includes, as far as the workspace's tree knows that.
 * @returns the findings in order of place; none where there is no such file
 */
export function lint(workspace: Workspace, path: string): LintDiagnostic[] {
  const document = workspace.document(path);
  if (!document) return [];
  const context = { workspace, document };
  const found: LintDiagnostic[] = [];
  for (const { code, severity, run } of checks)
    for (const finding of run(context))
      found.push({ ...finding, severity: finding.severity ?? severity, code });
  return silence(document, found, knownCodes).sort((a, b) => a.start - b.start || a.end - b.end);
}
