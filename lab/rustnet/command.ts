/** `npm run lab -- rustnet`: the real rustnet under its profile, on real kernels, with a report. */
import { isAbsolute, join } from 'node:path';
import { ToolchainError } from '../../server/toolchains/index.ts';
import { checkoutRoot } from '../../server/toolchains/places.ts';
import type { LabKernel } from '../kernels.ts';
import { LabError } from '../machine.ts';
import { rustnetBinary } from './binary.ts';
import { type Report, writeReport } from './report.ts';
import { type Part, runKernel } from './run.ts';
import { computed } from './scenes/computed.ts';

export interface RustnetOptions {
  kernels: LabKernel[];
  /** One minute a capture. */
  short: boolean;
  parts: Part[];
  /** Options to leave out, all where none is named. */
  options: string[];
  /** Seconds of a capture where they are said. */
  seconds?: number | undefined;
  rustnet?: string | undefined;
  /** Where the report goes. */
  out: string;
  onProgress: (line: string) => void;
}

/** Runs everything and writes the report. True where every check passed on every kernel. Throws LabError. */
export async function rustnetRuns({
  kernels,
  short,
  parts,
  options: left,
  seconds,
  rustnet,
  out,
  onProgress,
}: RustnetOptions): Promise<boolean> {
  const binary = await rustnetBinary(rustnet, onProgress);
  const report: Report = { runs: [], computed: undefined, missing: [], short };
  const options = { seconds: seconds ?? (short ? 60 : 300), parts, options: left, onProgress };
  await Promise.all(
    kernels.map(async (kernel) => {
      try {
        report.runs.push(await runKernel(kernel, binary, options));
      } catch (error) {
        // One kernel that cannot be run is no reason to lose the others' report.
        if (!(error instanceof LabError || error instanceof ToolchainError)) throw error;
        report.missing.push({ kernel: kernel.id, reason: error.message });
        onProgress(`[${kernel.id}] not run: ${error.message}`);
      }
    }),
  );
  report.runs.sort((one, other) => one.kernel.localeCompare(other.kernel));
  if (parts.includes('runs')) report.computed = await computed();
  const directory = isAbsolute(out) ? out : join(checkoutRoot(), out);
  await writeReport(directory, report, onProgress);
  onProgress(`The report is ${join(directory, 'report.md')}.`);
  return (
    report.missing.length === 0 &&
    report.runs.every(({ checks }) => checks.every(({ outcome }) => outcome === 'passed'))
  );
}
