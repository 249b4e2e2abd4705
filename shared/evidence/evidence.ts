/**
 * What the lab found out about a kit's program on real kernels, as data: docs/evidence/evidence.json, which the lab
 * writes beside its report, and which the page reads. The texts (commands, records, screens) are in the report only.
 */

export type Outcome = 'passed' | 'failed' | 'not run';

/** The kit's profile as it was loaded for a run: the recommended form for the kernel's release, but for what is said here. */
export interface Form {
  mode: 'complain' | 'enforce';
  /** Options other than recommended: a group's choice, or `group/option` on or off. */
  options: Record<string, string | boolean>;
}

export interface EvidenceKernel {
  /** What the lab calls it: `6.12`, `7.x`. */
  id: string;
  /** As `uname -r` says. */
  release: string;
  /** The target whose form of the kit was loaded, and whose parser loaded it. */
  target: string;
  /** Version of that apparmor_parser. */
  parser: string;
  /** The program and its version. */
  program: string;
  /** Seconds of each capture. */
  seconds: number;
  /** SHA-256, in hexadecimal, of the kit's profile as it was shipped then; what was loaded is made from it. */
  profile: string;
}

export interface Picture {
  /** Relative to the evidence's directory. */
  path: string;
  /** The same screen as text. */
  text: string;
  caption: string;
}

/** A check on one kernel. */
export interface EvidenceRun {
  kernel: string;
  outcome: Outcome;
  /** One sentence: what was seen. */
  note: string;
  /** Its place in report.md. */
  anchor: string;
  pictures: Picture[];
}

export interface EvidenceCheck {
  /** Without the kernel: `denied-shadow`. */
  id: string;
  title: string;
  /** The acceptance criterion that it belongs to, by number, or why it is here. */
  criterion: string;
  /** What was loaded; null where no profile was. */
  form: Form | null;
  runs: EvidenceRun[];
}

export interface Evidence {
  version: 1;
  /** Id of the kit that it is about. */
  kit: string;
  /** The command that makes it again. */
  command: string;
  /** When the runs ended, as ISO 8601 in UTC. */
  madeAt: string;
  kernels: EvidenceKernel[];
  /** Kernels that were to be run and were not, and why. */
  missing: { kernel: string; reason: string }[];
  checks: EvidenceCheck[];
}

/** Evidence that is not as it should be. The message names the place and what was expected there. */
export class EvidenceError extends Error {
  override name = 'EvidenceError';
}

type Reader<T> = (value: unknown, place: string) => T;

const refuse = (place: string, expected: string): never => {
  throw new EvidenceError(`${place}: expected ${expected}`);
};
const text: Reader<string> = (value, place) => (typeof value === 'string' ? value : refuse(place, 'a text'));
const number: Reader<number> = (value, place) =>
  typeof value === 'number' ? value : refuse(place, 'a number');
const oneOf =
  <T>(...values: T[]): Reader<T> =>
  (value, place) =>
    values.find((one) => one === value) ??
    refuse(place, values.map((one) => JSON.stringify(one)).join(' or '));
const matching =
  (pattern: RegExp, expected: string): Reader<string> =>
  (value, place) =>
    typeof value === 'string' && pattern.test(value) ? value : refuse(place, expected);
const list =
  <T>(item: Reader<T>): Reader<T[]> =>
  (value, place) =>
    Array.isArray(value)
      ? value.map((one, index) => item(one, `${place}/${index}`))
      : refuse(place, 'a list');
const record = (value: unknown, place: string): Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : refuse(place, 'an object');
/** Fields that are not named are left out: newer evidence may say more. */
const object =
  <T>(fields: { [K in keyof T]: Reader<T[K]> }): Reader<T> =>
  (value, place) => {
    const from = record(value, place);
    const names = Object.keys(fields) as (keyof T & string)[];
    return Object.fromEntries(names.map((name) => [name, fields[name](from[name], `${place}/${name}`)])) as T;
  };

const options: Reader<Form['options']> = (value, place) =>
  Object.fromEntries(
    Object.entries(record(value, place)).map(([name, choice]) => [
      name,
      typeof choice === 'boolean' ? choice : text(choice, `${place}/${name}`),
    ]),
  );
const form = object<Form>({ mode: oneOf('complain', 'enforce'), options });
/** Below the evidence's directory, and nowhere else. */
const path = matching(/^[\w.-]+\/[\w.-]+$/, 'a path like 6.12/screen.png');

const evidence = object<Evidence>({
  version: oneOf(1),
  kit: text,
  command: text,
  madeAt: matching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z$/, 'a time like 2026-01-31T12:00:00Z'),
  kernels: list(
    object<EvidenceKernel>({
      id: text,
      release: text,
      target: text,
      parser: text,
      program: text,
      seconds: number,
      profile: matching(/^[0-9a-f]{64}$/, 'a SHA-256'),
    }),
  ),
  missing: list(object({ kernel: text, reason: text })),
  checks: list(
    object<EvidenceCheck>({
      id: matching(/^[a-z0-9-]+$/, 'an id of letters, digits and hyphens'),
      title: text,
      criterion: text,
      form: (value, place) => (value === null ? null : form(value, place)),
      runs: list(
        object<EvidenceRun>({
          kernel: text,
          outcome: oneOf<Outcome>('passed', 'failed', 'not run'),
          note: text,
          anchor: text,
          pictures: list(object<Picture>({ path, text: path, caption: text })),
        }),
      ),
    }),
  ),
});

/** The evidence that a parsed evidence.json holds. Throws an EvidenceError that names the first thing that is wrong. */
export function readEvidence(json: unknown): Evidence {
  const read = evidence(json, 'evidence');
  const kernels = new Set(read.kernels.map(({ id }) => id));
  const ids = new Set<string>();
  for (const [index, { id, runs }] of read.checks.entries()) {
    if (ids.has(id)) refuse(`evidence/checks/${index}/id`, `another id than “${id}”, which is there already`);
    ids.add(id);
    for (const { kernel } of runs)
      if (!kernels.has(kernel)) refuse(`evidence/checks/${index}/runs`, `a known kernel, not “${kernel}”`);
  }
  return read;
}

/** A kernel's version as far as a person wants to know it: `7.2` of `7.2.13+deb14-cloud-amd64`. */
export const kernelVersion = ({ release, id }: Pick<EvidenceKernel, 'release' | 'id'>): string =>
  /^\d+\.\d+/.exec(release)?.[0] ?? id;

/** The checks of these ids that the evidence has, in its own order. */
export const checksNamed = ({ checks }: Evidence, ids: readonly string[]): EvidenceCheck[] =>
  checks.filter(({ id }) => ids.includes(id));
