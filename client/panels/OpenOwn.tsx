/** Bringing one's own profile: a file dialog and a paste box, for the top bar's menu and the empty page. */
import { useEffect, useId, useRef, useState } from 'react';
import { Button, Icon } from '../components/index.ts';
import { actions } from '../store/index.ts';
import { nameFor } from './words.ts';

/** `input` is to be rendered; `open` shows the system's file dialog. */
export function useFileDialog() {
  const ref = useRef<HTMLInputElement>(null);
  const input = (
    <input
      ref={ref}
      type="file"
      hidden
      aria-label="Profile file"
      onChange={(event) => {
        const file = event.target.files?.[0];
        // Emptied, so that choosing the same file again is a change too.
        event.target.value = '';
        if (file) void actions.openFile(file);
      }}
    />
  );
  return { input, open: () => ref.current?.click() };
}

/** A modal box to paste a profile into. The name is filled from the text until it is typed. */
export function PasteDialog({ onClose }: { onClose: () => void }) {
  const ref = useRef<HTMLDialogElement>(null);
  const [text, setText] = useState('');
  const [typed, setTyped] = useState<string>();
  const [refused, setRefused] = useState<string>();
  const id = useId();
  useEffect(() => ref.current?.showModal(), []);
  const name = typed ?? (text ? nameFor(text) : '');

  const open = () => {
    const reason = actions.openText(name.trim() || nameFor(text), text);
    if (reason) setRefused(reason);
    else onClose();
  };
  return (
    <dialog ref={ref} className="dialog" aria-labelledby={`${id}-title`} onClose={onClose}>
      <h2 id={`${id}-title`}>Paste a profile</h2>
      <p>It stays on this machine. It takes the place of what is open now.</p>
      <label className="lbl" htmlFor={`${id}-text`}>
        The profile’s text
      </label>
      <textarea
        id={`${id}-text`}
        spellCheck={false}
        autoComplete="off"
        placeholder={
          'abi <abi/4.0>,\ninclude <tunables/global>\n\nprofile example /usr/bin/example {\n  …\n}'
        }
        value={text}
        onChange={(event) => {
          setText(event.target.value);
          setRefused(undefined);
        }}
      />
      <label className="lbl" htmlFor={`${id}-name`}>
        File name in /etc/apparmor.d
      </label>
      <input
        id={`${id}-name`}
        className="in"
        spellCheck={false}
        autoComplete="off"
        value={name}
        onChange={(event) => setTyped(event.target.value)}
      />
      {refused && (
        <p className="refused" role="alert">
          <Icon name="error" /> {refused}
        </p>
      )}
      <footer>
        <Button onClick={onClose}>Cancel</Button>
        <Button
          variant="primary"
          disabled={!text.trim() && 'There is no text yet: paste a profile above.'}
          onClick={open}
        >
          Open
        </Button>
      </footer>
    </dialog>
  );
}
