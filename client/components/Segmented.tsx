import { ToggleGroup } from 'radix-ui';
import { Icon, type IconName } from './Icon.tsx';
import { Tooltip } from './Tooltip.tsx';

export interface Segment<T extends string> {
  id: T;
  label: string;
  icon?: IconName;
  tip?: string;
  className?: string;
}

/** A choice between a few, all in sight. `value` may be none of them. */
export function Segmented<T extends string>({
  label,
  items,
  value,
  disabled,
  onChange,
}: {
  label: string;
  items: Segment<T>[];
  value: T | '';
  /** Why it cannot be changed now. */
  disabled?: string | undefined;
  onChange: (id: T) => void;
}) {
  return (
    <ToggleGroup.Root
      type="single"
      className="seg"
      role="radiogroup"
      aria-label={label}
      value={value}
      onValueChange={(next) => next && !disabled && onChange(next as T)}
    >
      {items.map((item) => (
        <Tooltip key={item.id} tip={disabled ?? item.tip}>
          <ToggleGroup.Item
            value={item.id}
            className={item.className}
            aria-disabled={disabled ? true : undefined}
            data-state={value === item.id ? 'on' : 'off'}
          >
            {item.icon && <Icon name={item.icon} size="s" />}
            <span className="seg-label">{item.label}</span>
          </ToggleGroup.Item>
        </Tooltip>
      ))}
    </ToggleGroup.Root>
  );
}
