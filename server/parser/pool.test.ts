import { execFileSync, spawn } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { parsersForTests } from '../toolchains/forTests.ts';
import { toolchainsDirectory } from '../toolchains/index.ts';
import { closeParsers, sandboxFor, takeSlot, warmParser } from './pool.ts';
import { runParser } from './run.ts';
import { parserFilter } from './seccomp.ts';
import { Slot } from './slot.ts';

const toolchains = await parsersForTests();
const toolchain = toolchains.at(-1)!;
const features = 'file {mask {read\n}\n}\n';
const good = { text: 'profile t {\n}\n', overlay: [], linked: [], features };

/** Directories of runs that our process has in the temporary directory. */
const directories = (pid = process.pid) =>
  readdirSync(tmpdir()).filter((name) => name.startsWith(`aa-workbench-${pid}-`));

/** Processes, other than zombies, that descend from a process. */
function descendants(pid: number): number[] {
  const table = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        const [, state, parent] = /\) (\S) (\d+)/.exec(readFileSync(`/proc/${name}/stat`, 'utf8'))!;
        return state === 'Z' ? [] : [{ id: Number(name), parent: Number(parent) }];
      } catch {
        return [];
      }
    });
  const found: number[] = [];
  for (const queue = [pid]; queue.length > 0; ) {
    const next = queue.pop()!;
    const children = table.filter(({ parent }) => parent === next).map(({ id }) => id);
    found.push(...children);
    queue.push(...children);
  }
  return found;
}

describe.skipIf(!toolchain)('the waiting sandboxes', () => {
  afterEach(closeParsers);

  it('are used once each, and others take their place', async () => {
    await warmParser(toolchain);
    // bubblewrap has a process of its own, and another inside.
    await new Promise((resolve) => setTimeout(resolve, 300));
    const waiting = descendants(process.pid);
    await runParser(toolchain, good);
    await expect.poll(() => descendants(process.pid).length).toBe(waiting.length);
    expect(descendants(process.pid)).not.toEqual(waiting);
  });

  it('are set up anew after a crowd, once nobody waits any more', async () => {
    await warmParser(toolchain);
    await new Promise((resolve) => setTimeout(resolve, 300));
    const waiting = descendants(process.pid).length;
    const runs = await Promise.all(Array.from({ length: 12 }, () => runParser(toolchain, good)));
    expect(runs.map(({ status }) => status)).toEqual(runs.map(() => 0));
    expect(descendants(process.pid).length).toBeLessThan(waiting);
    await expect.poll(() => descendants(process.pid).length).toBe(waiting);
  });

  it('leave nothing behind when they are closed', async () => {
    await runParser(toolchain, good);
    await warmParser(toolchain);
    expect(directories()).toHaveLength(1);
    await closeParsers();
    expect(directories()).toEqual([]);
    expect(descendants(process.pid)).toEqual([]);
  });

  it('may be closed while they work, and be used again', async () => {
    const running = runParser(toolchain, { ...good, text: `profile t { /**a${'?'.repeat(18)} r, }` });
    await expect.poll(() => descendants(process.pid).length).toBeGreaterThan(0);
    await new Promise((resolve) => setTimeout(resolve, 100));
    await closeParsers();
    expect((await running).status).not.toBe(0);
    expect((await runParser(toolchain, good)).status).toBe(0);
  });

  it('one that died while it waited is not handed out', async () => {
    await warmParser(toolchain);
    for (const pid of descendants(process.pid)) {
      try {
        process.kill(pid, 'SIGKILL');
      } catch {}
    }
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect((await runParser(toolchain, good)).status).toBe(0);
  });

  it('whose outer process dies alone leave nothing that waits', async () => {
    const { sandbox } = await takeSlot(toolchain);
    // As bubblewrap killed between its fork and the byte that its child waits for: the child would wait for ever.
    const slot = new Slot({ ...sandbox, argv: () => ['/bin/sh', '-c', 'sleep 1000 & kill -9 $$'] });
    slot.hold(true);
    await slot.ended;
    await closeParsers();
    expect(descendants(process.pid)).toEqual([]);
  });

  it('are set up anew for a toolchain that was replaced', async () => {
    if (toolchain.root === '/') return console.warn('NOT TESTED: there is no unpacked toolchain to replace');
    const place = mkdtempSync(join(tmpdir(), 'replaced-'));
    const tree = join(place, 'tree');
    const moved = (path: string) => path.replaceAll(toolchain.root, tree);
    const copy = {
      ...toolchain,
      root: tree,
      base: moved(toolchain.base),
      command: toolchain.command.map(moved),
    };
    try {
      for (let time = 0; time < 2; time++) {
        rmSync(tree, { recursive: true, force: true });
        execFileSync('cp', ['-al', toolchain.root, tree]);
        expect((await runParser(copy, good)).status).toBe(0);
        await warmParser(copy);
      }
    } finally {
      await closeParsers();
      rmSync(place, { recursive: true });
    }
  });

  for (const signal of ['SIGTERM', 'SIGINT', 'SIGKILL'] as const)
    it(`end with a service that ends by ${signal}`, async () => {
      const script = `
        const { runParser } = await import(${JSON.stringify(join(import.meta.dirname, 'run.ts'))});
        const toolchain = ${JSON.stringify(toolchain)};
        await runParser(toolchain, ${JSON.stringify(good)});
        setTimeout(() => console.log('ready'), 300);
        setInterval(() => {}, 1000);`;
      const service = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      await new Promise((resolve) => service.stdout.once('data', resolve));
      const started = descendants(service.pid!);
      expect(started.length).toBeGreaterThan(0);
      const ended = new Promise((resolve) => service.once('exit', (_status, by) => resolve(by)));
      service.kill(signal);
      expect(await ended).toBe(signal);
      await expect.poll(() => started.filter((pid) => running(pid))).toEqual([]);
      // Nobody can clean up at SIGKILL; the next service does.
      if (signal === 'SIGKILL') await runParser(toolchain, good);
      expect(directories(service.pid)).toEqual([]);
    });
});

