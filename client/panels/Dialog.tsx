import { type ReactNode, useEffect, useRef } from 'react';
import { Icon } from '../components/index.ts';
import './dialog.css';

/** A page over the page: Escape, the cross and a click beside it close it; the focus then goes back. */
export function Dialog({
  title,
  wide = false,
  onClose,
  children,
}: {
  title: ReactNode;
  /** For tables. */
  wide?: boolean;
  onClose: () => void;
  children: ReactNode;
}) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const { current } = dialog;
    current?.showModal();
    return () => current?.close();
  }, []);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape closes it by key
    <dialog
      ref={dialog}
      className={wide ? 'over wide' : 'over'}
      aria-labelledby="dialog-title"
      onClose={onClose}
      onClick={(event) => event.target === dialog.current && onClose()}
    >
      <header>
        <h2 id="dialog-title">{title}</h2>
        {/* Without a tooltip, which would take the first Escape for itself. */}
        <button type="button" className="btn ghost icon" aria-label="Close" onClick={onClose}>
          <Icon name="close" />
        </button>
      </header>
      {/* It scrolls: the keyboard must be able to reach it. */}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls */}
      <section className="over-body" tabIndex={0} aria-labelledby="dialog-title">
        {children}
      </section>
    </dialog>
  );
}
