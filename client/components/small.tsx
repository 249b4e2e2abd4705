/** The small parts: tags, chips, keys, and what stands where nothing does. */
import type { ReactNode } from 'react';
import type { Tone } from '../store/types.ts';
import { Icon, type IconName } from './Icon.tsx';
import { Tooltip } from './Tooltip.tsx';

/** A small word beside a name. `acc` is the accent. */
export function Tag({
  tone,
  icon,
  tip,
  children,
}: {
  tone?: 'ok' | 'warn' | 'bad' | 'acc' | undefined;
  icon?: IconName;
  tip?: string | undefined;
  children: ReactNode;
}) {
  return (
    <Tooltip tip={tip}>
      <span className={`tag ${tone ?? ''}`}>
        {icon && <Icon name={icon} size="xs" />}
        {children}
      </span>
    </Tooltip>
  );
}

/** A value of a list. The kit's own values are marked "default": they can be neither edited nor removed. */
export function Chip({
  value,
  isDefault,
  onEdit,
  onRemove,
}: {
  value: string;
  isDefault?: boolean;
  onEdit?: (() => void) | undefined;
  onRemove?: (() => void) | undefined;
}) {
  return (
    <span className={`chip ${isDefault ? 'def' : ''}`}>
      {onEdit && !isDefault ? (
        <button
          type="button"
          className="value clip"
          aria-label={`Edit ${value}`}
          title={value}
          onClick={onEdit}
        >
          {value}
        </button>
      ) : (
        <span className="value clip" title={value}>
          {value}
        </span>
      )}
      {isDefault && <small>default</small>}
      {!isDefault && onRemove && (
        <button type="button" className="x" aria-label={`Remove ${value}`} onClick={onRemove}>
          <Icon name="close" size="xs" />
        </button>
      )}
    </span>
  );
}

/** Keys as they are printed on the keyboard, e.g. "Ctrl M". */
export const Kbd = ({ children }: { children: string }) => <kbd>{children}</kbd>;

/** What is not here, why, and what to do. */
export function EmptyState({
  icon,
  title,
  level = 3,
  text,
  children,
}: {
  icon: IconName;
  title: string;
  level?: 2 | 3;
  text?: ReactNode;
  children?: ReactNode;
}) {
  const Heading = `h${level}` as const;
  return (
    <div className="empty">
      <Icon name={icon} />
      <Heading>{title}</Heading>
      {text && <p>{text}</p>}
      {children && <div className="row">{children}</div>}
    </div>
  );
}

export const toneIcons: Record<Tone, IconName> = {
  ok: 'check',
  info: 'info',
  warn: 'warning',
  bad: 'error',
};

/** One line in a pane about what it shows. */
export function Note({
  tone = 'info',
  icon,
  children,
}: {
  tone?: 'info' | 'warn' | 'bad';
  icon?: IconName;
  children: ReactNode;
}) {
  return (
    <div className={`note ${tone === 'info' ? '' : tone}`}>
      <Icon name={icon ?? toneIcons[tone]} />
      <span className="grow">{children}</span>
    </div>
  );
}
