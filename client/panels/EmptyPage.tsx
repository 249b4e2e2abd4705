import { type DragEvent, useState } from 'react';
import { Button, EmptyState } from '../components/index.ts';
import { actions, useWorkbench } from '../store/index.ts';
import { PasteDialog, useFileDialog } from './OpenOwn.tsx';

/** Stands where the panes would, while nothing is open. A profile can be dropped on it. */
export function EmptyPage() {
  const kits = useWorkbench((state) => state.kits);
  const [pasting, setPasting] = useState(false);
  const [over, setOver] = useState(false);
  const file = useFileDialog();
  const hold = (event: DragEvent) => {
    event.preventDefault();
    setOver(true);
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    const dropped = event.dataTransfer.files[0];
    if (dropped) void actions.openFile(dropped);
  };
  return (
    <main
      className={`empty-page ${over ? 'drop' : ''}`}
      onDragOver={hold}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <EmptyState
        level={2}
        icon="shield"
        title="No profile open"
        text="Start from a program the Workbench knows, or bring your own: a dropped file opens too. Nothing leaves this machine."
      >
        {kits.map((kit) => (
          <Button key={kit.id} variant="primary" onClick={() => void actions.openKit(kit.id)}>
            Open {kit.title}
          </Button>
        ))}
        <Button icon="open" onClick={file.open}>
          Open a file
        </Button>
        <Button icon="paste" onClick={() => setPasting(true)}>
          Paste a profile
        </Button>
      </EmptyState>
      {file.input}
      {pasting && <PasteDialog onClose={() => setPasting(false)} />}
    </main>
  );
}
