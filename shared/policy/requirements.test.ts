import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { printRequirements, readRequirements, requestWords, standingOf } from './requirements.ts';

const refused = (text: string, words: RegExp) => expect(() => readRequirements(text)).toThrow(words);
const one = (item: object) => JSON.stringify({ requirements: [item] });

describe('a requirements file', () => {
  it('reads back as it was written', () => {
    const { requirements } = JSON.parse(readFileSync('public/kits/rustnet/kit.json', 'utf8'));
    const read = readRequirements(JSON.stringify({ requirements }));
    expect(read).toHaveLength(requirements.length);
    expect(readRequirements(printRequirements(read))).toEqual(read);
  });
  it('gives a requirement a name where it has none', () =>
    expect(readRequirements(one({ want: 'deny', request: { op: 'exec', path: '/bin/sh' } }))).toEqual([
      { id: 'requirement-1', title: 'run /bin/sh', want: 'deny', request: { op: 'exec', path: '/bin/sh' } },
    ]));
  it('is JSON', () => refused('{', /^Not JSON: /));
  it('has a list', () => refused('{}', /"requirements"/));
  it('wants allow or deny', () => refused(one({ want: 'maybe', request: {} }), /Requirement 1: “want”/));
  it('tells a bad request', () =>
    refused(one({ want: 'deny', request: { op: 'exec' } }), /1: .*needs “path”/));
  it('has no id twice', () => {
    const item = { id: 'a', want: 'deny', request: { op: 'userns' } };
    refused(JSON.stringify({ requirements: [item, item] }), /Requirement 2: .*“a”/);
  });
});

describe('a requirement', () => {
  it('is met where the answer is as wanted', () =>
    expect(standingOf('allow', { verdict: 'allow', mediated: true })).toBe('met'));
  it('is wrong where it could be otherwise', () =>
    expect(standingOf('deny', { verdict: 'allow', mediated: true })).toBe('wrong'));
  it('is inexpressible where the kernel does not ask', () =>
    expect(standingOf('deny', { verdict: 'allow', mediated: false })).toBe('inexpressible'));
  it('is inexpressible where the kernel compares no ports', () =>
    expect(standingOf('deny', { verdict: 'allow', mediated: true, coarse: true })).toBe('inexpressible'));
  it('can always be allowed', () =>
    expect(standingOf('allow', { verdict: 'deny', mediated: true, coarse: true })).toBe('wrong'));
});

it('a request is told in a few words', () =>
  expect(
    requestWords({
      op: 'network',
      access: ['connect'],
      family: 'inet6',
      type: 'dgram',
      peer: { ip: '::1', port: 53 },
    }),
  ).toBe('connect inet6 dgram to [::1]:53'));
