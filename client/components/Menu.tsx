import { DropdownMenu as Radix } from 'radix-ui';
import type { ReactElement, ReactNode } from 'react';
import { Icon, type IconName } from './Icon.tsx';

/** A menu that hangs from `trigger` (one Button). */
export function Menu({
  trigger,
  align = 'start',
  children,
}: {
  trigger: ReactElement;
  align?: 'start' | 'end';
  children: ReactNode;
}) {
  return (
    <Radix.Root modal={false}>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content className="menu" align={align} sideOffset={4} collisionPadding={8} loop>
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

/** A line of a menu. `disabled` takes the reason, shown under the words. */
export function MenuItem({
  icon,
  note,
  disabled,
  onSelect,
  children,
}: {
  icon?: IconName;
  note?: ReactNode;
  disabled?: string | undefined;
  onSelect: () => void;
  children: ReactNode;
}) {
  return (
    <Radix.Item className="menu-item" disabled={Boolean(disabled)} onSelect={onSelect}>
      {icon && <Icon name={icon} />}
      <span className="grow">
        {children}
        {disabled && <small className="menu-why">{disabled}</small>}
      </span>
      {note && <small>{note}</small>}
    </Radix.Item>
  );
}

/** One of several, of which one is chosen. */
export function MenuChoice<T extends string>({
  value,
  onChange,
  children,
}: {
  value: T;
  onChange: (value: T) => void;
  children: ReactNode;
}) {
  return (
    <Radix.RadioGroup value={value} onValueChange={(next) => onChange(next as T)}>
      {children}
    </Radix.RadioGroup>
  );
}

export function MenuChoiceItem({
  value,
  className = '',
  children,
}: {
  value: string;
  className?: string;
  children: ReactNode;
}) {
  return (
    <Radix.RadioItem value={value} className={`menu-item ${className}`}>
      {children}
    </Radix.RadioItem>
  );
}

/** One of several, of which any number is ticked; the menu stays open. */
export function MenuTick({
  checked,
  onChange,
  children,
}: {
  checked: boolean;
  onChange: (checked: boolean) => void;
  children: ReactNode;
}) {
  return (
    <Radix.CheckboxItem
      className="menu-item"
      checked={checked}
      onCheckedChange={onChange}
      onSelect={(event) => event.preventDefault()}
    >
      <span className={`cb ${checked ? 'on' : ''}`} aria-hidden="true">
        {checked && <Icon name="check" />}
      </span>
      {children}
    </Radix.CheckboxItem>
  );
}

/** Shown inside a chosen item only. */
export const MenuChosen = Radix.ItemIndicator;

export const MenuLabel = ({ children }: { children: ReactNode }) => (
  <Radix.Label className="menu-label">{children}</Radix.Label>
);

export const MenuSeparator = () => <Radix.Separator className="menu-sep" />;
