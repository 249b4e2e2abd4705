/**
 * Looks for texts on which the built-in parser goes wrong: it throws, takes longer than a second a megabyte, loses
 * text, refuses without a place; and, against a real parser, gives another verdict.
 */
import { parse, printFile, type ResolveInclude } from '../../shared/syntax/index.ts';
import { generate } from './generate.ts';
import { mutate } from './mutate.ts';
import { Chance } from './random.ts';
import type { ParserVerdict } from './verdicts.ts';

/** A text that is to be tried, and the seed that makes it again. */
export interface Trial {
  seed: number;
  text: string;
}

/**
 * A text by chance: generated, mutated from one of `corpus`, or both. Damage to bytes (broken UTF-8 reads as U+FFFD)
 * and to line ends is among the changes.
 */
export function trial(seed: number, corpus: readonly string[]): Trial {
  const chance = new Chance(seed);
  const source = () => (corpus.length > 0 && chance.yes(0.7) ? chance.pick(corpus) : generate(chance));
  const whole = source();
  const text = chance.yes(0.25) && corpus.length === 0 ? whole : mutate(whole, source(), chance);
  return { seed, text: chance.yes(0.03) ? damage(text, chance) : text };
}

function damage(text: string, chance: Chance): string {
  if (chance.yes(0.3)) return text.replaceAll('\n', '\r\n');
  const bytes = Buffer.from(text);
  for (let left = 1 + chance.below(5); left > 0 && bytes.length > 0; left--)
    bytes[chance.below(bytes.length)] = chance.below(256);
  return bytes.toString('utf8');
}

export interface Fault {
  seed: number;
  kind: 'throws' | 'slow' | 'loses text' | 'misplaces' | 'disagrees';
  /** Faults of one kind that are likely to have one cause. */
  group: string;
  text: string;
  details: string;
}

const millisecondsPerMegabyte = 1_000;
/** Short texts have this long: the machine may be busy. */
const leastMilliseconds = 500;

/** What is wrong with the built-in parser's answer alone; and whether it takes the text for good. */
export function tryBuiltIn(
  { seed, text }: Trial,
  resolveInclude: ResolveInclude,
): { good: boolean; code?: string; fault?: Fault } {
  const fault = (kind: Fault['kind'], details: string): Fault => ({
    seed,
    kind,
    group: `${kind} ${details.split('\n')[0]}`.slice(0, 80),
    text,
    details,
  });
  // Of the processor, not of the clock: the machine may be busy.
  const before = process.cpuUsage();
  try {
    const result = parse(text, { resolveInclude });
    const { user, system } = process.cpuUsage(before);
    const took = (user + system) / 1000;
    const error = result.diagnostics.find(({ severity }) => severity === 'error');
    const verdict = error ? { good: false, code: error.code } : { good: true };
    if (took > Math.max(leastMilliseconds, (text.length / 1e6) * millisecondsPerMegabyte))
      return { ...verdict, fault: fault('slow', `${Math.round(took)} ms for ${text.length} characters`) };
    if (printFile(result) !== text) return { ...verdict, fault: fault('loses text', '') };
    const lost = result.diagnostics.find(
      ({ start, end }) => start < 0 || end < start || end > Math.max(1, text.length),
    );
    if (lost) return { ...verdict, fault: fault('misplaces', lost.code) };
    return verdict;
  } catch (error) {
    return { good: false, fault: fault('throws', String((error as Error).stack)) };
  }
}

/** The fault in a text, with the real parser asked too where one is given; undefined where there is none. */
export async function faultOf(
  text: Trial,
  resolveInclude: ResolveInclude,
  judge?: (text: string) => Promise<ParserVerdict>,
): Promise<Fault | undefined> {
  const own = tryBuiltIn(text, resolveInclude);
  if (own.fault || !judge) return own.fault;
  const other = await judge(text.text);
  if (other.unknown || other.good === own.good) return undefined;
  const words = other.message
    .replace(/^AppArmor parser error.*?line \d+: /s, '')
    .replace(/^\S*apparmor_parser: /gm, '');
  return {
    seed: text.seed,
    kind: 'disagrees',
    group: own.good
      ? `taken for good: ${words.split('\n')[0]!.replace(/'[^']*'|"[^"]*"|\d+/g, '…')}`
      : `refused: ${own.code}`,
    text: text.text,
    details: own.good
      ? `The real parser: ${words}`
      : `The real parser takes it; the built-in one: ${own.code}`,
  };
}

/** A shorter text with a fault of the same group, by leaving out lines, then words, then characters. */
export async function shorten(
  fault: Fault,
  again: (text: string) => Promise<Fault | undefined>,
  mostTries = 400,
): Promise<Fault> {
  let best = fault;
  let left = mostTries;
  for (const split of [/(?<=\n)/, /(?<=[\s,{}()])|(?=[\s,{}()])/, /(?:)/u]) {
    let parts = best.text.split(split);
    for (let size = Math.ceil(parts.length / 2); size >= 1; size = size === 1 ? 0 : size >> 1)
      for (let at = 0; at < parts.length && left > 0; ) {
        const fewer = [...parts.slice(0, at), ...parts.slice(at + size)];
        left--;
        const found = fewer.length > 0 ? await again(fewer.join('')) : undefined;
        if (found?.group === fault.group) {
          best = found;
          parts = fewer;
        } else at += size;
      }
  }
  return best;
}
