/** The worker's mouth and ears; analyse.ts does the work. */
import { indexOf } from '../../shared/kits/kitIndex.ts';
import type { Kit } from '../../shared/kits/schema.ts';
import { analyse, editsFor, Reader } from './analyse.ts';
import type { Answer, Request } from './protocol.ts';

const reader = new Reader();
let kit: Kit | undefined;

self.onmessage = async ({ data }: MessageEvent<Request>) => {
  let answer: Answer;
  try {
    answer =
      data.kind === 'kit' ? { id: data.id, kind: 'kit', kit: await takeKit(data.json) } : answerTo(data);
  } catch (error) {
    answer = { id: data.id, kind: 'failed', message: error instanceof Error ? error.message : String(error) };
  }
  self.postMessage(answer);
};

/**
 * A kit that can be held against texts is taken as it is. Only one that cannot is put to the schema, to say what
 * is wrong with it: the schema library is twice as large as all the rest of this worker.
 */
async function takeKit(json: unknown): Promise<Kit | undefined> {
  kit = undefined;
  if (json === undefined) return undefined;
  try {
    const candidate = json as Kit;
    indexOf(candidate);
    analyse(new Reader(), candidate, []);
    kit = candidate;
  } catch {
    const { parseKit } = await import('../../shared/kits/parseKit.ts');
    kit = parseKit(json);
  }
  return kit;
}

function answerTo(request: Exclude<Request, { kind: 'kit' }>): Answer {
  const { id } = request;
  switch (request.kind) {
    case 'analyse':
      return { id, kind: 'analyse', analysis: analyse(reader, kit, request.files) };
    case 'edit':
      return { id, kind: 'edit', edits: editsFor(reader, kit, request.files, request.change) };
  }
}
