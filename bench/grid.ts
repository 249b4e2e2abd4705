/**
 * The grid of requirements after an edit, over HTTP, against the parser runs that it cannot do without: the text once
 * for each target, and the recommended form where a target's parser refuses the text, as many at once as there are cores.
 */
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { recommendedForm } from '../server/decide/decide.ts';
import { prepareChecks } from '../server/parser/check.ts';
import { type Toolchain, toolchainFor } from '../server/toolchains/index.ts';
import type { DecideResponse } from '../shared/api/decide.ts';
import type { PolicyText } from '../shared/api/schemas.ts';
import type { Kit } from '../shared/kits/schema.ts';
import type { OpenFile } from '../shared/kits/state.ts';
import { printFeatures } from '../shared/targets/features.ts';
import { targetFacts } from '../shared/targets/targets.ts';
import { type Measurement, milliseconds, race } from './measure.ts';

interface Run {
  toolchain: Toolchain;
  features: string;
  files: PolicyText[];
}

export async function measureGrid(
  service: string,
  { kit, files }: { kit: Kit; files: OpenFile[] },
  rounds: number,
): Promise<Measurement> {
  const folder = mkdtempSync(join(tmpdir(), 'aa-bench-'));
  try {
    const runs = await neededRuns(folder, { kit, files });
    for (const { id } of targetFacts) await prepareChecks(id);
    let edits = 0;
    /** Another rule each time: every target's policy changes. */
    const edited = (list: readonly PolicyText[]): PolicyText[] =>
      list.map(({ path, text }, at) => ({
        path,
        text: at === 0 ? text.replace(/\}\s*$/, `  /bench/${edits} r,\n}\n`) : text,
      }));
    const bare = async () => {
      edits++;
      const waiting = runs.map((run, at) => ({
        ...run,
        files: edited(run.files),
        folder: join(folder, String(at)),
      }));
      const worker = async () => {
        for (let run = waiting.shift(); run; run = waiting.shift()) await runParser(run);
      };
      await Promise.all(Array.from({ length: availableParallelism() }, worker));
    };
    const grid = async () => {
      edits++;
      const answer = await fetch(`${service}/api/decide`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({
          files: edited(files.map(({ path, text }) => ({ path, text }))),
          targets: targetFacts.map(({ id }) => id),
          requests: kit.requirements.map(({ request }) => request),
          enforce: true,
          kit: kit.id,
        }),
      });
      if (!answer.ok) throw new Error(`the service says ${await answer.text()}`);
      const { targets } = (await answer.json()) as DecideResponse;
      for (const { target, answers, reason } of targets)
        if (!answers) throw new Error(`no answers on ${target}: ${reason}`);
    };
    // As a person's pauses between edits, in which the service sets up the next sandboxes.
    const pause = () => new Promise((resolve) => setTimeout(resolve, 600));
    const times = await race({ bare, grid }, { rounds, warmup: 2, between: pause });
    return {
      id: 'requirements-grid',
      what: 'All requirements on all targets after an edit, over HTTP, against the parser runs it needs, on all cores',
      ratio: times.grid / times.bare,
      atMost: 1.5,
      medians: { grid: milliseconds(times.grid), [`${runs.length} bare runs`]: milliseconds(times.bare) },
      note: `${kit.requirements.length} requirements, ${targetFacts.length} targets, ${availableParallelism()} cores`,
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What must be compiled to fill the grid: found by trying, before anything is measured. */
async function neededRuns(folder: string, { kit, files }: { kit: Kit; files: OpenFile[] }): Promise<Run[]> {
  const texts = files.map(({ path, text }) => ({ path, text }));
  const runs: Run[] = [];
  for (const target of targetFacts) {
    const choice = await toolchainFor(target.id);
    if (!choice) throw new Error(`no apparmor_parser answers for ${target.id}`);
    const { toolchain } = choice;
    const own = target.features.source === 'shipped' && toolchain.id === target.suite && toolchain.features;
    const features = join(folder, `features-${target.id}`);
    writeFileSync(features, own ? readFileSync(own, 'utf8') : printFeatures(target.features.tree));
    const run = { toolchain, features, files: texts };
    runs.push(run);
    if ((await runParser({ ...run, folder: join(folder, 'try') })) === 0) continue;
    const portable = recommendedForm(texts, kit, target.id);
    if (portable) runs.push({ ...run, files: portable });
  }
  return runs;
}

/** Answers the exit status: a text that is refused is a run that is needed too. */
function runParser({ toolchain, features, files, folder }: Run & { folder: string }): Promise<number | null> {
  for (const { path, text } of files) {
    const place = join(folder, path);
    mkdirSync(dirname(place), { recursive: true });
    writeFileSync(place, text);
  }
  const [command, ...before] = toolchain.command;
  return new Promise((resolve, reject) => {
    const child = spawn(
      command!,
      [
        ...before,
        ...['-Q', '-K', '-T', '-j0', '--config-file', '/dev/null', '--warn=all', '-S'],
        ...['-b', toolchain.base, '-I', folder, '-M', features],
        join(folder, files[0]!.path),
      ],
      { stdio: ['ignore', 'pipe', 'pipe'], env: { LC_ALL: 'C' } },
    );
    child.stdout.resume();
    child.stderr.resume();
    child.once('error', reject);
    child.once('close', resolve);
  });
}
