import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FastifyInstance, InjectOptions } from 'fastify';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildApp } from './app.ts';

let app: FastifyInstance;
let page: string;
const reported: Error[] = [];

beforeAll(async () => {
  page = mkdtempSync(join(tmpdir(), 'page-test-'));
  mkdirSync(join(page, 'assets'));
  writeFileSync(join(page, 'index.html'), '<!doctype html><title>page</title>');
  writeFileSync(join(page, 'assets/index-abc.js'), `//${'x'.repeat(5000)}`);
  app = await buildApp({ pageFolder: page, report: (error) => reported.push(error) });
  app.get('/api/test-fault', { schema: { hide: true } }, async () => {
    throw new Error('the password is 1234');
  });
});
afterAll(async () => {
  await app.close();
  rmSync(page, { recursive: true, force: true });
});

const json = { 'content-type': 'application/json' };
const get = (url: string, headers: Record<string, string> = {}) => app.inject({ url, headers });
const check = (payload: unknown, headers: Record<string, string> = json) =>
  app.inject({ method: 'POST', url: '/api/check', headers, payload: payload as InjectOptions['payload'] });
const good = { files: [{ path: 'a', text: 'profile a {\n}\n' }], target: 'debian-12' };

test.each(['localhost', 'localhost:4680', 'LOCALHOST:8080', '127.0.0.1:4680', '[::1]:4680', '[::1]'])(
  'answers to the host %s',
  async (host) => expect((await get('/api/health', { host })).statusCode).toBe(200),
);

test.each([
  'example.org',
  'example.org:4680',
  'localhost.example.org',
  '127.0.0.1.nip.io',
  '127.0.0.2',
  '0.0.0.0:4680',
  '::1',
  'localhost:4680@example.org',
])('does not answer to the host “%s”', async (host) => {
  for (const url of ['/api/health', '/', '/kits/rustnet/kit.json', '/none']) {
    const answer = await get(url, { host });
    expect(answer.statusCode).toBe(421);
    expect(answer.json()).toEqual({
      error: 'foreign-host',
      message:
        'The Workbench answers only to http://localhost and http://127.0.0.1; this request was sent to another name.',
    });
  }
});

const host = 'localhost:4680';

test.each([
  'http://example.org',
  'https://localhost:4680',
  'http://localhost:3000',
  'http://127.0.0.1:4680',
  'null',
  'http://localhost:4680.example.org',
])('turns down the origin %s', async (origin) => {
  for (const answer of [
    await get('/api/targets', { host, origin }),
    await check(good, { ...json, host, origin }),
  ]) {
    expect(answer.statusCode).toBe(403);
    expect(answer.json()).toEqual({
      error: 'foreign-origin',
      message: 'This request comes from another web page; only the Workbench’s own page may use its service.',
    });
  }
});

test('takes its own origin', async () => {
  const answer = await get('/api/health', {
    host,
    origin: `http://${host}`,
    'sec-fetch-site': 'same-origin',
  });
  expect(answer.statusCode).toBe(200);
});

test.each(['cross-site', 'same-site'])('turns down what a %s page asks for', async (site) => {
  for (const url of ['/api/health', '/assets/index-abc.js', '/kits/rustnet/kit.json']) {
    const answer = await get(url, {
      'sec-fetch-site': site,
      'sec-fetch-mode': 'no-cors',
      'sec-fetch-dest': 'script',
    });
    expect(answer.statusCode).toBe(403);
    expect(answer.json().message).toBe(
      'Another web page asked for this; only the Workbench’s own page may use its service.',
    );
  }
});

