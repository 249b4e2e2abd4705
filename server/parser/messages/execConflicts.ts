/** The rules behind “conflicting x modifiers”, where apparmor_parser names a path at most: both, found by analysis. */
import { parse, type ResolveInclude, type Span, walk } from '../../../shared/syntax/index.ts';
import { parseText } from '../../../shared/syntax/parser.ts';
import { Source, type Spot } from './locate.ts';

/** The paths of all rules that conflict with another, those of the compiled file first; `sources` begin with it. */
export function execConflicts(sources: readonly Source[], resolveInclude: ResolveInclude): Spot[] {
  const [main] = sources;
  const found = new Map<string, { source: Source; span: Span }>();
  const add = (path: string | undefined, span: Span) => {
    const source = path === undefined ? main : sourceOf(path, sources, resolveInclude);
    if (source) found.set(`${source.path} ${span.start}`, { source, span });
  };
  for (const { code, start, end, origin, related } of parse(main!.text, { resolveInclude }).diagnostics) {
    if (code !== 'exec-conflict') continue;
    add(origin?.path, origin ?? { start, end });
    for (const other of related ?? []) add(other.path, other);
  }
  return [...found.values()]
    .sort((a, b) => sources.indexOf(a.source) - sources.indexOf(b.source) || a.span.start - b.span.start)
    .map(({ source, span }) => pathSpot(source, span));
}

function sourceOf(
  path: string,
  sources: readonly Source[],
  resolveInclude: ResolveInclude,
): Source | undefined {
  const known = sources.find((source) => source.path === path);
  if (known) return known;
  const [included] = resolveInclude(path, 'magic') ?? [];
  return included && new Source(included);
}

/** The path of the rule a place is in. */
function pathSpot(source: Source, { start, end }: Span): Spot {
  for (const item of walk(parseText(source.text, true).tree.items)) {
    if (item.kind !== 'file' || item.start > start || item.end < end || !item.path) continue;
    const quote = item.path.quoted ? 1 : 0;
    return source.spot(item.path.start + quote, item.path.end - quote);
  }
  return source.spot(start, end);
}
