import { Tooltip as Radix } from 'radix-ui';
import type { ReactElement, ReactNode } from 'react';

/** Around the whole page, once: tips follow one another without waiting again. */
export const TooltipProvider = ({ children }: { children: ReactNode }) => (
  <Radix.Provider delayDuration={400} skipDelayDuration={200}>
    {children}
  </Radix.Provider>
);

/** A tip on hover and on focus. `children` is one element that takes a ref; without `tip` it stands alone. */
export function Tooltip({
  tip,
  side,
  children,
}: {
  tip?: ReactNode;
  side?: 'top' | 'bottom' | 'left' | 'right';
  children: ReactElement;
}) {
  if (!tip) return children;
  return (
    <Radix.Root>
      <Radix.Trigger asChild>{children}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content className="tip" sideOffset={4} collisionPadding={8} side={side ?? 'bottom'}>
          {tip}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
