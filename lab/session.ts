/** A booted kernel that policies can be loaded into and that can be asked. */
import { getSystemErrorName } from 'node:util';
import type { CpioEntry } from './cpio.ts';
import type { Deed, DeedResult } from './deeds/types.ts';
import { initramfs } from './initramfs.ts';
import type { LabKernel } from './kernels.ts';
import { LabError, lastLines, type Machine, missingHere, startMachine } from './machine.ts';
import { guestRoot, type KernelFiles, kernelFiles } from './packages.ts';
import {
  type AccessAnswer,
  type AccessQuery,
  askPayload,
  fields,
  message,
  type operations,
  readAnswers,
  readFields,
} from './protocol.ts';

export interface LabSession {
  kernel: LabKernel;
  /** `uname -r` of the running kernel. */
  release: string;
  /** The kernel package's version. */
  version: string;
  /** Milliseconds from starting QEMU to the agent's first word. */
  bootMs: number;
  /** Loads a compiled policy, replacing nothing: a profile of the same name must be unloaded before. Throws LabError. */
  load(policy: Uint8Array): Promise<void>;
  /** Removes a profile and its children by its full name. Throws LabError. */
  unload(profile: string): Promise<void>;
  /** Asks `.access` about a loaded profile; the answers stand in the order of the queries. */
  ask(label: string, queries: AccessQuery[]): Promise<AccessAnswer[]>;
  /** Puts a file into the guest; `mode` as in chmod. */
  put(path: string, mode: number, data: Uint8Array): Promise<void>;
  /** Runs a program, confined or not. */
  run(command: string[], options?: RunOptions): Promise<RunResult>;
  /** Tries deeds, each in a process of its own; the results stand in the order of the deeds. */
  try(deeds: readonly Deed[]): Promise<DeedResult[]>;
  /** The last of what the kernel printed. */
  console(): string;
  stop(): Promise<void>;
}

export interface RunOptions {
  /** The profile that confines it, entered as the program starts. */
  profile?: string;
  /** 0 where it is not said. */
  uid?: number;
  /** 10 where it is not said; then it is killed. */
  seconds?: number;
}

export interface RunResult {
  /** Exit status, or undefined where a signal ended it. 127 where it could not be started. */
  status?: number;
  signal?: number;
  stdout: string;
  stderr: string;
  /** The AppArmor records that the kernel logged meanwhile, each without the kernel's prefix. */
  records: string[];
}

export interface BootOptions {
  onProgress?: ((line: string) => void) | undefined;
  /** Further files for the guest. */
  extra?: CpioEntry[];
  /** The whole archive in place of ours; it must bring init and the agent. */
  archive?: (files: KernelFiles) => Uint8Array;
  /** The guest's memory; 512 where it is not said. */
  memoryMiB?: number;
}

// A kernel under emulation now and then dies early: a second start is no cover for a kernel that cannot boot.
const attempts = 3;
const bootLimitMs = 90_000;
/** Queries in one message: answers come while the next are read. */
const batch = 4000;

/** Deeds in one message: each takes milliseconds, and their records must not outgrow the kernel's log. */
const deedBatch = 100;

/** Boots the kernel, fetching its packages the first time. Throws LabError or ToolchainError with one sentence. */
export async function bootLab(kernel: LabKernel, options: BootOptions = {}): Promise<LabSession> {
  const missing = missingHere();
  if (missing) throw new LabError(missing);
  const files = await kernelFiles(kernel, { onProgress: options.onProgress });
  const archive = options.archive
    ? options.archive(files)
    : initramfs({
        kernel: files,
        guest: await guestRoot({ onProgress: options.onProgress }),
        extra: options.extra ?? [],
      });
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await bootOnce(kernel, files, archive, options.memoryMiB);
    } catch (error) {
      if (!(error instanceof LabError) || attempt >= attempts) throw error;
      options.onProgress?.(`${error.message} Starting again.`);
    }
  }
}

async function bootOnce(
  kernel: LabKernel,
  files: KernelFiles,
  archive: Uint8Array,
  memoryMiB?: number,
): Promise<LabSession> {
  const started = performance.now();
  const machine = await startMachine(files.image, archive, memoryMiB);
  const line = new Line(machine);
  try {
    machine.socket.write('!');
    const [release, enabled] = readFields(await line.next(bootLimitMs));
    if (enabled?.toString() !== '1')
      throw new LabError(`Linux ${release} booted without AppArmor: ${lastLines(machine.console())}`);
    return session(kernel, files, machine, line, {
      release: String(release),
      bootMs: performance.now() - started,
    });
  } catch (error) {
    await machine.stop();
    throw error;
  }
}

