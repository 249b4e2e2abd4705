import { type MouseEvent, memo } from 'react';
import type { GroupState, OptionState } from '../../../shared/kits/state.ts';
import { Checkbox, Icon, Radio, Tag } from '../../components/index.ts';
import { actions, useWorkbench, workbench } from '../../store/index.ts';
import { count } from '../words.ts';
import { focusRow } from './keys.ts';
import { linesOf, sameOption, shallowEqual, stretchOf } from './model.ts';

interface Props {
  option: OptionState;
  /** Id, kind and origin of its group. */
  group: string;
  kind: GroupState['kind'];
  origin: GroupState['origin'];
  tabIndex: number;
  /** Why nothing can be switched now. */
  locked: string | undefined;
}

/** One option: what it is, why the program needs it, where that is known from; selected, also its rules. */
export const Option = memo(function Option({ option, group, kind, origin, tabIndex, locked }: Props) {
  const [selected, justNow] = useWorkbench(
    (state) => [state.selectedOption === option.id, state.lastChanged === option.id] as const,
  );
  const { id, title, evidence, risk, limitedRisk, unavailable } = option;
  // What cannot work can still be taken out of a text that has it.
  const disabled = locked ?? (option.switch === 'off' ? unavailable : undefined);
  const Box = kind === 'one' ? Radio : Checkbox;
  const text = origin === 'text';
  const select = () => {
    if (!selected) actions.selectOption(id);
  };
  const focus = (event: MouseEvent<HTMLElement>) => focusRow(event.currentTarget.closest('[data-row]'));
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the focus of its control selects it; it takes no input itself
    // biome-ignore lint/a11y/useKeyWithClickEvents: as above
    <div
      className={`opt ${selected ? 'sel' : ''} ${disabled && !locked ? 'dis' : ''} ${text ? 'text' : ''}`}
      data-row={id}
      data-group={group}
      // With the pointer only once the button is up: what was selected before folds, and the row would move from under it.
      onFocus={(event) => event.target.matches(':focus-visible') && select()}
      onClick={select}
    >
      <Box
        label={title}
        state={option.switch}
        disabled={disabled}
        tabIndex={tabIndex}
        stop
        onChange={(on) => actions.setOption(id, on)}
      />
      <div className="t">
        {/* Selects, by way of the focus; the box before it is what the keyboard has. */}
        <button
          type="button"
          tabIndex={-1}
          aria-hidden="true"
          className="pick clip"
          title={title}
          onClick={focus}
        >
          {text ? <code>{title}</code> : title}
        </button>
        {justNow && <Tag tone="acc">just now</Tag>}
        {risk && (
          <Tag tone={limitedRisk ? 'warn' : 'bad'} icon="warning" tip={risk}>
            {limitedRisk ? 'limited risk' : 'risk'}
          </Tag>
        )}
        {!selected && !justNow && (
          <Evidence of={evidence.slice(0, 1)} option={title} tabIndex={tabIndex} short />
        )}
      </div>
      <Why option={option} selected={selected} tabIndex={tabIndex} locked={locked} />
      {selected && <Rules option={option} tabIndex={tabIndex} />}
    </div>
  );
}, sameRow);

/** The second line: the reason, or what is in the way of it. */
function Why({
  option,
  selected,
  tabIndex,
  locked,
}: {
  option: OptionState;
  selected: boolean;
  tabIndex: number;
  locked: string | undefined;
}) {
  const { id, title, rules, missing, reason, unavailable, risk } = option;
  const half = option.switch === 'half' && missing.length > 0;
  const first = unavailable ?? reason;
  return (
    <div className={`why ${selected ? '' : 'clip'}`}>
      {half && (
        <span className="half">
          {rules.length - missing.length} of {count(rules.length, 'rule')} in the text.{' '}
          {!locked && (
            <button
              type="button"
              className="linkish"
              tabIndex={tabIndex}
              aria-label={`Complete ${title}`}
              onClick={() => actions.setOption(id, true)}
            >
              Complete
            </button>
          )}
        </span>
      )}
      {(!half || selected) && (
        <Words text={first || linesOf(option.present.length ? option.present : (option.off ?? []))} />
      )}
      {selected && risk && (
        <span className="risk">
          <Icon name="warning" size="xs" /> {risk}
        </span>
      )}
    </div>
  );
}

const Words = ({ text }: { text: string }) => <span title={text}>{text}</span>;

function Evidence({
  of,
  option,
  tabIndex,
  short,
}: {
  of: OptionState['evidence'];
  option: string;
  tabIndex: number;
  /** Without the directories. */
  short?: boolean;
}) {
  return of.map(({ source, url }) => {
    const words = short ? source.replace(/^\S*\//, '') : source;
    return url ? (
      <a
        key={source}
        className="ev clip"
        href={url}
        target="_blank"
        rel="noreferrer"
        tabIndex={tabIndex}
        title={`${source} (opens a new tab)`}
        aria-label={`Source of ${option}: ${source}, in a new tab`}
      >
        {words}
      </a>
    ) : (
      <span key={source} className="ev clip muted" title={source}>
        {words}
      </span>
    );
  });
}

/** Go to the option's rules, where they stand by now. */
function show(id: string) {
  const option = workbench
    .getState()
    .state?.groups.flatMap(({ options }) => options)
    .find((one) => one.id === id);
  const stretch = option && stretchOf(option.present.length ? option.present : (option.off ?? []));
  if (stretch) actions.goTo(stretch);
}

/** Of the selected option: the rules it stands for and where, and everything that speaks for it. */
function Rules({ option, tabIndex }: { option: OptionState; tabIndex: number }) {
  const { present, off = [], rules, title, evidence } = option;
  const places = present.length ? present : off;
  const stretch = stretchOf(places);
  const words = !rules.length
    ? 'Needs no rule: on while none of the others is'
    : present.length
      ? `${count(present.length, 'rule')}, ${linesOf(present)}`
      : off.length
        ? `${count(off.length, 'rule')} commented out, ${linesOf(off)}`
        : `${count(rules.length, 'rule')}, not in the text`;
  return (
    <>
      <div className="rules" title={rules.join('\n')}>
        <span className="clip">{words}</span>
        {stretch && (
          <button
            type="button"
            className="linkish"
            tabIndex={tabIndex}
            aria-label={`Show the rules of ${title}`}
            onClick={() => show(option.id)}
          >
            Show
          </button>
        )}
      </div>
      {evidence.length > 0 && (
        <div className="evs">
          <Evidence of={evidence} option={title} tabIndex={tabIndex} />
        </div>
      )}
    </>
  );
}

/**
 * Each reading of the text makes all options anew. A row is drawn again only where something that it shows differs: with
 * hundreds of rules that is what keeps typing smooth. Offsets are not shown: "Show" asks the store for them.
 */
function sameRow(before: Props, now: Props): boolean {
  const { option: a, ...others } = before;
  const { option: b, ...rest } = now;
  return shallowEqual(others, rest) && (a === b || sameOption(a, b));
}
