/** A small fixed part of the lab: one kernel is booted and asked. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { closeParsers, compilePolicy } from '../server/parser/check.ts';
import { ToolchainError } from '../server/toolchains/index.ts';
import { readPolicy } from '../shared/policy/reader.ts';
import { askAll } from './decide.ts';
import { tryAll } from './deeds/index.ts';
import { findLabKernel, type LabKernel } from './kernels.ts';
import { missingHere } from './machine.ts';
import { guestRoot, kernelFiles } from './packages.ts';
import { type LabPolicies, labPolicies } from './policies/index.ts';
import { deedsText, reportText } from './report.ts';
import { bootLab, type LabSession } from './session.ts';

const kernel = findLabKernel('6.12')!;

/** What a machine lacks: QEMU, or packages that cannot be fetched. */
async function lacking(): Promise<string | undefined> {
  const here = missingHere();
  if (here) return here;
  try {
    await kernelFiles(kernel, { onProgress: () => {} });
    await guestRoot({ onProgress: () => {} });
  } catch (error) {
    if (error instanceof ToolchainError) return error.message;
    throw error;
  }
  return undefined;
}

const missing = await lacking();
if (missing) {
  if (process.env.CI) throw new Error(missing);
  console.warn(`NOT TESTED against a real kernel: ${missing}`);
}

describe.skipIf(missing)(`Linux ${kernel.id} in QEMU`, () => {
  let session: LabSession;
  let policies: LabPolicies;
  beforeAll(async () => {
    policies = await labPolicies(kernel, { seed: 4, mixtures: 25, generatedOnly: true });
    session = await bootLab(kernel);
  }, 300_000);
  afterAll(async () => {
    await session?.stop();
    await closeParsers();
  });

  test('decides as shared/policy does, bit for bit', async () => {
    const report = await askAll(session, policies, { queries: 12_000, seed: 4 });
    expect(report.policies).toBeGreaterThanOrEqual(60);
    expect(report.queries).toBeGreaterThanOrEqual(12_000);
    expect(report.outcomes.allowed).toBeGreaterThan(2000);
    expect(report.outcomes.nothing).toBeGreaterThan(2000);
    expect(report.disagreements, reportText(report)).toEqual([]);
    expect(report.refused).toEqual([]);
  });

  test('does not decide as another kernel would: the comparison can fail', async () => {
    const other: LabSession = { ...session, release: '6.1.0', kernel: findLabKernel('6.1') as LabKernel };
    const report = await askAll(other, policies, { queries: 3000, seed: 5 });
    expect(report.disagreements.length).toBeGreaterThan(0);
  });

  test('lets processes do what shared/policy says, leads them where it says, and logs it', async () => {
    const some = {
      ...policies,
      compiled: policies.compiled.filter(({ name }) => name.startsWith('generated')),
    };
    const report = await tryAll(session, some, { deeds: 700, seed: 4 });
    const sum = (of: 'done' | 'denied') =>
      Object.values(report.kinds).reduce((total, kind) => total + kind[of], 0);
    expect(sum('done')).toBeGreaterThan(60);
    expect(sum('denied')).toBeGreaterThan(100);
    expect(report.surprises, deedsText(report)).toEqual([]);
  });

  test('runs a program confined, and gives what it printed and what was logged', async () => {
    const text =
      'profile lab-run {\n  /** rix,\n  audit /etc/seen r,\n  deny /etc/quiet r,\n  audit deny /etc/shadow r,\n}\n';
    const { policy, response } = await compilePolicy({
      files: [{ path: 'lab', text }],
      target: kernel.target,
    });
    expect(response.verdict).toBe('valid');
    await session.load(policy!);
    for (const name of ['seen', 'quiet', 'shadow'])
      await session.put(`/etc/${name}`, 0o644, Buffer.from(`${name}\n`));
    const read = (name: string, options = { profile: 'lab-run' }) =>
      session.run(['/bin/busybox', 'cat', `/etc/${name}`], options);
    expect(await read('seen')).toMatchObject({ status: 0, stdout: 'seen\n' });
    expect((await read('seen')).records[0]).toMatch(/apparmor="AUDIT".*name="\/etc\/seen"/);
    expect(await read('quiet')).toMatchObject({ status: 1, stdout: '', records: [] });
    expect((await read('quiet')).stderr).toContain('Permission denied');
    expect((await read('shadow')).records[0]).toMatch(
      /apparmor="DENIED".*profile="lab-run" name="\/etc\/shadow"/,
    );
    expect((await read('shadow', { profile: '' })).stdout).toBe('shadow\n');
    for (const { name } of readPolicy(policy!).profiles) await session.unload(name);
  });

  test('a policy that the kernel refuses, a profile that is not there, a program that is none: said in words', async () => {
    await expect(session.load(Buffer.from('nonsense'))).rejects.toThrow(/answered E\w+ to loading a policy/);
    await expect(session.unload('nobody')).rejects.toThrow('ENOENT to removing nobody');
    expect((await session.ask('nobody', [{ bytes: Uint8Array.of(2, 0x2f), owner: true }]))[0]!.errno).toBe(2);
    expect(await session.run(['/nowhere'])).toMatchObject({
      status: 127,
      stderr: '/nowhere: No such file or directory\n',
    });
  });

  test('a program that takes too long is ended', async () => {
    expect(await session.run(['/bin/busybox', 'sleep', '60'], { seconds: 1 })).toMatchObject({ signal: 9 });
  });
});
