/** What becomes of programs that are started, as it was seen on Linux 6.1, 6.12 and 7.2. */
import { afterAll, describe, expect, test } from 'vitest';
import { deciderFor } from '../../shared/policy/decide.ts';
import { kernelOf } from '../../shared/policy/kernel.ts';
import { readPolicy } from '../../shared/policy/reader.ts';
import { findTarget } from '../../shared/targets/targets.ts';
import { closeParsers, compilePolicy } from '../parser/check.ts';
import { parsersForTests } from '../toolchains/forTests.ts';

const parsers = await parsersForTests();
afterAll(closeParsers);

const text = 'profile p flags=(complain) {\n  /bin/named px -> missing,\n  /bin/by-path px,\n}\n';

describe.skipIf(parsers.length === 0)('in complain mode, a program whose profile is not loaded', () => {
  const exec = async (target: string, path: string) => {
    const { policy } = await compilePolicy({ files: [{ path: 'p', text }], target });
    const { kernel, features } = findTarget(target)!;
    return deciderFor(readPolicy(policy!), kernelOf(kernel, features.tree)).decide({ op: 'exec', path }, 'p');
  };

  test.each(['/bin/named', '/bin/by-path'])('does not start before Linux 6.13: %s', async (path) => {
    for (const target of ['debian-12', 'debian-13'])
      expect(await exec(target, path)).toMatchObject({ verdict: 'deny', audit: true });
  });

  test('starts since then, under a profile that is made up', async () => {
    expect(await exec('debian-sid', '/bin/named')).toMatchObject({
      verdict: 'allow',
      complain: true,
      transition: 'p//null-/bin/named',
    });
  });

  test('and one that no rule lets start does so everywhere', async () => {
    for (const target of ['debian-12', 'debian-13', 'debian-sid'])
      expect(await exec(target, '/bin/other')).toMatchObject({ verdict: 'allow', complain: true });
  });
});

describe.skipIf(parsers.length === 0)('a program that starts under another profile', () => {
  const exec = async (child: string) => {
    const nested = `profile p {\n  /x cx -> child,\n  /y pix -> &p,\n  /z pix -> &p//&q,\n  profile child { ${child} }\n}\nprofile q {\n  /z rm,\n}\n`;
    const { policy } = await compilePolicy({ files: [{ path: 'p', text: nested }], target: 'debian-13' });
    const { kernel, features } = findTarget('debian-13')!;
    const decider = deciderFor(readPolicy(policy!), kernelOf(kernel, features.tree));
    return (path: string) => decider.decide({ op: 'exec', path }, 'p');
  };

  test.each(['', '/x r,', '/x m,'])(
    'is ended where that profile does not let it map itself: “%s”',
    async (child) => {
      const answer = (await exec(child))('/x');
      expect(answer).toMatchObject({ verdict: 'allow', transition: 'p//child' });
      expect(answer.note).toContain('“p//child” does not allow “rm” on /x');
    },
  );

  test('runs where it may', async () => {
    expect((await exec('/x rm,'))('/x').note).toBeUndefined();
  });

  test('a profile stacked on itself is itself', async () => {
    expect((await exec(''))('/y').transition).toBe('p');
  });

  test('a stack may be stacked', async () => {
    expect((await exec(''))('/z').transition).toBe('p//&q');
  });
});

describe.skipIf(parsers.length === 0)('profiles that are not asked, or attach alike', () => {
  const text = 'profile a /x* {\n  /** pix,\n}\n';
  const ask = async (target: string, request: Parameters<ReturnType<typeof deciderFor>['decide']>[0]) => {
    const both = `${text}profile b /{x,y}* {\n}\nprofile free flags=(unconfined) {\n}\n`;
    const { policy } = await compilePolicy({ files: [{ path: 'a', text: both }], target });
    const { kernel, features } = findTarget(target)!;
    return deciderFor(readPolicy(policy!), kernelOf(kernel, features.tree)).decide(request, 'a');
  };

  test('nobody has to allow what an unconfined process traces', async () => {
    const traced = (peer: string) => ask('debian-13', { op: 'ptrace', access: 'tracedby', peer });
    expect(await traced('unconfined')).toMatchObject({ verdict: 'allow', mediated: false });
    expect(await traced('free')).toMatchObject({ verdict: 'allow', mediated: false });
    expect(await traced('b')).toMatchObject({ verdict: 'deny', mediated: true });
  });

  test('who attach alike are none of them taken, which newer kernels log', async () => {
    for (const [target, audit] of [
      ['debian-13', false],
      ['debian-sid', true],
    ] as const) {
      expect(await ask(target, { op: 'attach', path: '/xy' })).toMatchObject({
        transition: 'unconfined',
        audit,
      });
      expect(await ask(target, { op: 'exec', path: '/xy' })).toMatchObject({ transition: 'a', audit });
    }
  });
});

test.skipIf(parsers.length === 0)(
  'a link that is allowed is logged by “audit”, with a test of the subset or without',
  async () => {
    for (const rule of ['audit /a l,', 'audit link /a -> /b,', 'audit link subset /a -> /b,', '/a l,']) {
      const { policy } = await compilePolicy({
        files: [{ path: 'p', text: `profile p {\n  ${rule}\n}\n` }],
        target: 'debian-13',
      });
      const { kernel, features } = findTarget('debian-13')!;
      const decider = deciderFor(readPolicy(policy!), kernelOf(kernel, features.tree));
      const answer = decider.decide({ op: 'link', path: '/a', target: '/b', owner: true }, 'p');
      expect(answer, rule).toMatchObject({ verdict: 'allow', audit: rule.startsWith('audit') });
    }
  },
);