test('a link from elsewhere opens the page, but not the service, and not in a frame', async () => {
  const link = { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' };
  expect((await get('/?kit=rustnet', link)).statusCode).toBe(200);
  expect((await get('/api/targets', link)).statusCode).toBe(403);
  expect((await get('/%61pi/targets', link)).statusCode).toBe(403);
  expect((await get('/', { ...link, 'sec-fetch-dest': 'iframe' })).statusCode).toBe(403);
});

test.each([
  ['text/plain', JSON.stringify(good)],
  ['application/x-www-form-urlencoded', 'files=1'],
  ['multipart/form-data; boundary=x', '--x--'],
])('turns down a body of %s, which any page’s form could send', async (type, payload) => {
  const answer = await check(payload, { 'content-type': type });
  expect(answer.statusCode).toBe(415);
  expect(answer.json()).toEqual({
    error: 'not-json',
    message: 'Send JSON: the content type must be application/json.',
  });
});

test('turns down a compressed body, which could unfold into any size', async () => {
  const answer = await check('\x1f\x8b', { ...json, 'content-encoding': 'gzip' });
  expect(answer.statusCode).toBe(400);
});

test('turns down too large a body', async () => {
  const answer = await check(JSON.stringify({ ...good, padding: 'x'.repeat(2 * 1024 * 1024) }));
  expect(answer.statusCode).toBe(413);
  expect(answer.json()).toEqual({
    error: 'too-large',
    message: 'The request is too large: at most 2 MB are taken.',
  });
});

test.each([
  ['not json', 'bad-json', 'The body is not JSON.'],
  ['', 'bad-json', 'The body is empty; JSON was expected.'],
  ['{}', 'bad-request', 'The request lacks “files”.'],
  ['[]', 'bad-request', 'The request must be an object.'],
  [{ ...good, files: [] }, 'bad-request', '“files” must have at least 1 entry.'],
  [
    { ...good, files: Array(17).fill(good.files[0]) },
    'bad-request',
    '“files” has too many entries: at most 16 are taken.',
  ],
  [{ ...good, files: [{ path: 'a', text: 1 }] }, 'bad-request', '“files.0.text” must be a string.'],
  [{ ...good, files: [{ path: '', text: '' }] }, 'bad-request', '“files.0.path” must not be empty.'],
  [
    { ...good, files: [{ path: 'x'.repeat(256), text: '' }] },
    'bad-request',
    '“files.0.path” is too long: at most 255 characters are taken.',
  ],
  [{ ...good, target: 'plan-9' }, 'bad-request', 'There is no target “plan-9”.'],
  [
    { ...good, files: [{ path: '../a', text: '' }] },
    'bad-request',
    'The path “../a” may not have empty parts, “.” or “..”.',
  ],
])('a bad request is told what is wrong: %j', async (payload, error, message) => {
  const answer = await check(payload);
  expect(answer.statusCode).toBe(400);
  expect(answer.json()).toEqual({ error, message });
});

test('what goes wrong inside stays inside, and is reported to the terminal', async () => {
  const answer = await get('/api/test-fault');
  expect(answer.statusCode).toBe(500);
  expect(answer.json()).toEqual({
    error: 'internal',
    message: 'Something went wrong inside the Workbench; the terminal it runs in says more.',
  });
  expect(reported.map((error) => error.message)).toEqual(['the password is 1234']);
});

test('what is not there is named', async () => {
  const answer = await get('/api/none?secret=1');
  expect(answer.statusCode).toBe(404);
  expect(answer.json()).toEqual({ error: 'not-found', message: 'There is no GET /api/none here.' });
});

test('a runaway loop is slowed down', async () => {
  const small = await buildApp({ pageFolder: page, requestsPerMinute: 3 });
  const codes = [];
  for (let n = 0; n < 4; n++) codes.push((await small.inject('/api/health')).statusCode);
  const last = await small.inject('/api/health');
  await small.close();
  expect(codes).toEqual([200, 200, 200, 429]);
  expect(last.json().message).toMatch(/^Too many requests in a minute; try again in/);
});

test('the page is never framed, loads nothing from elsewhere, and runs no inline script', async () => {
  const { headers } = await get('/');
  const policy = String(headers['content-security-policy']);
  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain("script-src 'self';");
  expect(policy).toContain("connect-src 'self';");
  expect(policy).toContain("frame-ancestors 'none'");
  expect(policy).not.toMatch(/https?:|unsafe-eval|\*/);
  expect(headers['x-content-type-options']).toBe('nosniff');
  expect(headers['cross-origin-resource-policy']).toBe('same-origin');
});

test('assets named by their content are kept, the page is asked for again', async () => {
  expect((await get('/')).headers['cache-control']).toBe('no-cache');
  const asset = await get('/assets/index-abc.js', { 'accept-encoding': 'gzip, br' });
  expect(asset.headers['cache-control']).toBe('public, max-age=31536000, immutable');
  expect(asset.headers['content-encoding']).toBe('br');
});

test.each([
  '/..%2f..%2fpackage.json',
  '/assets/..%2f..%2f..%2fetc/passwd',
  '/kits/..%2f..%2fpackage.json',
  '/.env',
  '/kits/rustnet/../../../package.json',
])('files outside the page and the kits are not served: %s', async (url) =>
  expect((await get(url)).statusCode).toBeGreaterThanOrEqual(400),
);

test('a page that is not built says how to build it', async () => {
  const bare = await buildApp({ pageFolder: join(page, 'none') });
  const answer = await bare.inject('/');
  await bare.close();
  expect(answer.statusCode).toBe(503);
  expect(answer.body).toContain('npm run build');
});

test('describes itself as OpenAPI, with every route', async () => {
  const { paths } = (await get('/api/docs/json')).json();
  expect(Object.keys(paths).sort()).toEqual([
    '/api/check',
    '/api/decide',
    '/api/download',
    '/api/enforced',
    '/api/explain',
    '/api/health',
    '/api/kits',
    '/api/packaging',
    '/api/policy-tree',
    '/api/policy-tree/{path}',
    '/api/targets',
    '/api/tell',
    '/api/toolchains',
    '/api/workspace',
    '/api/workspace/file',
  ]);
  const docs = await get('/api/docs');
  expect(docs.statusCode).toBe(200);
  expect(docs.body).not.toMatch(/(?:src|href)="(?:https?:)?\/\//);
});
