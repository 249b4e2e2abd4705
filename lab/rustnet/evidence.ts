/** The report as data, for the page: which check passed on which kernel, and where the report tells of it. */
import { createHash } from 'node:crypto';
import type { Evidence, EvidenceCheck, EvidenceKernel, EvidenceRun } from '../../shared/evidence/evidence.ts';
import type { Check, KernelRuns } from './checks.ts';

export interface Runs {
  runs: KernelRuns[];
  missing: { kernel: string; reason: string }[];
  short: boolean;
}

/** Where the report has a check. */
export const anchorOf = ({ kernel }: Pick<KernelRuns, 'kernel'>, { id }: Pick<Check, 'id'>): string =>
  `${kernel.replace(/\W/g, '-')}-${id}`;

export const commandOf = (short: boolean): string => `npm run lab -- rustnet${short ? ' --short' : ''}`;

/** The evidence of some runs that ended at a time. */
export function evidenceOf({ runs, missing, short }: Runs, madeAt: Date): Evidence {
  const ids = [...new Set(runs.flatMap(({ checks }) => checks.map(({ id }) => id)))];
  return {
    version: 1,
    kit: 'rustnet',
    command: commandOf(short),
    madeAt: `${madeAt.toISOString().slice(0, 19)}Z`,
    kernels: runs.map(kernelOf),
    missing,
    checks: ids.map((id) => checkOf(id, runs)),
  };
}

function kernelOf({ kernel, release, target, facts, rustnet, seconds, shipped }: KernelRuns): EvidenceKernel {
  const said = facts.map(({ text }) => /^AppArmor parser version (\S+)/m.exec(text)?.[1]);
  return {
    id: kernel,
    release,
    target,
    parser: said.find((version) => version !== undefined) ?? 'unknown',
    program: rustnet,
    seconds,
    profile: createHash('sha256').update(shipped).digest('hex'),
  };
}

function checkOf(id: string, runs: KernelRuns[]): EvidenceCheck {
  const found = runs.flatMap((run) =>
    run.checks.filter((check) => check.id === id).map((check) => [run, check] as const),
  );
  const [, { title, criterion, form }] = found[0]!;
  return {
    id,
    title,
    criterion: String(criterion),
    form,
    runs: found.map(([run, check]): EvidenceRun => {
      const { outcome, note } = check;
      const pictures = check.pictures.map(({ name, caption }) => ({
        path: `${run.kernel}/${name}.png`,
        text: `${run.kernel}/${name}.txt`,
        caption,
      }));
      return { kernel: run.kernel, outcome, note, anchor: anchorOf(run, check), pictures };
    }),
  };
}
