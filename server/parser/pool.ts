/**
 * Sandboxes that wait. Setting one up takes longer than most parser runs, so each toolchain in use keeps a few set up
 * and blocked; a run lays its files into one and lets it go. A sandbox serves one run and ends with it.
 */
import { statSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import type { Toolchain } from '../toolchains/index.ts';
import { type Sandbox, sandboxCandidates } from './sandbox.ts';
import { endAllSlots, Slot } from './slot.ts';

const keep = Math.max(2, Math.min(4, availableParallelism()));
const idleMs = 5 * 60_000;

interface Shelf {
  sandbox: Sandbox;
  waiting: Slot[];
  /** When it was last asked for, in milliseconds since the epoch. */
  used: number;
  closed?: true;
}

const shelves = new Map<string, Promise<Shelf>>();
let sweeper: NodeJS.Timeout | undefined;

/** A sandbox for one run: a waiting one, else a new one. */
export async function takeSlot(toolchain: Toolchain): Promise<Slot> {
  const shelf = await shelfFor(toolchain);
  shelf.used = Date.now();
  shelf.waiting = shelf.waiting.filter((slot) => !slot.hasEnded);
  const slot = shelf.waiting.shift() ?? new Slot(shelf.sandbox);
  slot.hold(true);
  return slot;
}

/** Sets up sandboxes for the toolchain, so that its first check is as quick as any. */
export async function warmParser(toolchain: Toolchain): Promise<void> {
  fill(await shelfFor(toolchain));
}

/** Sets up new sandboxes for those that were used, unless everything was closed in the meantime. */
export async function refill(toolchain: Toolchain): Promise<void> {
  const shelf = await shelves.get(keyOf(toolchain));
  if (shelf) fill(shelf);
}

function fill(shelf: Shelf): void {
  while (!shelf.closed && shelf.waiting.length < keep) {
    const slot = new Slot(shelf.sandbox);
    shelf.waiting.push(slot);
    // One that ends while it waits must not be handed out.
    void slot.ended.then(() => {
      const at = shelf.waiting.indexOf(slot);
      if (at >= 0) shelf.waiting.splice(at, 1);
    });
  }
}

/** The sandbox that works for a toolchain, found once by really running the parser in each kind. */
export async function sandboxFor(toolchain: Toolchain): Promise<Sandbox> {
  return (await shelfFor(toolchain)).sandbox;
}

/** Ends every sandbox, waiting or running, and removes what they left. The next check starts anew. */
export async function closeParsers(): Promise<void> {
  clearInterval(sweeper);
  sweeper = undefined;
  const closing = [...shelves.values()];
  shelves.clear();
  for (const shelf of await Promise.allSettled(closing))
    if (shelf.status === 'fulfilled') shelf.value.closed = true;
  await endAllSlots();
}

/** A toolchain that was unpacked anew has the same paths, but a sandbox set up before would still show the old files. */
function keyOf({ command }: Toolchain): string {
  const parser = statSync(command.at(-1)!, { throwIfNoEntry: false });
  return [...command, parser?.ino, parser?.ctimeMs].join('\n');
}

function shelfFor(toolchain: Toolchain): Promise<Shelf> {
  const key = keyOf(toolchain);
  const known = shelves.get(key);
  if (known) return known;
  const found = firstThatWorks(toolchain).then(
    (sandbox): Shelf => ({ sandbox, waiting: [], used: Date.now() }),
  );
  found.catch(() => shelves.delete(key));
  shelves.set(key, found);
  sweeper ??= setInterval(() => void sweep(), 30_000).unref();
  return found;
}

async function firstThatWorks(toolchain: Toolchain): Promise<Sandbox> {
  const candidates = await sandboxCandidates(toolchain);
  for (const sandbox of candidates) if (await works(sandbox)) return sandbox;
  throw new Error(
    `apparmor_parser ${toolchain.version} (${toolchain.id}) cannot be started here, not even without a sandbox.`,
  );
}

/** Whether a sandbox compiles the smallest of profiles. */
async function works(sandbox: Sandbox): Promise<boolean> {
  const slot = new Slot(sandbox);
  slot.hold(true);
  let bytes = 0;
  slot.child.stdout?.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
  });
  slot.child.stderr?.resume();
  slot.lay({ text: 'profile probe {\n}\n', overlay: [], linked: [], features: 'file {mask {read\n}\n}\n' });
  const timer = setTimeout(() => slot.end(), 10_000);
  slot.go();
  await slot.ended;
  clearTimeout(timer);
  return slot.child.exitCode === 0 && bytes > 0;
}

/** Lets go of sandboxes that nobody has asked for in a while. */
async function sweep(): Promise<void> {
  for (const shelf of await Promise.all(shelves.values()))
    if (Date.now() - shelf.used > idleMs) for (const slot of shelf.waiting.splice(0)) slot.end();
}
