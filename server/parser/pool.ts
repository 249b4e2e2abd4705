/**
 * Sandboxes that wait. Setting one up takes longer than most parser runs, so each toolchain in use keeps a few set up
 * and blocked; a run lays its files into one and lets it go. A sandbox serves one run and dies with it.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Duplex } from 'node:stream';
import type { Toolchain } from '../toolchains/index.ts';
import { type Sandbox, sandboxFor, workNames } from './sandbox.ts';

/** A started sandbox: its process is blocked until `go`. */
export interface Slot {
  sandbox: Sandbox;
  child: ChildProcess;
  /** Its private directory; the parser sees it as `sandbox.workPath(directory)`. */
  directory: string;
  go(): void;
  /** Ends its process, if there still is one, and removes its directory. */
  discard(): void;
}

const keep = Math.max(2, Math.min(4, availableParallelism()));
const idleMs = 5 * 60_000;
const prefix = 'aa-workbench-';

let home: string | undefined;
let counter = 0;
const waiting = new Map<string, { slots: Slot[]; used: number }>();
const alive = new Set<Slot>();
let sweeper: NodeJS.Timeout | undefined;

/** A sandbox for one run: a waiting one, else a new one. */
export async function takeSlot(toolchain: Toolchain): Promise<Slot> {
  const sandbox = await sandboxFor(toolchain);
  const shelf = shelfFor(toolchain);
  shelf.used = Date.now();
  const slot = shelf.slots.shift() ?? startSlot(sandbox);
  hold(slot, true);
  return slot;
}

/** Sets up sandboxes for the toolchain until enough wait. */
export async function refill(toolchain: Toolchain): Promise<void> {
  const sandbox = await sandboxFor(toolchain);
  const shelf = shelfFor(toolchain);
  while (shelf.slots.length < keep) shelf.slots.push(startSlot(sandbox));
}

function shelfFor(toolchain: Toolchain): { slots: Slot[]; used: number } {
  const key = toolchain.command.join('\n');
  const shelf = waiting.get(key) ?? { slots: [], used: Date.now() };
  waiting.set(key, shelf);
  return shelf;
}

function startSlot(sandbox: Sandbox): Slot {
  const directory = join(openHome(), `${++counter}`);
  mkdirSync(join(directory, workNames.overlay), { recursive: true, mode: 0o700 });
  writeFileSync(join(directory, workNames.configuration), '');
  const [command, ...args] = sandbox.argv(directory);
  // A process group of its own, so that everything it started can be ended with it.
  const child = spawn(command!, args, {
    cwd: directory,
    env: { PATH: process.env.PATH ?? '/usr/bin:/bin', LC_ALL: 'C' },
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
    detached: true,
  });
  const gate = child.stdio[3] as Duplex;
  gate.on('error', () => {});
  const slot: Slot = {
    sandbox,
    child,
    directory,
    go: () => gate.end('\n'),
    discard: () => {
      alive.delete(slot);
      endGroup(child);
      rmSync(directory, { recursive: true, force: true });
    },
  };
  alive.add(slot);
  // One that dies while it waits must not be handed out; it must not keep the service running either.
  child.on('error', () => forget(slot));
  child.once('exit', () => forget(slot));
  hold(slot, false);
  return slot;
}

/** A waiting sandbox does not keep the process alive; one that runs does. */
function hold({ child }: Slot, held: boolean): void {
  const handles = [child, child.stdout, child.stderr, child.stdio[3]] as { ref?(): void; unref?(): void }[];
  for (const handle of handles) held ? handle.ref?.() : handle.unref?.();
}

function forget(slot: Slot): void {
  for (const shelf of waiting.values()) {
    const at = shelf.slots.indexOf(slot);
    if (at >= 0) {
      shelf.slots.splice(at, 1);
      slot.discard();
    }
  }
}

/**
 * Ends a sandbox and all it started. The parser goes first: bubblewrap's own process then collects it and ends by
 * itself, where killing both would leave a dead entry to an init that may not collect any (as in many containers).
 */
export function endGroup(child: ChildProcess): void {
  const { pid } = child;
  if (pid === undefined || hasEnded(child)) return;
  const inner = childrenOf(pid);
  for (const process_ of inner) kill(process_);
  if (inner.length === 0) kill(-pid);
  else setTimeout(() => !hasEnded(child) && kill(-pid), 250).unref();
}

function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
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

/** This process's own directory for runs; those that dead processes left are removed. */
function openHome(): string {
  if (home) return home;
  for (const name of readdirSync(tmpdir())) {
    const owner = new RegExp(`^${prefix}(\\d+)-`).exec(name)?.[1];
    if (owner && !isAlive(Number(owner))) rmSync(join(tmpdir(), name), { recursive: true, force: true });
  }
  home = mkdtempSync(join(tmpdir(), `${prefix}${process.pid}-`));
  chmodSync(home, 0o700);
  process.on('exit', closeNow);
  sweeper = setInterval(sweep, 30_000);
  sweeper.unref();
  return home;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Lets go of sandboxes that nobody has asked for in a while. */
function sweep(): void {
  for (const shelf of waiting.values())
    if (Date.now() - shelf.used > idleMs) for (const slot of shelf.slots.splice(0)) slot.discard();
}

function closeNow(): void {
  for (const slot of [...alive]) slot.discard();
  waiting.clear();
  if (home) rmSync(home, { recursive: true, force: true });
  home = undefined;
  clearInterval(sweeper);
  process.off('exit', closeNow);
}

/** Ends every sandbox, waiting or running, and removes their directories. The next check starts anew. */
export async function closeParsers(): Promise<void> {
  const ending = [...alive].map(
    (slot) =>
      new Promise<void>((resolve) => {
        if (hasEnded(slot.child) || !slot.child.pid) return resolve();
        hold(slot, true);
        slot.child.once('exit', () => resolve());
      }),
  );
  closeNow();
  await Promise.all(ending);
}