function session(
  kernel: LabKernel,
  files: KernelFiles,
  machine: Machine,
  line: Line,
  facts: { release: string; bootMs: number },
): LabSession {
  const tell = async (
    operation: keyof typeof operations,
    payload: Uint8Array,
    what: string,
    limitMs?: number,
  ) => {
    try {
      return await line.tell(message(operation, payload), limitMs);
    } catch (error) {
      if (!(error instanceof Errno)) throw error;
      throw new LabError(`Linux ${facts.release} answered ${error.message} to ${what}.`);
    }
  };
  return {
    kernel,
    version: files.version,
    ...facts,
    load: async (policy) => void (await tell('load', policy, 'loading a policy')),
    unload: async (profile) => void (await tell('unload', Buffer.from(profile), `removing ${profile}`)),
    ask: async (label, queries) => {
      const answers: AccessAnswer[] = [];
      for (let at = 0; at < queries.length; at += batch) {
        const part = queries.slice(at, at + batch);
        answers.push(...readAnswers(await tell('ask', askPayload(label, part), `asking about ${label}`)));
      }
      return answers;
    },
    put: async (path, mode, data) =>
      void (await tell('put', fields([path, mode.toString(8), data]), `putting ${path}`)),
    run: async (command, { profile = '', uid = 0, seconds = 10 } = {}) => {
      const payload = fields([profile, String(uid), String(seconds), ...command]);
      const answer = await tell('run', payload, `running ${command[0]}`, (seconds + 60) * 1000);
      const [wait, stdout, stderr, log] = readFields(answer).map((field) => field.toString());
      const status = Number(wait);
      const signal = status & 0x7f;
      return {
        ...(signal ? { signal } : { status: status >> 8 }),
        stdout: stdout ?? '',
        stderr: stderr ?? '',
        records: auditRecords(log ?? ''),
      };
    },
    try: async (deeds) => {
      const results: DeedResult[] = [];
      for (let at = 0; at < deeds.length; at += deedBatch) {
        const part = deeds.slice(at, at + deedBatch);
        const told = part.flatMap(({ label, kind, args }) => [String(args.length + 2), label, kind, ...args]);
        const answer = await tell('try', fields([String(part.length), ...told]), 'trying deeds', 300_000);
        results.push(...readDeeds(readFields(answer).map((field) => field.toString())));
      }
      return results;
    },
    console: () => machine.console(),
    stop: () => machine.stop(),
  };
}

/** Three fields a deed, and the log. */
function readDeeds(told: string[]): DeedResult[] {
  const records = auditRecords(told.at(-1) ?? '');
  return Array.from({ length: (told.length - 1) / 3 }, (_, index) => {
    const [pid, errno, detail] = told.slice(index * 3, index * 3 + 3);
    const own = new RegExp(`\\bpid=${pid}\\b`);
    return {
      pid: Number(pid),
      errno: Number(errno) < 0 ? undefined : Number(errno),
      killed: errno === '-2',
      detail: detail!,
      records: records.filter((record) => own.test(record)),
    };
  });
}

/** The AppArmor records among /dev/kmsg's lines, which read `priority,sequence,time,flags;text`. */
function auditRecords(log: string): string[] {
  return log
    .split('\n')
    .map((line) => line.slice(line.indexOf(';') + 1))
    .filter((text) => text.includes('apparmor='));
}

/** The guest refused: its errno, as its name. */
class Errno extends Error {}

/** One question and one answer at a time over the line; the answers' frames are put together here. */
class Line {
  private readonly machine: Machine;
  private waiting: { resolve: (frame: Buffer) => void; reject: (error: Error) => void } | undefined;
  private chunks: Buffer[] = [];
  private received = 0;
  private turn: Promise<unknown> = Promise.resolve();

  constructor(machine: Machine) {
    this.machine = machine;
    machine.socket.on('data', (chunk: Buffer) => this.take(chunk));
    void machine.ended.then(() =>
      this.waiting?.reject(new LabError(`The kernel died: ${lastLines(machine.console())}`)),
    );
  }

  /** Sends a message and waits for its answer's payload. Throws Errno or LabError. */
  tell(data: Buffer, limitMs = 120_000): Promise<Buffer> {
    const answer = this.turn.then(() => {
      const next = this.next(limitMs);
      this.machine.socket.write(data);
      return next;
    });
    this.turn = answer.catch(() => {});
    return answer;
  }

  /** Waits for the next frame. */
  async next(limitMs: number): Promise<Buffer> {
    let timer: NodeJS.Timeout | undefined;
    try {
      const frame = await new Promise<Buffer>((resolve, reject) => {
        this.waiting = { resolve, reject };
        timer = setTimeout(
          () =>
            reject(
              new LabError(
                `The kernel gave no answer within ${limitMs / 1000} s: ${lastLines(this.machine.console())}`,
              ),
            ),
          limitMs,
        );
        this.take();
      });
      const errno = frame.readUInt32LE(0);
      if (errno !== 0) throw new Errno(getSystemErrorName(-errno));
      return frame.subarray(4);
    } finally {
      clearTimeout(timer);
      this.waiting = undefined;
    }
  }

  private take(chunk?: Buffer): void {
    if (chunk) {
      this.chunks.push(chunk);
      this.received += chunk.length;
    }
    if (!this.waiting || this.received < 4) return;
    if (this.chunks[0]!.length < 4) this.chunks = [Buffer.concat(this.chunks)];
    const end = 4 + this.chunks[0]!.readUInt32LE(0);
    if (this.received < end) return;
    const all = Buffer.concat(this.chunks);
    this.chunks = [all.subarray(end)];
    this.received = all.length - end;
    this.waiting.resolve(all.subarray(4, end));
  }
}
