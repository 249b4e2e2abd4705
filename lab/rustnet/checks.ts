/** What the lab finds out about rustnet under its profile: one check after another, with what was seen. */
import type { Form } from '../../shared/evidence/evidence.ts';
import type { Screen } from './terminal.ts';

export interface Evidence {
  /** What it is: a command, a file, the kernel's log. */
  title: string;
  text: string;
}

export interface Picture {
  /** The file's name without its end, unique in a kernel's runs. */
  name: string;
  caption: string;
  screen: Screen;
}

export interface Check {
  /** Stable, for links. */
  id: string;
  title: string;
  /** The acceptance criterion of issue 272 that it belongs to, by number, or why it is here. */
  criterion: number | string;
  outcome: 'passed' | 'failed' | 'not run';
  /** One sentence: what was seen. */
  note: string;
  /** The profile that was loaded; null where none was. */
  form: Form | null;
  evidence: Evidence[];
  pictures: Picture[];
}

/** An option of the kit, left out, and what came of it. */
export interface OptionRun {
  option: string;
  title: string;
  /** What was done without it. */
  run: string;
  /** It does less; it does the same, and the kernel logs refusals. */
  outcome: 'fails without it' | 'refusals without it' | 'nothing changed' | 'not run';
  note: string;
  records: string[];
}

export interface KernelRuns {
  kernel: string;
  /** The target whose form of the kit was loaded. */
  target: string;
  release: string;
  version: string;
  parser: string;
  rustnet: string;
  rustnetFrom: string;
  /** Seconds of each capture. */
  seconds: number;
  /** The kit's profile, as it was loaded in enforce mode and as it is shipped. */
  profile: string;
  shipped: string;
  facts: Evidence[];
  checks: Check[];
  options: OptionRun[];
  minutes: number;
}
