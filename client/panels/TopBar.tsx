import { useRef, useState } from 'react';
import type { ModeName } from '../../shared/kits/state.ts';
import {
  Button,
  Icon,
  IconButton,
  type IconName,
  Kbd,
  Logo,
  Menu,
  MenuChoice,
  MenuChoiceItem,
  MenuChosen,
  MenuItem,
  MenuLabel,
  MenuSeparator,
  Segmented,
  Tag,
} from '../components/index.ts';
import { actions, type ThemeChoice, useWorkbench } from '../store/index.ts';
import { PasteDialog, useFileDialog } from './OpenOwn.tsx';
import { TargetMenu } from './TargetMenu.tsx';
import { VerdictPill } from './VerdictPill.tsx';

const nothingOpen = 'Nothing is open.';
const serviceMakesIt = 'The local service makes it, and does not answer.';
/** Files of the folder that the menu shows; the list of commands finds the others. */
const mostFiles = 12;

/** What is open, how it decides, for which release, and what apparmor_parser says; then what can be done with it. */
export function TopBar() {
  const open = useWorkbench((state) => state.opened.kind !== 'none');
  return (
    <header className="topbar">
      <h1 className="brand">
        <Logo />
        <span className="name">AppArmor Workbench</span>
      </h1>
      <span className="sep mid" />
      <KitMenu />
      {open && (
        <>
          <ModeSwitch />
          <TargetMenu />
          <VerdictPill />
        </>
      )}
      <span className="grow" />
      <History />
      <Button
        variant="ghost"
        icon="commands"
        className="wide"
        tip={
          <>
            All commands <Kbd>F1</Kbd>
          </>
        }
        disabled={!open && nothingOpen}
        onClick={actions.showCommands}
      >
        <Kbd>F1</Kbd>
        <span className="sr-only">All commands</span>
      </Button>
      <span className="sep wide" />
      <DownloadMenu />
      <Button
        icon="share"
        aria-label="Share"
        tip="Copy a link to this state, with its texts, to the clipboard"
        disabled={!open && nothingOpen}
        onClick={() => void actions.share()}
      >
        <span className="wide">Share</span>
      </Button>
      <ThemeMenu />
    </header>
  );
}

function KitMenu() {
  const [opened, kits, workspace] = useWorkbench(
    (state) => [state.opened, state.kits, state.workspace] as const,
  );
  const [pasting, setPasting] = useState(false);
  const file = useFileDialog();
  const trigger = useRef<HTMLButtonElement>(null);
  // The menu item that had the focus is gone by the time the dialog closes; the editor may have taken it.
  const closePaste = () => {
    setPasting(false);
    requestAnimationFrame(() => document.activeElement === document.body && trigger.current?.focus());
  };
  const [name, about] =
    opened.kind === 'kit'
      ? [opened.title, `kit ${opened.version}`]
      : opened.kind === 'file'
        ? [opened.name, 'no kit']
        : ['Open', ''];
  return (
    <>
      <Menu
        trigger={
          <Button ref={trigger} variant="ghost" tip="Open another program or profile" className="kit-name">
            <span className="clip">{name}</span>
            {about && <small className="wide">{about}</small>}
            <Icon name="down" size="s" />
          </Button>
        }
      >
        <MenuLabel>Programs with a kit</MenuLabel>
        {kits.map((kit) => (
          <MenuItem
            key={kit.id}
            icon="shield"
            note={opened.kind === 'kit' && opened.id === kit.id ? 'open' : undefined}
            onSelect={() => void actions.openKit(kit.id)}
          >
            {kit.title}
          </MenuItem>
        ))}
        {workspace && (
          <>
            <MenuSeparator />
            <MenuLabel>{workspace.directory}</MenuLabel>
            {workspace.files.slice(0, mostFiles).map(({ path }) => (
              <MenuItem
                key={path}
                icon="file"
                note={
                  opened.kind === 'file' && opened.inWorkspace && opened.name === path ? 'open' : undefined
                }
                onSelect={() => void actions.openWorkspaceFile(path)}
              >
                {path}
              </MenuItem>
            ))}
            {workspace.files.length > mostFiles && (
              <MenuItem
                icon="search"
                note={`${workspace.files.length} files`}
                onSelect={actions.showCommands}
              >
                Find by name…
              </MenuItem>
            )}
          </>
        )}
        <MenuSeparator />
        <MenuLabel>Any other profile</MenuLabel>
        <MenuItem icon="open" onSelect={file.open}>
          Open a file…
        </MenuItem>
        <MenuItem icon="paste" onSelect={() => setPasting(true)}>
          Paste a profile…
        </MenuItem>
      </Menu>
      {file.input}
      {pasting && <PasteDialog onClose={closePaste} />}
    </>
  );
}

