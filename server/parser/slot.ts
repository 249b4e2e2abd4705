/** One started sandbox: a process that is blocked until it is let go, and its private directory. */
import { type ChildProcess, spawn } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  closeSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Duplex } from 'node:stream';
import { type Sandbox, textName, workNames } from './sandbox.ts';

export interface ParserInput {
  /** The text that is compiled. */
  text: string;
  /** Files found before the policy tree's, by path relative to it. */
  overlay: { path: string; text: string }[];
  /** Files of the policy tree that are to be found beside those of the overlay, by path relative to it. */
  linked: string[];
  /** What the kernel mediates, as a features file. */
  features: string;
}

/** Every slot whose process may still run or whose directory may still exist. */
const alive = new Set<Slot>();
const prefix = 'aa-workbench-';
let home: string | undefined;
let counter = 0;

export class Slot {
  readonly sandbox: Sandbox;
  readonly child: ChildProcess;
  /** Settled when the process has ended and its output is read. */
  readonly ended: Promise<void>;
  private readonly directory: string;
  private released = false;

  constructor(sandbox: Sandbox) {
    this.sandbox = sandbox;
    this.directory = makeDirectory(sandbox);
    const [command, ...args] = sandbox.argv(this.directory);
    const filter = sandbox.filter ? openSync(filterFile(sandbox.filter), 'r') : undefined;
    // A process group of its own, so that all it started can be ended with it.
    this.child = spawn(command!, args, {
      cwd: this.directory,
      env: { PATH: process.env.PATH ?? '/usr/bin:/bin', LC_ALL: 'C' },
      stdio: ['ignore', 'pipe', 'pipe', 'pipe', ...(filter === undefined ? [] : [filter])],
      detached: true,
      ...(sandbox.user === undefined ? {} : { uid: sandbox.user, gid: sandbox.user }),
    });
    if (filter !== undefined) closeSync(filter);
    this.gate.on('error', () => {});
    this.child.once('exit', () => this.endWhatIsLeft());
    this.ended = new Promise((resolve) => {
      this.child.once('close', () => resolve());
      this.child.once('error', () => resolve());
    });
    void this.ended.then(() => {
      alive.delete(this);
      rmSync(this.directory, { recursive: true, force: true });
    });
    alive.add(this);
    this.hold(false);
  }

  /** A waiting sandbox does not keep our process alive; one that runs does. */
  hold(held: boolean): void {
    const { child } = this;
    const handles = [child, child.stdout, child.stderr, this.gate] as { ref?(): void; unref?(): void }[];
    for (const handle of handles) held ? handle.ref?.() : handle.unref?.();
  }

  get hasEnded(): boolean {
    return this.child.pid === undefined || this.child.exitCode !== null || this.child.signalCode !== null;
  }

  /** Lays the files where the parser will look for them. */
  lay(input: ParserInput): void {
    const write = (name: string, text: string) =>
      writeFileSync(join(this.directory, name), text, { mode: 0o644 });
    write(workNames.features, input.features);
    for (const file of input.overlay) {
      mkdirSync(dirname(join(this.directory, workNames.overlay, file.path)), { recursive: true });
      write(join(workNames.overlay, file.path), file.text);
    }
    for (const path of input.linked)
      symlinkSync(join(this.sandbox.base, path), join(this.directory, workNames.overlay, path));
    write(textName, input.text);
  }

  /** How the paths begin that the parser puts in its messages. */
  get paths(): { text: string; overlay: string; base: string } {
    const work = this.sandbox.workPath(this.directory);
    return { text: join(work, textName), overlay: join(work, workNames.overlay), base: this.sandbox.base };
  }

  /** Lets the parser run. */
  go(): void {
    this.released = true;
    this.gate.end('\n');
  }

