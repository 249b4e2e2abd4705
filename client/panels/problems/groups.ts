/** The order of the Problems list: by file, in a file by severity, and then by place. */
import type { Severity } from '../../../shared/syntax/diagnostics.ts';
import type { Problem } from '../../store/types.ts';

const rank: Record<Severity, number> = { error: 0, warning: 1, info: 2, hint: 2 };

export interface ProblemGroup {
  file: string;
  problems: Problem[];
}

/** Groups in the order in which their files first come in the list; what is alike keeps its order. */
export function groupProblems(problems: readonly Problem[]): ProblemGroup[] {
  const groups = new Map<string, Problem[]>();
  for (const problem of problems) {
    const group = groups.get(problem.file);
    if (group) group.push(problem);
    else groups.set(problem.file, [problem]);
  }
  return [...groups].map(([file, own]) => ({
    file,
    problems: own.sort((a, b) => rank[a.severity] - rank[b.severity]),
  }));
}
