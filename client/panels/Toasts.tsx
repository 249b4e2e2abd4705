import { useEffect, useState } from 'react';
import { Button, Icon, IconButton, Kbd, toneIcons } from '../components/index.ts';
import { actions, type Toast, useWorkbench } from '../store/index.ts';

/** How long a toast stands that is neither sticky nor looked at, milliseconds. */
const STAYS = 6000;

/** What just happened, over the editor's foot, each with Undo or a way out. */
export function Toasts() {
  const toasts = useWorkbench((state) => state.toasts);
  return (
    <section className="toasts" aria-label="Messages">
      {toasts.map((toast) => (
        <One key={toast.id} toast={toast} />
      ))}
    </section>
  );
}

function One({ toast }: { toast: Toast }) {
  const { id, tone, text, undo, action, sticky } = toast;
  const [held, setHeld] = useState(false);
  const stays = sticky || tone === 'bad' || held;
  useEffect(() => {
    if (stays) return;
    const timer = setTimeout(() => actions.dismissToast(id), STAYS);
    return () => clearTimeout(timer);
  }, [id, stays]);
  const close = () => actions.dismissToast(id);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: pointer and focus only hold it; its buttons do things
    <div
      className={`toast ${tone}`}
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
    >
      <Icon name={toneIcons[tone]} />
      <span role={tone === 'bad' ? 'alert' : 'status'}>{text}</span>
      {undo && (
        <Button
          small
          variant="ghost"
          onClick={() => {
            actions.undo();
            close();
          }}
        >
          Undo <Kbd>Ctrl Z</Kbd>
        </Button>
      )}
      {action && (
        <Button
          small
          variant="ghost"
          onClick={() => {
            action.run();
            close();
          }}
        >
          {action.label}
        </Button>
      )}
      {(!undo || sticky || tone === 'bad') && (
        <IconButton small icon="close" label="Close the message" onClick={close} />
      )}
    </div>
  );
}
