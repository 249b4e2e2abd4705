import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { readRequest } from './requests.ts';

const refused = (request: unknown, words: RegExp) => expect(() => readRequest(request)).toThrow(words);

it('takes every requirement of the kit for rustnet', () => {
  const kit = JSON.parse(readFileSync('public/kits/rustnet/kit.json', 'utf8'));
  for (const { request } of kit.requirements) expect(readRequest(request)).toEqual(request);
});
it('needs an op', () => refused({}, /“op” must be one of file, exec/));
it('is no list', () => refused([], /JSON object/));
it('knows the ops', () => refused({ op: 'constructor' }, /“op” must be one of/));
it('needs what an op needs', () => refused({ op: 'file', perms: 'r' }, /needs “path”/));
it('knows permissions', () => refused({ op: 'file', path: '/a', perms: 'rz' }, /letters of r w a k l m x/));
it('wants whole paths', () => refused({ op: 'exec', path: 'a' }, /starts with “\/”/));
it('wants no NUL', () => refused({ op: 'exec', path: '/a\0' }, /NUL/));
it('knows what does not belong', () => refused({ op: 'userns', path: '/a' }, /knows no “path”/));
it('knows families', () =>
  refused({ op: 'network', family: 'inet5', type: 'raw', access: ['create'] }, /family/));
it('knows ports', () =>
  refused(
    { op: 'network', family: 'inet', type: 'raw', access: ['create'], peer: { port: 65536 } },
    /peer\.port.*65535/,
  ));
it('reads hexadecimal', () => refused({ op: 'raw', class: 2, bytes: 'abc' }, /hexadecimal/));
