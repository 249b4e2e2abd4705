/**
 * A check over HTTP against the bare parser: the same parser, features, files and output, once through the
 * service (request, pre-check, sandbox, messages, answer) and once started directly.
 */
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Toolchain } from '../server/toolchains/index.ts';
import type { CheckResponse } from '../shared/api/schemas.ts';
import type { OpenFile } from '../shared/kits/state.ts';
import { type Measurement, milliseconds, race } from './measure.ts';

export async function measureHttpCheck(
  service: string,
  {
    files,
    target,
    toolchain,
    features,
  }: { files: OpenFile[]; target: string; toolchain: Toolchain; features: string },
  rounds: number,
): Promise<Measurement> {
  const folder = mkdtempSync(join(tmpdir(), 'aa-bench-'));
  try {
    const overlay = join(folder, 'overlay');
    for (const file of files) {
      const place = join(overlay, file.path);
      mkdirSync(dirname(place), { recursive: true });
      writeFileSync(place, file.text);
    }
    writeFileSync(join(folder, 'features'), features);
    const [command, ...before] = toolchain.command;
    const bare = () =>
      new Promise<void>((resolve, reject) => {
        const child = spawn(
          command!,
          [
            ...before,
            ...['-Q', '-K', '-T', '-j0', '--config-file', '/dev/null', '--warn=all', '-S'],
            ...['-b', toolchain.base, '-I', overlay, '-M', join(folder, 'features')],
            join(overlay, files[0]!.path),
          ],
          { stdio: ['ignore', 'pipe', 'pipe'], env: { LC_ALL: 'C' } },
        );
        child.stdout.resume();
        child.stderr.resume();
        child.once('error', reject);
        child.once('close', (status) =>
          status === 0 ? resolve() : reject(new Error(`the bare parser ended with ${status}`)),
        );
      });
    const body = JSON.stringify({ target, files: files.map(({ path, text }) => ({ path, text })) });
    const http = async () => {
      const answer = await fetch(`${service}/api/check`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body,
      });
      if (!answer.ok) throw new Error(`the service says ${await answer.text()}`);
      const check = (await answer.json()) as CheckResponse;
      if (check.verdict !== 'valid') throw new Error(`the service says ${check.verdict}: ${check.reason}`);
    };
    // As a person's pauses between checks, in which the service sets up the next sandbox.
    const pause = () => new Promise((resolve) => setTimeout(resolve, 150));
    const times = await race({ bare, http }, { rounds, warmup: 5, between: pause });
    return {
      id: 'http-check',
      what: "A check over HTTP against the bare parser's own run",
      ratio: times.http / times.bare,
      atMost: 1.5,
      medians: { 'over HTTP': milliseconds(times.http), 'bare parser': milliseconds(times.bare) },
      note: 'with a pause of 150 ms between runs, as the page leaves between checks',
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
