import type { ComponentProps, MouseEvent, ReactNode } from 'react';
import { Icon, type IconName } from './Icon.tsx';
import { Tooltip } from './Tooltip.tsx';

type Common = Omit<ComponentProps<'button'>, 'disabled' | 'title'> & {
  icon?: IconName;
  /** What a tooltip adds to the name. */
  tip?: ReactNode;
  /** Why it cannot be used now. It stays in the tab order, so that the reason can be read by everyone. */
  disabled?: string | false | undefined;
  variant?: 'plain' | 'ghost' | 'primary' | 'danger';
  small?: boolean;
  /** On which side the tooltip opens. */
  side?: 'top' | 'bottom' | 'left' | 'right';
};

/** A button with words. `disabled` takes the reason, which the tooltip shows. */
export function Button({
  icon,
  tip,
  disabled,
  variant = 'plain',
  small,
  side,
  className = '',
  children,
  ...rest
}: Common) {
  const look = `btn ${variant === 'plain' ? '' : variant} ${small ? 'small' : ''} ${className}`;
  const refuse = (event: MouseEvent) => event.preventDefault();
  return (
    <Tooltip tip={disabled || tip} side={side}>
      <button
        type="button"
        {...rest}
        className={look.replace(/\s+/g, ' ').trim()}
        {...(disabled
          ? { 'aria-disabled': true, onClick: refuse, onPointerDown: undefined, onKeyDown: undefined }
          : {})}
      >
        {icon && <Icon name={icon} size={small ? 's' : undefined} />}
        {children}
      </button>
    </Tooltip>
  );
}

/** A button with an icon only: `label` is its name, and its tooltip where `tip` says no more. */
export function IconButton({
  label,
  icon,
  tip,
  variant = 'ghost',
  className = '',
  ...rest
}: Common & { label: string; icon: IconName }) {
  return (
    <Button
      {...rest}
      aria-label={label}
      icon={icon}
      tip={tip ?? label}
      variant={variant}
      className={`icon ${className}`}
    />
  );
}
