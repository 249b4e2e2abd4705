/** Boots a kernel with rustnet in it and goes through the scenes. */
import { join } from 'node:path';
import { loadKit } from '../../server/kits.ts';
import { checkoutRoot } from '../../server/toolchains/places.ts';
import { findTarget } from '../../shared/targets/targets.ts';
import type { LabKernel } from '../kernels.ts';
import { LabError } from '../machine.ts';
import { userLand } from '../packages.ts';
import { bootLab } from '../session.ts';
import type { RustnetBinary } from './binary.ts';
import type { KernelRuns } from './checks.ts';
import { rustnetRoot, userLandPackages } from './root.ts';
import { capture } from './scenes/capture.ts';
import { facts } from './scenes/facts.ts';
import { forbidden, forbiddenNetwork } from './scenes/forbidden.ts';
import { noNames, otherNames, socketNames } from './scenes/names.ts';
import { withoutOptions } from './scenes/options.ts';
import { Stage } from './stage.ts';

export type Part = 'runs' | 'options';

export interface RunOptions {
  /** Seconds of each capture. */
  seconds: number;
  /** The criteria's runs; each option of the kit left out once. */
  parts: Part[];
  /** Only these options are left out; all that the kit recommends where none is named. */
  options: string[];
  onProgress: (line: string) => void;
}

/** All runs on one kernel. Throws LabError or ToolchainError with one sentence. */
export async function runKernel(
  kernel: LabKernel,
  rustnet: RustnetBinary,
  { seconds, parts, options, onProgress }: RunOptions,
): Promise<KernelRuns> {
  const say = (line: string) => onProgress(`[${kernel.id}] ${line}`);
  const root = await userLand('rustnet', kernel.suite, userLandPackages, { onProgress: say });
  const started = Date.now();
  const session = await bootLab(kernel, {
    onProgress: say,
    memoryMiB: 1024,
    archive: (files) => rustnetRoot({ kernel: files, userLand: root, rustnet: rustnet.path }),
  });
  try {
    const stage = new Stage(session, kernel.target, seconds, say);
    say(`Linux ${session.release} is up.`);
    const starts = await stage.shell(
      'for try in 1 2 3 4 5 6 7 8 9; do [ -S /run/lab/terminals ] && break; sleep 1; done; rustnet --version',
    );
    if (starts.status !== 0)
      throw new LabError(
        `rustnet does not run with the libraries of Debian ${kernel.suite}: ${starts.text}. It must be built on that release or an older one.`,
      );
    const head = await facts(stage);
    if (parts.includes('runs')) await allRuns(stage);
    const without = parts.includes('options') ? await withoutOptions(stage, options) : [];
    const [profile] = await stage.files({ mode: 'enforce' });
    return {
      kernel: kernel.id,
      target: kernel.target,
      release: session.release,
      version: session.version,
      parser: findTarget(kernel.target)!.title,
      rustnet: rustnet.version,
      rustnetFrom: rustnet.from,
      seconds,
      profile: profile!.text,
      shipped: (await loadKit(join(checkoutRoot(), 'public/kits'), 'rustnet')).files.profile.text,
      facts: head,
      checks: stage.checks,
      options: without,
      minutes: Math.round((Date.now() - started) / 60_000),
    };
  } finally {
    await session.stop();
  }
}

async function allRuns(stage: Stage): Promise<void> {
  await capture(stage, 'complain');
  await capture(stage, 'enforce');
  await otherNames(stage);
  await forbidden(stage);
  await socketNames(stage);
  await forbiddenNetwork(stage);
  await noNames(stage);
}
