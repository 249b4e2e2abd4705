/** One bounded run of apparmor_parser over a text and the files it may include. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { dirname, join } from 'node:path';
import type { Toolchain } from '../toolchains/index.ts';
import { BusyError } from './errors.ts';
import { limits } from './limits.ts';
import { endGroup, refill, type Slot, takeSlot } from './pool.ts';
import { textName, workNames } from './sandbox.ts';

export interface ParserInput {
  /** The text that is compiled. */
  text: string;
  /** Files found before the policy tree's, by path relative to it. */
  overlay: { path: string; text: string }[];
  /** What the kernel mediates, as a features file. */
  features: string;
}

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

/** Runs the parser. Throws BusyError where too many wait, and the signal's reason where the caller gave up. */
export async function runParser(
  toolchain: Toolchain,
  input: ParserInput,
  options: RunOptions = {},
): Promise<ParserRun> {
  options.signal?.throwIfAborted();
  await enter(options.signal);
  try {
    const slot = await takeSlot(toolchain);
    try {
      options.signal?.throwIfAborted();
      layFiles(slot, input);
      return await letGo(slot, options);
    } finally {
      slot.discard();
    }
  } finally {
    leave();
    setImmediate(() => void refill(toolchain).catch(() => {}));
  }
}

async function enter(signal: AbortSignal | undefined): Promise<void> {
  if (running < places) {
    running++;
    return;
  }
  if (queue.length >= limits.waiting) throw new BusyError('Too many checks at once; try again in a moment.');
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

function layFiles(slot: Slot, input: ParserInput): void {
  writeFileSync(join(slot.directory, workNames.features), input.features);
  for (const file of input.overlay) {
    const place = join(slot.directory, workNames.overlay, file.path);
    mkdirSync(dirname(place), { recursive: true });
    writeFileSync(place, file.text);
  }
  writeFileSync(join(slot.directory, textName), input.text);
}

function letGo(slot: Slot, { signal, timeoutMs = limits.interactiveMs }: RunOptions): Promise<ParserRun> {
  const { child, sandbox, directory } = slot;
  const work = sandbox.workPath(directory);
  return new Promise((resolve, reject) => {
    const started = performance.now();
    const policy: Buffer[] = [];
    let policyBytes = 0;
    let messages = '';
    let stopped: ParserRun['stopped'];
    const stop = (why: ParserRun['stopped']) => {
      stopped ??= why;
      endGroup(child);
    };
    const abort = () => endGroup(child);
    const timer = setTimeout(stop, timeoutMs, 'time');
    signal?.addEventListener('abort', abort, { once: true });
    child.stdout!.on('data', (chunk: Buffer) => {
      policyBytes += chunk.length;
      if (policyBytes > limits.stdoutBytes) stop('output');
      else policy.push(chunk);
    });
    child.stderr!.setEncoding('utf8').on('data', (chunk: string) => {
      messages = headAndTail(messages + chunk);
    });
    child.once('error', reject);
    child.once('close', (status) => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', abort);
      if (signal?.aborted) return reject(signal.reason);
      resolve({
        status: stopped ? null : status,
        ...(stopped ? { stopped } : {}),
        policy: Buffer.concat(policy),
        messages,
        milliseconds: performance.now() - started,
        paths: {
          text: join(work, textName),
          overlay: join(work, workNames.overlay),
          base: sandbox.base,
        },
      });
    });
    slot.go();
  });
}

/** The parser says its first warnings first and the error last: of too much, both ends are kept. */
function headAndTail(text: string): string {
  if (text.length <= limits.stderrBytes) return text;
  const head = text.slice(0, text.lastIndexOf('\n', limits.stderrBytes / 2) + 1);
  const tail = text.slice(-limits.stderrBytes / 4);
  return head + tail.slice(tail.indexOf('\n') + 1);
}
