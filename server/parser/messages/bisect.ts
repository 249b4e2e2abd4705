/**
 * The last resort for a message that names no place: take rules out and ask the parser again, until few enough are
 * left that it still says the same (delta debugging). What is taken out becomes blanks, so that places stay.
 */
import { bodiesOf, type Item, type Span, walk } from '../../../shared/syntax/index.ts';
import { parseText } from '../../../shared/syntax/parser.ts';
import { Source, type Spot } from './locate.ts';

interface Text {
  path: string;
  text: string;
}

export interface Bounds {
  /** Runs of the parser. */
  runs: number;
  milliseconds: number;
  signal?: AbortSignal | undefined;
}

/** More rules than these are no answer. */
const mostPlaces = 6;

/**
 * The rules without which the parser says something else; none where it is not the rules, or where the bounds did not
 * suffice. `still` asks whether the parser says the same of other texts. Throws the signal's reason.
 */
export async function bisect(
  files: readonly Text[],
  still: (files: Text[]) => Promise<boolean>,
  { runs, milliseconds, signal }: Bounds,
): Promise<Spot[]> {
  const rules = files.flatMap((each, file) => rulesOf(each, file > 0).map((span) => ({ file, span })));
  const end = performance.now() + milliseconds;
  let left = runs;
  const failsWith = async (kept: readonly number[]): Promise<boolean> => {
    signal?.throwIfAborted();
    if (left-- <= 0 || performance.now() > end) return false;
    const dropped = rules.filter((_, at) => !kept.includes(at));
    return still(
      files.map(({ path, text }, file) => ({
        path,
        text: blank(
          text,
          dropped.filter((rule) => rule.file === file).map(({ span }) => span),
        ),
      })),
    );
  };
  if (rules.length === 0 || (await failsWith([]))) return [];
  const guilty = await smallest(
    rules.map((_, at) => at),
    failsWith,
  );
  if (guilty.length > mostPlaces) return [];
  const sources = files.map((file) => new Source(file));
  return guilty.map((at) => sources[rules[at]!.file]!.spot(rules[at]!.span.start, rules[at]!.span.end));
}

/** A part of the items that still fails, and from which no single one can be left out. */
async function smallest(
  all: readonly number[],
  fails: (kept: readonly number[]) => Promise<boolean>,
): Promise<readonly number[]> {
  let kept = all;
  for (let parts = 2; kept.length > 1; ) {
    const size = Math.ceil(kept.length / parts);
    let less: readonly number[] | undefined;
    for (let from = 0; from < kept.length && !less; from += size) {
      const without = [...kept.slice(0, from), ...kept.slice(from + size)];
      if (without.length > 0 && (await fails(without))) less = without;
    }
    if (less) {
      kept = less;
      parts = Math.max(2, parts - 1);
    } else if (size === 1) return kept;
    else parts = Math.min(kept.length, parts * 2);
  }
  return kept;
}

/** Rules that hold no others, and includes. */
function rulesOf({ path, text }: Text, included: boolean): Span[] {
  const within = included && !path.startsWith('tunables/');
  const isRule = (item: Item) =>
    item.kind === 'include' || ('terminated' in item && item.kind !== 'raw' && bodiesOf(item).length === 0);
  return [...walk(parseText(text, within).tree.items)]
    .filter(isRule)
    .map(({ start, end }) => ({ start, end }));
}

function blank(text: string, spans: readonly Span[]): string {
  let result = '';
  let from = 0;
  for (const { start, end } of spans) {
    result += text.slice(from, start) + text.slice(start, end).replace(/[^\n]/g, ' ');
    from = end;
  }
  return result + text.slice(from);
}
