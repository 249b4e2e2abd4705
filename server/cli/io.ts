/** What a command talks through, so that tests can listen. */
export interface Io {
  stdout(text: string): void;
  stderr(text: string): void;
  stdin(): Promise<string>;
  /** Environment variables. */
  env: Record<string, string | undefined>;
  /** Aborts when the person wants to stop (Ctrl+C). */
  signal: AbortSignal;
}

/** The exit statuses of every command; the last is a shell's own for Ctrl+C. */
export const exit = { good: 0, findings: 1, couldNotRun: 2, stopped: 130 } as const;

/** A command cannot do what was asked. The message is one sentence; the exit status is 2. */
export class CannotRun extends Error {
  override name = 'CannotRun';
}
