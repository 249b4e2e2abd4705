import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import { Icon, IconButton } from '../../components/index.ts';

/**
 * A line to type a value into. `commit` answers why it is refused: the reason stands below, the text and the focus
 * stay. Enter takes it, Escape and the cross leave it.
 */
export function ValueInput({
  label,
  example,
  initial = '',
  commit,
  onClose,
}: {
  label: string;
  example: string;
  initial?: string;
  commit: (text: string) => string | undefined;
  onClose: () => void;
}) {
  const [text, setText] = useState(initial);
  const [refused, setRefused] = useState<string>();
  const ref = useRef<HTMLInputElement>(null);
  const id = useId();
  useEffect(() => {
    ref.current?.focus();
    ref.current?.select();
  }, []);

  const take = () => {
    const reason = commit(text);
    setRefused(reason);
    if (reason) ref.current?.focus();
    else onClose();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' && event.key !== 'Escape') return;
    event.preventDefault();
    event.stopPropagation();
    if (event.key === 'Enter') take();
    else onClose();
  };
  return (
    <div className="value-input">
      <div className="row">
        <input
          ref={ref}
          className="in"
          aria-label={label}
          aria-invalid={refused ? true : undefined}
          aria-describedby={refused ? id : undefined}
          placeholder={example}
          autoComplete="off"
          spellCheck={false}
          value={text}
          onChange={(event) => {
            setText(event.target.value);
            setRefused(undefined);
          }}
          onKeyDown={onKeyDown}
        />
        <IconButton
          small
          variant="primary"
          icon="check"
          label="Take it"
          tip="Take it (Enter)"
          onClick={take}
        />
        <IconButton small icon="close" label="Leave it" tip="Leave it as it was (Escape)" onClick={onClose} />
      </div>
      {refused && (
        <p className="refused" id={id} role="alert">
          <Icon name="error" size="s" /> {refused}
        </p>
      )}
    </div>
  );
}
