/** What a check is: a pure function from a policy to findings. */
import type { Fix, Location } from '../language/types.ts';
import type { PolicyDocument, Workspace } from '../language/workspace.ts';
import type { Severity, Span } from '../syntax/index.ts';

export interface LintContext {
  workspace: Workspace;
  /** The file that is checked; findings lie in it. */
  document: PolicyDocument;
}

export interface Finding extends Span {
  /** One or two sentences that a newcomer understands: what is wrong, and what comes of it. */
  message: string;
  /** Other places that belong to it, such as the rule that another one kills. */
  related?: (Location & { message: string })[];
  fixes?: Fix[];
  /** Where it differs from the check's own. */
  severity?: Severity;
}

export interface CheckFacts {
  /** Kebab-case; the page `docs/checks/CODE.md` tells about it. */
  code: string;
  severity: Severity;
  /** A few words for lists. */
  title: string;
}

/** A check stands in a file of its own, named as its code. */
export interface Check extends CheckFacts {
  run(context: LintContext): Iterable<Finding>;
}

/** A finding as it is reported. */
export interface LintDiagnostic extends Finding {
  code: string;
  severity: Severity;
}
