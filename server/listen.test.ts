import { request } from 'node:http';
import { createServer, type Server } from 'node:net';
import { networkInterfaces } from 'node:os';
import { afterEach, expect, test } from 'vitest';
import { buildApp } from './app.ts';
import { chosenPort, type Listening, listen } from './listen.ts';

const open: { close(): unknown }[] = [];
afterEach(async () => {
  for (const one of open.splice(0)) await one.close();
});

async function start(port = 0): Promise<Listening> {
  const app = await buildApp();
  open.push(app);
  const listening = await listen(app, port);
  open.unshift(listening);
  return listening;
}

function occupy(host: string): Promise<number> {
  const server: Server = createServer();
  open.push(server);
  return new Promise((resolve) =>
    server.listen({ host, port: 0 }, () => resolve((server.address() as { port: number }).port)),
  );
}

const hasIpv6 = Object.values(networkInterfaces()).some((list) => list?.some((one) => one.address === '::1'));

test('localhost answers under both of its addresses', async () => {
  const { port, url } = await start();
  expect(url).toBe(`http://localhost:${port}`);
  for (const host of ['localhost', '127.0.0.1', ...(hasIpv6 ? ['[::1]'] : [])])
    expect(await (await fetch(`http://${host}:${port}/api/health`)).json()).toMatchObject({ status: 'ok' });
});

test('no other address of the machine answers', async () => {
  const { port } = await start();
  const others = Object.values(networkInterfaces())
    .flatMap((list) => list ?? [])
    .filter((one) => !one.internal && one.family === 'IPv4');
  for (const { address } of others) await expect(fetch(`http://${address}:${port}/`)).rejects.toThrow();
});

test('a port in use is said in one sentence, whichever address it is', async () => {
  for (const host of ['127.0.0.1', ...(hasIpv6 ? ['::1'] : [])]) {
    const port = await occupy(host);
    await expect(start(port)).rejects.toThrow(
      `Port ${port} is in use: is the Workbench running already? To use another: PORT=${port + 1} npm start`,
    );
  }
});

test('after close the port is free again', async () => {
  const first = await start();
  await first.close();
  const second = await start(first.port);
  expect(second.port).toBe(first.port);
});

test('an empty host is not answered', async () => {
  const { port } = await start();
  const status = await new Promise((resolve, reject) =>
    request({ port, path: '/api/health', setHost: false, headers: { host: '' } }, (answer) => {
      answer.resume();
      resolve(answer.statusCode);
    })
      .on('error', reject)
      .end(),
  );
  expect(status).toBe(421);
});

test('the port comes from the option, then from PORT, then is 4680', () => {
  expect(chosenPort('8080', '9090')).toBe(8080);
  expect(chosenPort(undefined, '9090')).toBe(9090);
  expect(chosenPort(undefined, undefined)).toBe(4680);
  expect(chosenPort(undefined, '')).toBe(4680);
});

test.each(['http', '-1', '65536', '80.5', '0x50', ' '])('%j is not a port', (text) => {
  expect(() => chosenPort(text, undefined)).toThrow(
    `--port must be a port number from 0 to 65535, not “${text}”.`,
  );
  expect(() => chosenPort(undefined, text)).toThrow(`PORT must be a port number`);
});
