import { Tabs as Radix } from 'radix-ui';
import type { ReactNode, SyntheticEvent } from 'react';
import { Icon, type IconName } from './Icon.tsx';

export interface TabItem {
  id: string;
  label: ReactNode;
  /** A number or a few words in a pill. */
  count?: ReactNode;
  /** Whether the count tells of something wrong. */
  bad?: boolean;
  /** A dot, and what it means. */
  dot?: string | false | undefined;
  /** Drawn before the label, with words for those who cannot see it. */
  icon?: { name: IconName; words: string };
}

/**
 * The primitive focuses a pressed tab by script, which browsers take for the keyboard: they would draw a ring after
 * every click. The mark lasts until a key is pressed or the focus goes.
 */
const withoutRing = {
  onPointerDown: (event: SyntheticEvent<HTMLElement>) => {
    event.currentTarget.dataset.pressed = '';
  },
  onKeyDown: (event: SyntheticEvent<HTMLElement>) => {
    delete event.currentTarget.dataset.pressed;
  },
  onBlur: (event: SyntheticEvent<HTMLElement>) => {
    delete event.currentTarget.dataset.pressed;
  },
};

/** A pane with tabs. `children` is the shown tab's content; `end` stands at the right of the tabs. */
export function Tabs({
  label,
  items,
  value,
  onChange,
  end,
  className = 'pane',
  children,
}: {
  label: string;
  items: TabItem[];
  value: string;
  onChange: (id: string) => void;
  end?: ReactNode;
  className?: string;
  children: ReactNode;
}) {
  return (
    <Radix.Root className={className} value={value} onValueChange={onChange} activationMode="manual">
      {/* Every pane with tabs is a section of the page to those who move by headings. */}
      <h2 className="sr-only">{label}</h2>
      <div className="tabs">
        <Radix.List className="tablist" aria-label={label}>
          {items.map((item) => (
            <Radix.Trigger key={item.id} value={item.id} className="tab" {...withoutRing}>
              {item.icon && (
                <>
                  <Icon name={item.icon.name} size="s" />
                  <span className="sr-only">{item.icon.words}: </span>
                </>
              )}
              {item.label}
              {item.count !== undefined && (
                <span className={`count ${item.bad ? 'bad' : ''}`}>{item.count}</span>
              )}
              {item.dot && (
                <>
                  <span className="dot" aria-hidden="true" />
                  <span className="sr-only">{item.dot}</span>
                </>
              )}
            </Radix.Trigger>
          ))}
        </Radix.List>
        {end && <span className="tabs-end">{end}</span>}
      </div>
      <Radix.Content value={value} className="tab-body" tabIndex={-1}>
        {children}
      </Radix.Content>
    </Radix.Root>
  );
}
