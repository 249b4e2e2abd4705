/** Runs one of the system's programs to its end, with bounds. Not for untrusted text: see server/parser. */
import { spawn } from 'node:child_process';

export interface Ran {
  /** Exit status; null where it was stopped by a signal or never started. */
  status: number | null;
  stdout: string;
  stderr: string;
  /** Set where the program could not be started at all, e.g. it is not installed. */
  failed?: 'missing' | 'stopped';
}

export function run(
  command: string,
  args: string[],
  options: {
    cwd?: string;
    env?: NodeJS.ProcessEnv;
    timeoutMs?: number;
    signal?: AbortSignal | undefined;
    onLine?: ((line: string) => void) | undefined;
  } = {},
): Promise<Ran> {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: options.cwd,
      env: { ...process.env, LC_ALL: 'C', DEBIAN_FRONTEND: 'noninteractive', ...options.env },
      stdio: ['ignore', 'pipe', 'pipe'],
      signal: options.signal,
      timeout: options.timeoutMs,
      killSignal: 'SIGKILL',
    });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
      stdout = (stdout + chunk).slice(-1_000_000);
      if (options.onLine) for (const line of chunk.split('\n')) if (line.trim()) options.onLine(line.trim());
    });
    child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
      stderr = (stderr + chunk).slice(-1_000_000);
    });
    child.on('error', (error: NodeJS.ErrnoException) => {
      const failed = error.code === 'ENOENT' ? 'missing' : 'stopped';
      resolve({ status: null, stdout, stderr, failed });
    });
    child.on('close', (status) => {
      resolve({ status, stdout, stderr, ...(status === null ? { failed: 'stopped' as const } : {}) });
    });
  });
}