/** Modes other than the two of the switch, as a tag beside it. */
const otherModes: Partial<Record<ModeName, { icon: IconName; tip: string }>> = {
  kill: { icon: 'kill', tip: 'A refused access also kills the process.' },
  unconfined: { icon: 'unconfined', tip: 'Nothing is refused or logged.' },
  prompt: { icon: 'hint', tip: 'A refused access asks a helper program first.' },
  default_allow: { icon: 'unconfined', tip: 'What no rule speaks of is allowed.' },
};

function ModeSwitch() {
  const mode = useWorkbench((state) => state.state?.mode);
  const disabled = useWorkbench((state) =>
    state.readOnly
      ? 'Open in another tab: nothing can be edited here.'
      : !state.state
        ? 'The text is too broken to find its profile’s flags.'
        : undefined,
  );
  const other = mode && otherModes[mode];
  return (
    <>
      <Segmented<ModeName>
        label="Mode"
        value={mode ?? ''}
        disabled={disabled}
        onChange={actions.setMode}
        items={[
          {
            id: 'complain',
            label: 'Complain',
            icon: 'complain',
            className: 'mode-complain',
            tip: 'What the rules do not allow is logged, and blocked only by deny rules',
          },
          {
            id: 'enforce',
            label: 'Enforce',
            icon: 'enforce',
            className: 'mode-enforce',
            tip: 'What the rules do not allow is refused and logged',
          },
        ]}
      />
      {other && (
        <Tag tone="warn" icon={other.icon} tip={other.tip}>
          {mode}
        </Tag>
      )}
    </>
  );
}

function History() {
  const [canUndo, canRedo, undoLabel, redoLabel] = useWorkbench(
    (state) => [state.canUndo, state.canRedo, state.undoLabel, state.redoLabel] as const,
  );
  return (
    <>
      <IconButton
        className="mid"
        icon="undo"
        label={undoLabel && canUndo ? `Undo: ${undoLabel}` : 'Undo'}
        tip={
          <>
            Undo{undoLabel && `: ${undoLabel}`} <Kbd>Ctrl Z</Kbd>
          </>
        }
        disabled={!canUndo && 'Nothing to undo'}
        onClick={actions.undo}
      />
      <IconButton
        className="mid"
        icon="redo"
        label={redoLabel && canRedo ? `Redo: ${redoLabel}` : 'Redo'}
        tip={
          <>
            Redo{redoLabel && `: ${redoLabel}`} <Kbd>Ctrl Shift Z</Kbd>
          </>
        }
        disabled={!canRedo && 'Nothing to redo'}
        onClick={actions.redo}
      />
    </>
  );
}

function DownloadMenu() {
  const [files, away, kit, packaged] = useWorkbench(
    (state) => [state.files, state.status === 'away', state.kit, state.workspace?.packaged === true] as const,
  );
  const disabled = away ? serviceMakesIt : undefined;
  return (
    <Menu
      align="end"
      trigger={
        <Button icon="download" aria-label="Download" disabled={!files.length && nothingOpen}>
          <span className="wide">Download</span>
          <Icon name="down" size="s" />
        </Button>
      }
    >
      {files.map((file) => (
        <MenuItem key={file.path} icon="file" note={file.role} onSelect={() => actions.download(file.path)}>
          {file.path}
        </MenuItem>
      ))}
      <MenuSeparator />
      <MenuItem
        icon="archive"
        note=".tar.gz"
        disabled={disabled}
        onSelect={() => void actions.downloadArchive()}
      >
        All files, laid out as etc/apparmor.d, with INSTALL
      </MenuItem>
      <MenuItem icon="package" note=".deb" disabled={disabled} onSelect={() => void actions.downloadDeb()}>
        A package of the profile
      </MenuItem>
      {kit && (
        <MenuItem
          icon="diff"
          note={packaged ? '.patch' : 'packaging'}
          disabled={disabled}
          onSelect={() => void actions.downloadPackaging()}
        >
          {packaged ? 'Patch for the checkout that is open' : `Files to add to ${kit.title}’s repository`}
        </MenuItem>
      )}
    </Menu>
  );
}

const themes: { id: ThemeChoice; label: string; icon: IconName }[] = [
  { id: 'light', label: 'Light', icon: 'sun' },
  { id: 'dark', label: 'Dark', icon: 'moon' },
  { id: 'system', label: 'As the system', icon: 'system' },
];

function ThemeMenu() {
  const [theme, applied] = useWorkbench((state) => [state.theme, state.appliedTheme] as const);
  return (
    <Menu
      align="end"
      trigger={<IconButton icon={applied === 'dark' ? 'moon' : 'sun'} label="Theme: light, dark or system" />}
    >
      <MenuChoice<ThemeChoice> value={theme} onChange={actions.setTheme}>
        {themes.map((one) => (
          <MenuChoiceItem key={one.id} value={one.id}>
            <Icon name={one.icon} />
            <span className="grow">{one.label}</span>
            <MenuChosen>
              <Icon name="check" size="s" />
            </MenuChosen>
          </MenuChoiceItem>
        ))}
      </MenuChoice>
    </Menu>
  );
}
