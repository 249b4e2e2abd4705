import type { ReactNode } from 'react';
import type { Tone } from '../store/types.ts';
import { Icon, type IconName } from './Icon.tsx';
import { Tooltip } from './Tooltip.tsx';

/** A state in one word, with a few more after it. Dimmed where it is about an older text. With `onClick` a button. */
export function Pill({
  tone,
  icon,
  strong,
  text,
  stale,
  tip,
  onClick,
}: {
  tone?: Tone | undefined;
  icon: IconName;
  strong: string;
  text?: string | undefined;
  stale?: boolean;
  tip?: ReactNode;
  onClick?: (() => void) | undefined;
}) {
  const look = `pill ${tone ?? ''} ${stale ? 'stale' : ''}`;
  const inside = (
    <>
      <Icon name={icon} size="s" />
      <b className="clip">{strong}</b>
      {text && <span>{text}</span>}
    </>
  );
  return (
    <Tooltip tip={tip}>
      {onClick ? (
        <button type="button" className={look} onClick={onClick}>
          {inside}
        </button>
      ) : (
        <span className={look}>{inside}</span>
      )}
    </Tooltip>
  );
}
