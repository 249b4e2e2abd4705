import type { Switch } from '../../shared/kits/state.ts';
import { Icon } from './Icon.tsx';
import { Tooltip } from './Tooltip.tsx';

interface Props {
  /** Its name for those who do not see the words beside it. */
  label: string;
  state: Switch;
  /** Why it cannot be switched. */
  disabled?: string | undefined;
  tip?: string | undefined;
  tabIndex?: number;
  /** Whether it is the control that arrow keys stop at in its row (`data-stop`). */
  stop?: boolean;
  /** Called with what it would become: half becomes on. */
  onChange: (on: boolean) => void;
}

const checked = { on: 'true', half: 'mixed', off: 'false' } as const;

/** On, half (some of its rules are in the text) or off. */
export function Checkbox({ label, state, disabled, tip, tabIndex, stop, onChange }: Props) {
  return (
    <Tooltip tip={disabled ?? tip} side="right">
      {/* biome-ignore lint/a11y/useSemanticElements: a native box cannot be told apart as half, nor say why it is off */}
      <button
        type="button"
        role="checkbox"
        aria-label={label}
        aria-checked={checked[state]}
        aria-disabled={disabled ? true : undefined}
        tabIndex={tabIndex}
        data-stop={stop ? '' : undefined}
        className={`cb ${state === 'off' ? '' : state} ${disabled ? 'dis' : ''}`}
        onClick={() => !disabled && onChange(state !== 'on')}
      >
        {state === 'on' && <Icon name="check" />}
      </button>
    </Tooltip>
  );
}

/**
 * One way of several; stands in an element of role radiogroup. Arrow keys are the list's: they move without choosing,
 * since choosing edits the text. Half: chosen, but rules are missing.
 */
export function Radio({ label, state, disabled, tip, tabIndex, stop, onChange }: Props) {
  return (
    <Tooltip tip={disabled ?? tip} side="right">
      {/* biome-ignore lint/a11y/useSemanticElements: arrows on native radios would choose, and so edit the text */}
      <button
        type="button"
        role="radio"
        aria-label={state === 'half' ? `${label}, incomplete` : label}
        aria-checked={state !== 'off'}
        aria-disabled={disabled ? true : undefined}
        tabIndex={tabIndex}
        data-stop={stop ? '' : undefined}
        className={`cb radio ${state === 'off' ? '' : state} ${disabled ? 'dis' : ''}`}
        onClick={() => !disabled && onChange(true)}
      />
    </Tooltip>
  );
}
