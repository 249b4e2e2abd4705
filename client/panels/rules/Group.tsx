import { memo, useId, useMemo } from 'react';
import type { GroupState } from '../../../shared/kits/state.ts';
import { Checkbox, Icon, Tag, Tooltip } from '../../components/index.ts';
import { actions, useWorkbench } from '../../store/index.ts';
import { count } from '../words.ts';
import { groupCount, problemsIn } from './model.ts';
import { Option } from './Option.tsx';

/** A group: its head switches or folds all of its options. `current`: the row that holds the list's tab stop. */
export const Group = memo(function Group({
  group,
  whole,
  folded,
  current,
  locked,
}: {
  /** As it is shown: cut down by the filter. */
  group: GroupState;
  /** The group with all its options. */
  whole: GroupState;
  folded: boolean;
  current: string | undefined;
  /** Why nothing can be switched now. */
  locked: string | undefined;
}) {
  const title = useId();
  const stop = (id: string) => (current === id ? 0 : -1);
  const found = useWorkbench((state) => state.problems);
  const problems = useMemo(() => problemsIn(whole, found), [whole, found]);
  const oneOf = group.kind === 'one';
  const switchable = whole.options.some((option) => !option.unavailable);
  const reason =
    locked ?? (switchable ? undefined : (whole.options[0]?.unavailable ?? 'None of it can be switched'));
  const fold = (
    <button
      type="button"
      className="fold"
      aria-expanded={!folded}
      aria-controls={folded ? undefined : `${title}-options`}
      tabIndex={oneOf ? stop(group.id) : -1}
      data-stop={oneOf ? '' : undefined}
      onClick={() => actions.setFolded(group.id, !folded)}
    >
      <Icon name={folded ? 'right' : 'down'} size="s" className="chev" />
      {oneOf && <Icon name="oneof" />}
      <span className="sr-only">
        {group.title}
        {oneOf ? ', one of several ways' : ', options'}
      </span>
    </button>
  );
  return (
    // Not a section: a profile has many groups, and each named section is a landmark.
    // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot hold the head's row as it is laid out
    <div className={`grp ${whole.switch === 'off' ? 'off' : ''}`} role="group" aria-labelledby={title}>
      <header data-row={group.id} data-group={group.id} data-folded={folded}>
        {fold}
        {!oneOf && (
          <Checkbox
            label={`${group.title}: all ${whole.options.length}`}
            state={whole.switch}
            disabled={reason}
            tip={whole.switch === 'on' ? 'Turn all of it off' : 'Turn all of it on'}
            tabIndex={stop(group.id)}
            stop
            onChange={(on) => actions.setGroup(group.id, on)}
          />
        )}
        <Tooltip tip={whole.reason} side="right">
          {/* biome-ignore lint/a11y/useKeyWithClickEvents: a larger catch for the pointer; the fold button is the control */}
          <h2 id={title} className="grow clip" onClick={() => actions.setFolded(group.id, !folded)}>
            {group.title}
          </h2>
        </Tooltip>
        {oneOf && <Tag>one of</Tag>}
        {problems > 0 && (
          <Tag tone="warn" icon="warning" tip={`${count(problems, 'problem')} on the lines of these rules`}>
            {problems}
            <span className="sr-only"> problems</span>
          </Tag>
        )}
        <span className="n">{groupCount(whole)}</span>
      </header>
      {!folded && (
        <div id={`${title}-options`} {...(oneOf ? { role: 'radiogroup', 'aria-labelledby': title } : {})}>
          {group.options.map((option) => (
            <Option
              key={option.id}
              option={option}
              group={group.id}
              kind={group.kind}
              origin={group.origin}
              tabIndex={stop(option.id)}
              locked={locked}
            />
          ))}
        </div>
      )}
    </div>
  );
});
