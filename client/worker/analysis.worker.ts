/** The worker's mouth and ears; analyse.ts does the work. */
import { indexOf } from '../../shared/kits/kitIndex.ts';
import type { Kit } from '../../shared/kits/schema.ts';
import type { OwnTarget } from '../../shared/targets/own.ts';
import { analyse, editsFor, Reader } from './analyse.ts';
import type { Language } from './language.ts';
import type { Answer, Request } from './protocol.ts';

const reader = new Reader();
let kit: Kit | undefined;
let language: Promise<Language> | undefined;

self.onmessage = async ({ data }: MessageEvent<Request>) => {
  let answer: Answer;
  try {
    answer = await answerTo(data);
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

/** Their code is as large again as the rest of this worker: it comes when it is first needed. */
function languageHere(): Promise<Language> {
  language ??= import('./language.ts').then(
    (code) => new code.Language(),
    (error) => {
      language = undefined;
      throw error;
    },
  );
  return language;
}

/** Answers at once where it can: what was asked first is then answered first. */
function answerTo(request: Request): Answer | Promise<Answer> {
  const { id } = request;
  switch (request.kind) {
    case 'kit':
      return takeKit(request.json).then((taken) => ({ id, kind: 'kit', kit: taken }));
    case 'surround':
      return surround(request.target, request.own).then(() => ({ id, kind: 'surround' }));
    case 'ask': {
      const { files, question, args } = request;
      return languageHere()
        .then((all): unknown => all.answer(files, question, args, kit))
        .then((found) => ({ id, kind: 'ask', answer: found }));
    }
    case 'analyse':
      return { id, kind: 'analyse', analysis: analyse(reader, kit, request.files) };
    case 'edit':
      return { id, kind: 'edit', edits: editsFor(reader, kit, request.files, request.change) };
  }
}

async function surround(target: string, own: OwnTarget[]): Promise<void> {
  const all = await languageHere();
  try {
    await all.surround(target, own);
  } finally {
    reader.readWith((files) => all.around(files));
  }
}
