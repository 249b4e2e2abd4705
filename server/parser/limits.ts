/** Every bound on a run of apparmor_parser, in one place. */
export const limits = {
  /** Bytes of one file of a request, in UTF-8. */
  inputBytes: 256 * 1024,
  /** Wall-clock milliseconds, for a person who waits and for a batch. */
  interactiveMs: 5_000,
  batchMs: 30_000,
  /** Address space of the parser in bytes, its processor seconds, and the largest file it may write. */
  memoryBytes: 1024 ** 3,
  cpuSeconds: 10,
  fileBytes: 32 * 1024 ** 2,
  /** Bytes of compiled policy; above it the run is stopped. */
  stdoutBytes: 16 * 1024 ** 2,
  /** Bytes of messages that are kept: the first and the last ones. */
  stderrBytes: 64 * 1024,
  /** Runs, and wall-clock milliseconds, to find the place of a message that names none. */
  bisectRuns: 60,
  bisectMs: 4_000,
  /** Runs that may wait for a free place before callers are told to come back. */
  waiting: 64,
} as const;
