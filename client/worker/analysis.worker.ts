/** The worker's mouth and ears; analyse.ts does the work. */
import { parseKit } from '../../shared/kits/parseKit.ts';
import type { Kit } from '../../shared/kits/schema.ts';
import { analyse, editsFor, Reader } from './analyse.ts';
import type { Answer, Request } from './protocol.ts';

const reader = new Reader();
let kit: Kit | undefined;

self.onmessage = ({ data }: MessageEvent<Request>) => {
  let answer: Answer;
  try {
    answer = answerTo(data);
  } catch (error) {
    answer = { id: data.id, kind: 'failed', message: error instanceof Error ? error.message : String(error) };
  }
  self.postMessage(answer);
};

function answerTo(request: Request): Answer {
  const { id } = request;
  switch (request.kind) {
    case 'kit':
      kit = undefined;
      if (request.json !== undefined) kit = parseKit(request.json);
      return { id, kind: 'kit', kit };
    case 'analyse':
      return { id, kind: 'analyse', analysis: analyse(reader, kit, request.files) };
    case 'edit':
      return { id, kind: 'edit', edits: editsFor(reader, kit, request.files, request.change) };
  }
}