function running(pid: number): boolean {
  try {
    return !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}

describe.skipIf(!toolchain)('the sandbox', () => {
  afterAll(closeParsers);

  it('shows the parser no file of the machine', async () => {
    const { kind } = await sandboxFor(toolchain);
    if (kind !== 'bubblewrap') {
      if (process.env.CI) throw new Error('bubblewrap does not work here');
      return console.warn('NOT TESTED: bubblewrap does not work here, so the sandbox is not tried');
    }
    // Past the include check, on purpose.
    for (const path of [
      '/etc/passwd',
      '/proc/self/status',
      '/dev/null',
      `${toolchainsDirectory()}/sid/toolchain.json`,
      import.meta.filename,
      '../../../../etc/passwd',
    ]) {
      const { messages, status } = await runParser(toolchain, {
        ...good,
        text: `include "${path}"\nprofile t {\n}\n`,
      });
      expect(messages).toContain(`Could not open '${path}'`);
      expect(status).toBe(1);
    }
  });

  it('lets it write nothing', async () => {
    const slot = await takeSlot(toolchain);
    if (slot.sandbox.kind !== 'bubblewrap') return slot.end();
    const argv = slot.sandbox.argv('/any');
    expect(argv.filter((word) => /^--(?:bind|dev-bind|tmpfs|dev|proc)$/.test(word))).toEqual([]);
    slot.end();
    await slot.ended;
  });

  it('refuses new processes by its filter', async () => {
    const { sandbox } = await takeSlotOnce();
    if (!sandbox.filter)
      return console.warn('NOT TESTED: there is no system call filter on this architecture');
    // The same box around a shell, which has to fork to run a program; `:` it does by itself.
    const place = mkdtempSync(join(tmpdir(), 'filter-'));
    try {
      const shell = (command: string) => {
        const argv = sandbox.argv(place);
        const box = argv.slice(0, argv.indexOf('--ro-bind'));
        return new Slot({
          ...sandbox,
          argv: () => [...box, '--ro-bind', '/', '/', '--block-fd', '3', '--', '/bin/sh', '-c', command],
        });
      };
      const statusOf = async (slot: Slot) => {
        slot.hold(true);
        slot.child.stdout!.resume();
        let messages = '';
        slot.child.stderr!.setEncoding('utf8').on('data', (chunk: string) => {
          messages += chunk;
        });
        slot.go();
        await slot.ended;
        return `${slot.child.exitCode} ${messages}`;
      };
      expect(await statusOf(shell('exit 7'))).toBe('7 ');
      expect(await statusOf(shell('/bin/true; exit 7'))).toMatch(/[Cc]annot fork|Operation not permitted/);
    } finally {
      rmSync(place, { recursive: true });
    }
  });

  async function takeSlotOnce() {
    const slot = await takeSlot(toolchain);
    slot.end();
    await slot.ended;
    return slot;
  }
});

describe('the system call filter', () => {
  it('is whole instructions that end in an answer', () => {
    for (const machine of ['x64', 'arm64'] as const) {
      const filter = parserFilter(machine)!;
      expect(filter.length % 8).toBe(0);
      expect(filter.readUInt16LE(filter.length - 8)).toBe(0x06);
    }
  });
  it('is left out where the numbers are not known', () => expect(parserFilter('s390x')).toBeUndefined());
});

describe.skipIf(!toolchain)('what dead processes left', () => {
  it('is removed by the next', async () => {
    const left = join(tmpdir(), 'aa-workbench-99999999-left');
    mkdirSync(left, { recursive: true });
    writeFileSync(join(left, 'x'), '');
    await runParser(toolchain, good);
    expect(existsSync(left)).toBe(false);
    await closeParsers();
  });
});
