import { mkdtempSync, rmdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Value } from 'typebox/value';
import { afterEach, describe, expect, it } from 'vitest';
import { TargetsResponseSchema } from '../shared/api/schemas.ts';
import { checkPolicy } from './parser/check.ts';
import { listTargets } from './targets.ts';
import { parsersForTests } from './toolchains/forTests.ts';
import { canUnpack } from './toolchains/index.ts';

const toolchains = await parsersForTests();
const before = process.env.AA_TOOLCHAINS;
afterEach(() => {
  if (before === undefined) delete process.env.AA_TOOLCHAINS;
  else process.env.AA_TOOLCHAINS = before;
});

describe('the targets', () => {
  it('are what the page expects, one of them the default', async () => {
    const response = await listTargets();
    expect(Value.Check(TargetsResponseSchema, response)).toBe(true);
    expect(response.targets.map(({ id }) => id)).toEqual([
      'debian-12',
      'debian-13',
      'debian-sid',
      'ubuntu-22.04',
      'ubuntu-24.04',
      'ubuntu-26.04',
    ]);
    expect(response.targets.filter(({ isDefault }) => isDefault).map(({ id }) => id)).toEqual([
      'ubuntu-26.04',
    ]);
  });

  it.skipIf(toolchains.length === 0)(
    'say which parser answers, and when it is another release’s',
    async () => {
      const { targets, noParser } = await listTargets();
      expect(noParser).toBeUndefined();
      for (const target of targets) {
        expect(target.parser).toBeDefined();
        const own = target.parser!.version === target.parserVersion;
        expect(target.borrowed === undefined).toBe(own);
        if (target.borrowed) expect(target.borrowed).toContain(target.parser!.version);
        if (target.obtainable) expect(target.borrowed).toBeDefined();
      }
    },
  );

  it('without a new enough parser say what would bring one, and nothing is judged', async () => {
    const empty = mkdtempSync(join(tmpdir(), 'toolchains-'));
    process.env.AA_TOOLCHAINS = empty;
    const newest = (await listTargets()).targets.find(({ isDefault }) => isDefault)!;
    const answer = await checkPolicy({ files: [{ path: 'a', text: 'profile a {\n}\n' }], target: newest.id });
    if (newest.parser) return; // The machine's own is new enough.
    expect(newest.obtainable).toBe(canUnpack() ? 'sid' : undefined);
    expect(answer).toMatchObject({ verdict: 'not-judged', exitStatus: null, diagnostics: [] });
    expect(answer.reason).toMatch(/needs apparmor_parser 5\.0 or newer|no apparmor_parser on this machine/);
    rmdirSync(empty);
  });
});
