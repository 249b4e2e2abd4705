/** Memory of the service over many edits of rustnet's profile: what is remembered is bounded, so it stays flat. */
import { availableParallelism } from 'node:os';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { decideOnTargets } from '../server/decide/decide.ts';
import { explain } from '../server/decide/explain.ts';
import { enforcedRules } from '../server/enforced/enforced.ts';
import type { PolicyText } from '../shared/api/schemas.ts';
import type { Kit } from '../shared/kits/schema.ts';
import type { OpenFile } from '../shared/kits/state.ts';
import { kilobytes, type Measurement } from './measure.ts';

/** Edits after which everything that is remembered has been filled. */
const filled = 100;
/** Marks and explanations are asked less often than the grid. */
const seldom = 20;

export async function measureMemory(
  { kit, files, target }: { kit: Kit; files: OpenFile[]; target: string },
  edits: number,
): Promise<Measurement> {
  const requests = kit.requirements.map(({ request }) => request);
  const edit = async (count: number): Promise<void> => {
    const edited: PolicyText[] = files.map(({ path, text }, at) => ({
      path,
      text: at === 0 ? text.replace(/\}\s*$/, `  /bench/memory/${count} r,\n}\n`) : text,
    }));
    const { targets } = await decideOnTargets(
      { files: edited, targets: [target], requests, enforce: true },
      kit,
    );
    if (!targets[0]?.answers) throw new Error(`no answers on ${target}: ${targets[0]?.reason}`);
    if (count % seldom !== 0) return;
    await enforcedRules({ files: edited, target });
    await explain({ files: edited, target, request: requests[0]! }, kit);
  };
  /** As many at once as there are cores: it takes a while all the same. */
  const edited = async (from: number, to: number): Promise<void> => {
    let next = from;
    const worker = async () => {
      while (next < to) await edit(next++);
    };
    await Promise.all(Array.from({ length: availableParallelism() }, worker));
  };
  await edited(0, filled);
  const before = used();
  await edited(filled, filled + edits);
  const after = used();
  return {
    id: 'memory',
    what: `Memory after ${edits} more edits against memory once the store of policies is full`,
    ratio: after / before,
    atMost: 1.1,
    medians: { before: kilobytes(before), after: kilobytes(after) },
  };
}

/** Bytes in use after what can go has gone. */
function used(): number {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  collect();
  collect();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}
