/** One bounded run of apparmor_parser over a text and the files it may include. */
import type { ChildProcess } from 'node:child_process';
import { availableParallelism, constants } from 'node:os';
import type { Toolchain } from '../toolchains/index.ts';
import { BusyError, SandboxError } from './errors.ts';
import { limits } from './limits.ts';
import { refill, takeSlot } from './pool.ts';
import type { ParserInput, Slot } from './slot.ts';

export interface ParserRun {
  /** The exit status; null where it was stopped. */
  status: number | null;
  /** Why it was stopped by us. */
  stopped?: 'time' | 'output';
  /** Compiled policy. */
  policy: Buffer;
  /** The parser's messages, with the paths of the sandbox. */
  messages: string;
  milliseconds: number;
  /** How the sandbox's paths begin, to put the caller's names in their place. */
  paths: { text: string; overlay: string; base: string };
}

export interface RunOptions {
  signal?: AbortSignal | undefined;
  timeoutMs?: number;
}

const places = Math.max(2, availableParallelism());
let running = 0;
const queue: (() => void)[] = [];

/**
 * Runs the parser. Throws BusyError where too many wait, SandboxError where it could not be started, and the signal's
 * reason where the caller gave up.
 */
export async function runParser(
  toolchain: Toolchain,
  input: ParserInput,
  options: RunOptions = {},
): Promise<ParserRun> {
  options.signal?.throwIfAborted();
  await enter(options.signal);
  try {
    for (let attempt = 1; ; attempt++) {
      const slot = await takeSlot(toolchain);
      try {
        options.signal?.throwIfAborted();
        slot.lay(input);
        const run = await letGo(slot, options);
        const failure = startFailure(run);
        if (!failure) return run;
        if (attempt === 2) throw new SandboxError(failure);
      } finally {
        slot.end();
      }
    }
  } finally {
    leave();
    setUpAnew(toolchain);
  }
}

/** Whether somebody had to wait for a place since all was quiet. */
let crowded = false;
/** Toolchains whose sandboxes were used meanwhile. */
const owed = new Set<Toolchain>();
const quietMs = 30;

/**
 * Sets up sandboxes in the place of those used. That takes time of this process, about as much as a small run: where
 * others wait for a place, they and their answers go first.
 */
function setUpAnew(toolchain: Toolchain): void {
  if (!crowded) {
    setImmediate(() => void refill(toolchain).catch(() => {}));
    return;
  }
  owed.add(toolchain);
  if (running === 0) setTimeout(settle, quietMs).unref();
}

function settle(): void {
  if (running > 0) return;
  crowded = false;
  for (const toolchain of owed) void refill(toolchain).catch(() => {});
  owed.clear();
}

/** What the programs around the parser said when they could not start it. */
function startFailure(run: ParserRun): string | undefined {
  if (run.status === 0 || run.stopped) return undefined;
  return /^(?:bwrap|prlimit|sh): .*$/m.exec(run.messages)?.[0];
}

async function enter(signal: AbortSignal | undefined): Promise<void> {
  if (running < places) {
    running++;
    return;
  }
  if (queue.length >= limits.waiting) throw new BusyError('Too many checks at once; try again in a moment.');
  crowded = true;
  await new Promise<void>((resolve, reject) => {
    const turn = () => {
      signal?.removeEventListener('abort', giveUp);
      resolve();
    };
    const giveUp = () => {
      queue.splice(queue.indexOf(turn), 1);
      reject(signal!.reason);
    };
    signal?.addEventListener('abort', giveUp, { once: true });
    queue.push(turn);
  });
}

/** Hands the place to the next in the queue, or frees it. */
function leave(): void {
  const next = queue.shift();
  if (next) next();
  else running--;
}

async function letGo(
  slot: Slot,
  { signal, timeoutMs = limits.interactiveMs }: RunOptions,
): Promise<ParserRun> {
  const { child } = slot;
  const policy: Buffer[] = [];
  let policyBytes = 0;
  let messages = '';
  let stopped: ParserRun['stopped'];
  const stop = (why: ParserRun['stopped']) => {
    stopped ??= why;
    slot.end();
  };
  const abort = () => slot.end();
  child.stdout!.on('data', (chunk: Buffer) => {
    policyBytes += chunk.length;
    if (policyBytes > limits.stdoutBytes) stop('output');
    else policy.push(chunk);
  });
  child.stderr!.setEncoding('utf8').on('data', (chunk: string) => {
    messages = headAndTail(messages + chunk);
  });
  const timer = setTimeout(stop, timeoutMs, 'time');
  signal?.addEventListener('abort', abort, { once: true });
  const started = performance.now();
  slot.go();
  await slot.ended;
  clearTimeout(timer);
  signal?.removeEventListener('abort', abort);
  signal?.throwIfAborted();
  return {
    status: stopped ? null : exitStatus(child),
    ...(stopped ? { stopped } : {}),
    policy: Buffer.concat(policy),
    messages,
    milliseconds: performance.now() - started,
    paths: slot.paths,
  };
}

/** As a shell tells it: a signal counts from 128. bubblewrap tells it so already. */
function exitStatus(child: ChildProcess): number | null {
  return child.signalCode === null ? child.exitCode : 128 + constants.signals[child.signalCode];
}

/** The parser says its first warnings first and the error last: of too much, both ends are kept. */
function headAndTail(text: string): string {
  if (text.length <= limits.stderrBytes) return text;
  const head = text.slice(0, text.lastIndexOf('\n', limits.stderrBytes / 2) + 1);
  const tail = text.slice(-limits.stderrBytes / 4);
  return head + tail.slice(tail.indexOf('\n') + 1);
}
