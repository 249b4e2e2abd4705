import { MessageChannel } from 'node:worker_threads';
import { expect, test } from 'vitest';
import type { OpenFile } from '../../shared/kits/state.ts';
import { analyse, Reader } from './analyse.ts';
import { AnalysisClient, LatePort, type Port } from './client.ts';
import type { Answer, Request } from './protocol.ts';

const files = (text: string): OpenFile[] => [{ role: 'profile', path: 'p', text }];

/** A client whose worker lives at the other end of a real channel and writes down what it is asked. */
function setUp(answer: (request: Request) => Answer) {
  const { port1, port2 } = new MessageChannel();
  const asked: string[] = [];
  port2.on('message', (request: Request) => {
    asked.push(request.kind === 'analyse' ? request.files[0]!.text : request.kind);
    port2.postMessage(answer(request));
  });
  const port: Port = { postMessage: (message) => port1.postMessage(message), onmessage: null, onerror: null };
  port1.on('message', (data) => port.onmessage?.({ data } as MessageEvent<Answer>));
  const heard: string[] = [];
  let wake = () => {};
  const client = new AnalysisClient(
    port,
    (_analysis, of) => {
      heard.push(of[0]!.text);
      wake();
    },
    (message) => {
      heard.push(message);
      wake();
    },
  );
  const until = async (text: string) => {
    while (!heard.includes(text))
      await new Promise<void>((done) => {
        wake = done;
      });
    port1.close();
  };
  return { client, asked, heard, until };
}

const reader = new Reader();
const real = (request: Request): Answer =>
  request.kind === 'analyse'
    ? { id: request.id, kind: 'analyse', analysis: analyse(reader, undefined, request.files) }
    : { id: request.id, kind: 'failed', message: `no ${request.kind} here` };

test('while one analysis runs, only the newest text waits', async () => {
  const { client, asked, heard, until } = setUp(real);
  for (const text of ['a', 'ab', 'abc', 'abcd']) client.analyse(files(text));
  await until('abcd');
  expect(asked).toEqual(['a', 'abcd']);
  expect(heard).toEqual(['a', 'abcd']);
});

test('a failure is told in words, and the next analysis still comes', async () => {
  let first = true;
  const { client, heard, until } = setUp((request) => {
    if (!first) return real(request);
    first = false;
    return { id: request.id, kind: 'failed', message: 'broken' };
  });
  client.analyse(files('a'));
  client.analyse(files('b'));
  await until('b');
  expect(heard).toEqual(['broken', 'b']);
});

test('an edit that cannot be rejects with the reason', async () => {
  const { client, until } = setUp(real);
  const change = { kind: 'option', id: 'x/y', on: true } as const;
  await expect(client.edits(files('a'), change)).rejects.toThrow('no edit here');
  client.analyse(files('a'));
  await until('a');
});

test('what is sent to a worker before it starts waits, in order', () => {
  const sent: number[] = [];
  const port = new LatePort(() => ({
    postMessage: ({ id }) => void sent.push(id),
    onmessage: null,
    onerror: null,
  }));
  port.postMessage({ id: 1, kind: 'analyse', files: [] });
  port.postMessage({ id: 2, kind: 'analyse', files: [] });
  expect(sent).toEqual([]);
  port.start();
  port.start();
  port.postMessage({ id: 3, kind: 'analyse', files: [] });
  expect(sent).toEqual([1, 2, 3]);
});
