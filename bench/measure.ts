/** Side-by-side measuring: rivals take turns in one process, and only ratios of medians are believed. */

/** Milliseconds of one run of `work`. */
export async function time(work: () => unknown): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

export function median(values: readonly number[]): number {
  if (values.length === 0) throw new RangeError('the median of nothing');
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/**
 * Run the named rivals in turns, `rounds` times each after `warmup` rounds that do not count.
 * Turns, not blocks: what else the machine does falls on all of them alike. `between` is waited before each run,
 * outside the measured time.
 * @returns median milliseconds by name
 */
export async function race<Name extends string>(
  rivals: Record<Name, () => unknown>,
  { rounds, warmup = 3, between }: { rounds: number; warmup?: number; between?: () => Promise<unknown> },
): Promise<Record<Name, number>> {
  const names = Object.keys(rivals) as Name[];
  const times = Object.fromEntries(names.map((name) => [name, [] as number[]])) as Record<Name, number[]>;
  for (let round = -warmup; round < rounds; round++) {
    for (const name of names) {
      await between?.();
      const spent = await time(rivals[name]);
      if (round >= 0) times[name].push(spent);
    }
  }
  return Object.fromEntries(names.map((name) => [name, median(times[name])])) as Record<Name, number>;
}

/** One line of the report: a ratio, what it may be at most, and the medians it came from. */
export interface Measurement {
  id: string;
  what: string;
  ratio: number;
  atMost: number;
  /** Medians, with their unit. */
  medians: Record<string, string>;
  note?: string;
}

export const milliseconds = (value: number): string => `${value.toFixed(2)} ms`;
export const kilobytes = (value: number): string => `${(value / 1000).toFixed(0)} kB`;
