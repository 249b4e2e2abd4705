import { useRef, useState } from 'react';
import type { TunableState } from '../../shared/kits/state.ts';
import { Button, Chip, EmptyState } from '../components/index.ts';
import { actions, useWorkbench } from '../store/index.ts';
import { ValueInput } from './tunables/ValueInput.tsx';
import { kindWords, withoutValue, withValue } from './tunables/values.ts';

/** The profile's variables that a site may set, each with its reason. */
export function TunablesPanel() {
  const tunables = useWorkbench((state) => state.state?.tunables ?? []);
  if (!tunables.length)
    return (
      <EmptyState
        icon="file"
        title="No tunables"
        text="The profile declares no variables of its own, such as @{LOG_DIR} = /var/log/example."
      />
    );
  return (
    <div className="scroll tunables">
      {tunables.map((tunable) => (
        <Tunable key={tunable.name} tunable={tunable} whole />
      ))}
    </div>
  );
}

/** In few lines, for the foot of the rules panel: the first variable that the site adds to, else the first of all. */
export function TunablesFoot() {
  const tunable = useWorkbench(({ state }) => {
    const all = state?.tunables ?? [];
    return all.find(({ values }) => values.some((one) => !one.isDefault)) ?? all[0];
  });
  if (!tunable) return null;
  return (
    <section aria-label="Tunables, in short">
      <Tunable key={tunable.name} tunable={tunable} />
    </section>
  );
}

function Tunable({
  tunable,
  whole = false,
}: {
  tunable: TunableState;
  /** Whether title and reason are shown. */
  whole?: boolean;
}) {
  const [edited, setEdited] = useState<{ value?: string }>();
  const [readOnly, stale] = useWorkbench((state) => [state.readOnly, state.stateStale] as const);
  const add = useRef<HTMLButtonElement>(null);
  const { name, title, reason, kind, values, declaration } = tunable;
  const { what, example } = kindWords[kind];
  const variable = `@{${name}}`;
  const locked = readOnly
    ? 'Open in another tab: nothing can be edited here.'
    : stale
      ? 'The text is too broken to be read: mend it first.'
      : !declaration && 'The text does not declare it: undo, or write its line again.';
  const close = () => {
    setEdited(undefined);
    // What had the focus is gone: the button that began it is the nearest.
    requestAnimationFrame(() => add.current?.focus());
  };
  const commit = (text: string) => {
    const change = withValue(tunable, text, edited?.value);
    return 'refused' in change ? change.refused : actions.setTunable(name, change.values);
  };
  const place = values.find((one) => !one.isDefault)?.place ?? declaration;
  return (
    <div className="tun">
      <h2>
        <span className="name clip" title={title}>
          {variable}
        </span>
        <span className="grow" />
        <Button
          ref={add}
          variant="ghost"
          small
          icon="add"
          disabled={locked}
          aria-label={`Add a ${what} to ${variable}`}
          onClick={() => setEdited({})}
        >
          Add
        </Button>
        {place && (
          <button
            type="button"
            className="linkish line"
            aria-label={`Go to line ${place.line + 1} of ${place.path}`}
            onClick={() => actions.goTo(place)}
          >
            Line {place.line + 1}
          </button>
        )}
      </h2>
      {whole && (
        <p className="why">
          <b>{title}.</b> {reason}
        </p>
      )}
      <div className="chips">
        {values.map(({ value, isDefault }) => (
          <Chip
            key={value}
            value={value}
            isDefault={isDefault}
            onEdit={locked || isDefault ? undefined : () => setEdited({ value })}
            onRemove={
              locked || isDefault
                ? undefined
                : () => void actions.setTunable(name, withoutValue(tunable, value))
            }
          />
        ))}
        {!values.length && <span className="muted">no value</span>}
      </div>
      {edited && (
        <ValueInput
          key={edited.value ?? ''}
          label={
            edited.value === undefined
              ? `New ${what} of ${variable}`
              : `${variable}, instead of ${edited.value}`
          }
          example={example}
          initial={edited.value}
          commit={commit}
          onClose={close}
        />
      )}
    </div>
  );
}
