/** F1: every command by name, and `:43` to go to a line. */
import { useEffect, useId, useRef, useState } from 'react';
import { Kbd } from '../components/index.ts';
import { actions, useWorkbench, workbench } from '../store/index.ts';
import { type Command, findCommands, lineTyped, listCommands } from './commands.ts';
import './palette.css';

export function CommandPalette() {
  const dialog = useRef<HTMLDialogElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const [commands] = useState(listCommands);
  const [typed, setTyped] = useState(() => workbench.getState().commandsTyped);
  const [chosen, setChosen] = useState(0);
  const path = useWorkbench((state) => state.activePath);
  const id = useId();
  useEffect(() => {
    const { current } = dialog;
    current?.showModal();
    return () => current?.close();
  }, []);
  useEffect(() => {
    list.current?.children[chosen]?.scrollIntoView({ block: 'nearest' });
  }, [chosen]);

  const line = lineTyped(typed);
  const shown: Command[] = line
    ? [
        {
          id: 'line',
          label: `Go to line ${line.line + 1}`,
          run: () => actions.goToLine(path, line.line, line.character),
        },
      ]
    : findCommands(commands, typed);
  const close = () => workbench.setState({ commandsOpen: false });
  const run = (command: Command | undefined) => {
    if (!command) return;
    close();
    // When the dialog is gone, the focus is back where it was.
    requestAnimationFrame(() => command.run());
  };
  const move = (by: number) =>
    setChosen((at) => (shown.length ? (at + by + shown.length) % shown.length : 0));
  return (
    <dialog ref={dialog} className="palette" aria-label="All commands" onClose={close}>
      <input
        role="combobox"
        aria-expanded="true"
        aria-controls={`${id}-list`}
        aria-activedescendant={shown[chosen] && `${id}-${chosen}`}
        aria-label="Command, or a colon and a line number"
        placeholder="Command, or :43 for a line"
        spellCheck={false}
        autoComplete="off"
        value={typed}
        onChange={(event) => {
          setTyped(event.target.value);
          setChosen(0);
        }}
        onKeyDown={(event) => {
          if (event.key === 'ArrowDown') move(1);
          else if (event.key === 'ArrowUp') move(-1);
          else if (event.key === 'Enter') run(shown[chosen]);
          else return;
          event.preventDefault();
        }}
      />
      <div ref={list} className="found" id={`${id}-list`} role="listbox" aria-label="Commands">
        {shown.map((command, i) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are the box's above
          <div
            key={command.id}
            id={`${id}-${i}`}
            role="option"
            tabIndex={-1}
            aria-selected={i === chosen}
            onClick={() => run(command)}
            onPointerMove={() => setChosen(i)}
          >
            <span>{command.label}</span>
            {command.keys?.split('+').map((key) => (
              <Kbd key={key}>{key}</Kbd>
            ))}
          </div>
        ))}
        {shown.length === 0 && <div className="none">No command has these words.</div>}
      </div>
    </dialog>
  );
}
