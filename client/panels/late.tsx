import { type ComponentType, Suspense, use } from 'react';
import { kept } from './evidence/kept.ts';

/** A part of a panel that the first view does not need. */
interface LatePart<Props> {
  /** What it is called where it cannot be shown. */
  what: string;
  /** What stands in its place until it is there. */
  waiting: string;
  fetched: () => Promise<{ Part: ComponentType<Props> } | { failed: string }>;
}

export function latePart<Props>(
  what: string,
  waiting: string,
  fetch: () => Promise<ComponentType<Props>>,
): LatePart<Props> {
  const fetched = kept<{ Part: ComponentType<Props> } | { failed: string }>(
    async () => ({ Part: await fetch() }),
    (failed) => ({ failed }),
  );
  return { what, waiting, fetched };
}

/** Shows a late part, which is fetched when it is first shown, or says why it cannot be. */
export function Late<Props extends object>(given: { part: LatePart<Props>; with: Props }) {
  return (
    <Suspense fallback={<p className="late">{given.part.waiting}</p>}>
      <Fetched {...given} />
    </Suspense>
  );
}

function Fetched<Props extends object>({ part, with: props }: { part: LatePart<Props>; with: Props }) {
  const found = use(part.fetched());
  if ('failed' in found)
    return (
      <p className="late">
        {part.what} cannot be shown: {found.failed}
      </p>
    );
  return <found.Part {...props} />;
}
