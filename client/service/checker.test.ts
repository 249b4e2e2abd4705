import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import type { CheckRequest, CheckResponse } from '../../shared/api/schemas.ts';
import { Service } from './api.ts';
import { Checker } from './checker.ts';

const times = { pause: 5, retry: 5, retryMost: 20 };
const verdict: CheckResponse = { verdict: 'valid', diagnostics: [], milliseconds: 4, exitStatus: 0 };
const about = (text: string): CheckRequest => ({ files: [{ path: 'p', text }], target: 'debian-12' });

let server: Server | undefined;
afterEach(async () => {
  server?.closeAllConnections();
  await new Promise((done) => (server ? server.close(done) : done(undefined)));
  server = undefined;
});

type Handler = (text: string, response: ServerResponse, request: IncomingMessage) => void;

/** A real service on a real port that answers as told, and a checker that asks it and writes down what it hears. */
async function setUp(handler: Handler) {
  server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    handler(JSON.parse(body).files[0].text, response, request);
  });
  await new Promise<void>((done) => server!.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  const heard: string[] = [];
  let wake = () => {};
  const hear = (word: string) => {
    heard.push(word);
    wake();
  };
  const checker = new Checker(
    new Service(`http://127.0.0.1:${port}`),
    {
      checking: (running) => hear(running ? 'begin' : 'end'),
      verdict: (_response, request) => hear(`verdict ${request.files[0]!.text}`),
      away: () => hear('away'),
      refused: (refusal) => hear(`refused ${refusal.status} ${refusal.message}`),
    },
    times,
  );
  const until = async (word: string) => {
    while (!heard.includes(word))
      await new Promise<void>((done) => {
        wake = done;
      });
  };
  return { checker, heard, until };
}

function answer(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

test('asks once after a burst of changes, about the last text', async () => {
  const asked: string[] = [];
  const { checker, heard, until } = await setUp((text, response) => {
    asked.push(text);
    answer(response, 200, verdict);
  });
  for (const text of ['a', 'ab', 'abc']) checker.schedule(() => about(text));
  await until('end');
  expect(asked).toEqual(['abc']);
  expect(heard).toEqual(['begin', 'verdict abc', 'end']);
});

test('a newer question closes the connection of the older', async () => {
  let closed = false;
  let arrived = () => {};
  const first = new Promise<void>((done) => {
    arrived = done;
  });
  const { checker, heard, until } = await setUp((text, response) => {
    if (text === 'new') return answer(response, 200, verdict);
    response.on('close', () => {
      closed = true;
    });
    arrived();
  });
  checker.now(() => about('old'));
  await first;
  checker.schedule(() => about('new'));
  await until('verdict new');
  expect(heard).not.toContain('verdict old');
  expect(closed).toBe(true);
});

test('a service that is away is asked again until it answers', async () => {
  let calls = 0;
  const { checker, heard, until } = await setUp((_text, response, request) => {
    if (calls++ < 2) request.socket.destroy();
    else answer(response, 200, verdict);
  });
  checker.now(() => about('x'));
  await until('verdict x');
  expect(heard.filter((word) => word === 'away')).toHaveLength(2);
});

test('half a service (an error not in its words) counts as away', async () => {
  let calls = 0;
  const { checker, until } = await setUp((_text, response) => {
    if (calls++ === 0) response.writeHead(502).end('Bad Gateway');
    else answer(response, 200, verdict);
  });
  checker.now(() => about('x'));
  await until('away');
  await until('verdict x');
});

test('a refusal is told in the service’s words and not repeated', async () => {
  let calls = 0;
  const { checker, heard, until } = await setUp((_text, response) => {
    calls++;
    answer(response, 413, { error: 'too-large', message: 'The request is too large.' });
  });
  checker.now(() => about('x'));
  await until('end');
  await new Promise((done) => setTimeout(done, 40));
  expect(heard).toEqual(['begin', 'refused 413 The request is too large.', 'end']);
  expect(calls).toBe(1);
});

test('cancel ends the run and hears nothing more', async () => {
  let arrived = () => {};
  const first = new Promise<void>((done) => {
    arrived = done;
  });
  const { checker, heard } = await setUp(() => arrived());
  checker.now(() => about('x'));
  await first;
  checker.cancel();
  await new Promise((done) => setTimeout(done, 30));
  expect(heard).toEqual(['begin', 'end']);
});
