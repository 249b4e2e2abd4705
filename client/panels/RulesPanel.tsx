import { Button, EmptyState, Icon, Kbd, Note } from '../components/index.ts';
import { actions, useWorkbench } from '../store/index.ts';
import { Group } from './rules/Group.tsx';
import { useRows } from './rules/keys.ts';
import { filterGroups } from './rules/model.ts';

/** The kit's options, or the profile's own rules by class: each on, half or off as the text says. */
export function RulesPanel() {
  const present = useWorkbench((state) => state.state !== undefined);
  return (
    <>
      <Filter />
      {present ? <List /> : <NotRead />}
    </>
  );
}

function Filter() {
  const filter = useWorkbench((state) => state.filter);
  return (
    <search className="filter">
      <Icon name="search" size="s" />
      <input
        id="rules-filter"
        type="text"
        aria-label="Filter rules, paths, reasons"
        placeholder="Filter rules, paths, reasons"
        autoComplete="off"
        spellCheck={false}
        value={filter}
        onChange={(event) => actions.setFilter(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Escape' || !filter) return;
          event.stopPropagation();
          actions.setFilter('');
        }}
      />
      {filter ? (
        <button type="button" aria-label="Clear the filter" onClick={() => actions.setFilter('')}>
          <Icon name="close" size="s" />
        </button>
      ) : (
        <Kbd>/</Kbd>
      )}
    </search>
  );
}

function List() {
  const [groups, filter, folded, stale, readOnly, opened] = useWorkbench(
    (state) =>
      [
        state.state!.groups,
        state.filter,
        state.folded,
        state.stateStale,
        state.readOnly,
        state.opened.kind,
      ] as const,
  );
  const shown = filterGroups(groups, filter);
  const filtered = filter.trim() !== '';
  // Under a filter nothing is folded: what was found is to be seen.
  const isFolded = (id: string) => !filtered && folded.includes(id);
  const ids = new Set(
    shown.flatMap((group) => [
      group.id,
      ...(isFolded(group.id) ? [] : group.options.map((option) => option.id)),
    ]),
  );
  const rows = useRows(shown[0]?.id, (id) => ids.has(id));
  const locked = readOnly
    ? 'Open in another tab: nothing can be edited here.'
    : stale
      ? 'The text is too broken to be read: mend it first.'
      : undefined;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be a scrolling flex box in every browser
    <div className="scroll" role="group" aria-label="Rules" onFocus={rows.onFocus} onKeyDown={rows.onKeyDown}>
      {stale && (
        <Note tone="warn">
          <b>The text is too broken to be read.</b> This is what it said before.
        </Note>
      )}
      {opened === 'file' && groups.length > 0 && !filtered && (
        <Note>
          <b>Panels made from the rules.</b> No kit describes this program: its own text is grouped by class,
          and each rule can be switched.
        </Note>
      )}
      {shown.map((group) => (
        <Group
          key={group.id}
          group={group}
          whole={groups.find((one) => one.id === group.id) ?? group}
          folded={isFolded(group.id)}
          current={rows.current}
          locked={locked}
        />
      ))}
      {!shown.length && (filtered ? <NoMatch filter={filter} /> : <NoRules />)}
      <span className="sr-only" role="status">
        {filtered && `${shown.reduce((sum, group) => sum + group.options.length, 0)} options match`}
      </span>
    </div>
  );
}

const NoMatch = ({ filter }: { filter: string }) => (
  <EmptyState
    icon="search"
    title="Nothing matches"
    text={`No name, reason, source or rule holds “${filter}”.`}
  >
    <Button small onClick={() => actions.setFilter('')}>
      Clear the filter
    </Button>
  </EmptyState>
);

const NoRules = () => (
  <EmptyState
    icon="file"
    title="No rules yet"
    text="The profile has none. What is written in the editor appears here."
  />
);

/** Before the first reading, or where the text never could be read. */
function NotRead() {
  const [analysing, stale] = useWorkbench((state) => [state.analysing, state.stateStale] as const);
  if (analysing || !stale)
    return (
      <div className="scroll skeleton" aria-busy="true">
        <span className="sr-only">Reading the profile</span>
        {[62, 44, 70, 52, 38, 58].map((width) => (
          <span key={width} className="sk" style={{ width: `${width}%` }} />
        ))}
      </div>
    );
  return (
    <div className="scroll">
      <EmptyState
        icon="warning"
        title="No profile can be read"
        text="The text has no profile that holds together. The problems below say where."
      />
    </div>
  );
}