  /**
   * Ends the process and all it started. The parser goes first: bubblewrap's own process then collects it and ends by
   * itself, where killing both would leave a dead entry to an init that may not collect any (as in many containers).
   * One that still waits is let go instead, and finds nothing to compile.
   */
  end(): void {
    const { pid } = this.child;
    if (pid === undefined || this.hasEnded) return;
    if (!this.released) this.gate.end();
    else for (const inner of childrenOf(pid)) kill(inner);
    if (this.released && this.sandbox.kind === 'bare') kill(-pid);
    else setTimeout(() => this.hasEnded || kill(-pid), 300).unref();
  }

  /** Ends the process at once; for the end of our own process, when nothing can be waited for. */
  endNow(): void {
    if (this.child.pid !== undefined && !this.hasEnded) kill(-this.child.pid);
    rmSync(this.directory, { recursive: true, force: true });
  }

  /**
   * Should bubblewrap's own process end alone, the one inside may wait for ever: for the gate, or before that, while it
   * is still of the same process group, for a byte from its dead parent. Whatever even so keeps our pipes open is no
   * longer listened to.
   */
  private endWhatIsLeft(): void {
    const { child, gate } = this;
    gate.destroy();
    if (child.pid !== undefined) kill(-child.pid);
    const deaf = setTimeout(() => {
      child.stdout?.destroy();
      child.stderr?.destroy();
    }, 2000).unref();
    child.once('close', () => clearTimeout(deaf));
  }

  private get gate(): Duplex {
    return this.child.stdio[3] as Duplex;
  }
}

/** Ends every slot and waits until nothing of them is left. */
export async function endAllSlots(): Promise<void> {
  const slots = [...alive];
  for (const slot of slots) {
    slot.hold(true);
    slot.end();
  }
  await Promise.all(slots.map((slot) => slot.ended));
  removeHome();
}

function makeDirectory(sandbox: Sandbox): string {
  const directory = join(openHome(), `${++counter}`);
  mkdirSync(join(directory, workNames.overlay), { recursive: true, mode: 0o755 });
  writeFileSync(join(directory, workNames.configuration), '');
  if (sandbox.user !== undefined) {
    // The parser's user passes through ours to its own, and nobody else enters that.
    chmodSync(dirname(directory), 0o711);
    chmodSync(directory, 0o700);
    chownSync(directory, sandbox.user, sandbox.user);
  }
  return directory;
}

/** The file that bubblewrap reads the filter from; written once, because others may be reading it. */
function filterFile(filter: Buffer): string {
  const place = join(openHome(), 'filter');
  if (!existsSync(place)) writeFileSync(place, filter);
  return place;
}

/** This process's own directory for runs; what dead processes left is removed. */
function openHome(): string {
  if (home) return home;
  for (const name of readdirSync(tmpdir())) {
    const owner = new RegExp(`^${prefix}(\\d+)-`).exec(name)?.[1];
    if (owner && !isAlive(Number(owner))) removeLeftOver(join(tmpdir(), name));
  }
  home = mkdtempSync(join(tmpdir(), `${prefix}${process.pid}-`));
  process.on('exit', removeNow);
  for (const signal of signals) process.on(signal, dieOfSignal);
  return home;
}

function removeLeftOver(path: string): void {
  try {
    rmSync(path, { recursive: true, force: true });
  } catch {
    // Somebody else's.
  }
}

function removeHome(): void {
  if (home && alive.size === 0) {
    rmSync(home, { recursive: true, force: true });
    home = undefined;
    process.off('exit', removeNow);
    for (const signal of signals) process.off(signal, dieOfSignal);
  }
}

function removeNow(): void {
  for (const slot of alive) slot.endNow();
  alive.clear();
  removeHome();
}

const signals = ['SIGTERM', 'SIGINT', 'SIGHUP'] as const;

/** Where nobody else closes down in order on a signal, cleans up and then dies of it as it would have. */
function dieOfSignal(signal: NodeJS.Signals): void {
  if (process.listenerCount(signal) > 1) return;
  removeNow();
  process.kill(process.pid, signal);
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function childrenOf(pid: number): number[] {
  try {
    return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean).map(Number);
  } catch {
    return [];
  }
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended already.
  }
}
