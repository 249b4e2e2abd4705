/** Analysis after a keystroke against one syntax-only run of apparmor_parser over the same profile. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { analyse, Reader } from '../client/worker/analyse.ts';
import type { Toolchain } from '../server/toolchains/index.ts';
import type { Kit } from '../shared/kits/schema.ts';
import type { OpenFile } from '../shared/kits/state.ts';
import { type Measurement, milliseconds, race } from './measure.ts';

export async function measureKeystroke(
  {
    kit,
    files,
    toolchain,
    features,
  }: { kit: Kit; files: OpenFile[]; toolchain: Toolchain; features: string },
  rounds: number,
): Promise<Measurement> {
  const folder = mkdtempSync(join(tmpdir(), 'aa-bench-'));
  try {
    const path = join(folder, 'profile');
    writeFileSync(path, files[0]!.text);
    writeFileSync(join(folder, 'features'), features);
    const [command, ...before] = toolchain.command;
    // -N reads and resolves the whole text and prints the profiles' names: the least the parser can be asked.
    const args = [
      ...before,
      '-N',
      '--config-file',
      '/dev/null',
      '-b',
      toolchain.base,
      '-M',
      join(folder, 'features'),
      path,
    ];
    const parser = () => {
      const { status } = spawnSync(command!, args, { env: { LC_ALL: 'C' } });
      if (status !== 0) throw new Error(`apparmor_parser -N ended with ${status}`);
    };
    const reader = new Reader();
    let typed = 0;
    const analysis = () => {
      // Another letter each time, so that nothing is remembered from the run before.
      const [profile, ...others] = files;
      typed++;
      analyse(reader, kit, [{ ...profile!, text: `${profile!.text}# ${typed}\n` }, ...others]);
    };
    const times = await race({ parser, analysis }, { rounds, warmup: 20 });
    return {
      id: 'keystroke',
      what: "Analysis after a keystroke on rustnet's profile against a syntax-only run of apparmor_parser",
      ratio: times.analysis / times.parser,
      atMost: 0.25,
      medians: { analysis: milliseconds(times.analysis), 'apparmor_parser -N': milliseconds(times.parser) },
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
