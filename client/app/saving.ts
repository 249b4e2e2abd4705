/** Keeping the work: saving, a damaged or full store, two tabs. */

import type { Requirement } from '../../shared/policy/requirements.ts';
import { Database, StoreUnavailable } from '../persistence/database.ts';
import { readRecord, type SessionRecord } from '../persistence/record.ts';
import { Saver } from '../persistence/saver.ts';
import { TabLock } from '../persistence/tabs.ts';
import { actions } from '../store/actions.ts';
import { decisions } from '../store/decisions.ts';
import { workbench } from '../store/store.ts';
import { downloadText } from './downloads.ts';
import { lower, raise } from './notices.ts';
import { currentFiles, mirrorFiles, type Session } from './session.ts';

/** Open the browser's store. Where there is none, says so, and the page works without. */
export async function openStore(session: Session): Promise<void> {
  try {
    session.database = await Database.open(() => storeLost(session));
  } catch (error) {
    const why = error instanceof StoreUnavailable ? error.why : 'broken';
    workbench.setState({ saving: 'off' });
    raise(unavailable[why](session, error as Error));
    return;
  }
  session.saver = new Saver(session.database, () => snapshot(session), {
    pending: () =>
      workbench.setState(({ saving }) => ({ saving: saving === 'failed' ? 'failed' : 'pending' })),
    saved(savedAt) {
      workbench.setState({ saving: 'saved', savedAt });
      lower('not-saved');
      session.tab?.tellSaved();
    },
    failed: (reason) => notSaved(session, reason),
  });
}

const unavailable = {
  absent: () => ({
    id: 'not-saved' as const,
    tone: 'warn' as const,
    strong: 'This browser keeps nothing here',
    text: '(a private window, or storage is turned off): a reload loses your edits. Download what you want to keep.',
    actions: [{ label: 'Download a copy', run: () => actions.download() }],
    dismissible: true,
  }),
  newer: () => ({
    id: 'not-saved' as const,
    tone: 'warn' as const,
    strong: 'A newer Workbench has used this browser’s store.',
    text: 'Its work is left untouched; what you do here is not kept.',
    actions: [{ label: 'Download a copy', run: () => actions.download() }],
    dismissible: true,
  }),
  broken: (session: Session, error: Error) => ({
    id: 'corrupt' as const,
    tone: 'bad' as const,
    strong: 'The browser’s store cannot be opened.',
    text: `${causeOf(error)} The shipped profile is shown, and edits are not kept.`,
    actions: [{ label: 'Empty the store', run: () => void resetStore(session) }],
    dismissible: true,
  }),
};

function causeOf(error: Error): string {
  const { cause } = error;
  return cause instanceof Error ? `${cause.message.replace(/\.?$/, '.')}` : '';
}

async function resetStore(session: Session): Promise<void> {
  await Database.reset().catch(() => {});
  lower('corrupt');
  workbench.setState({ saving: 'saved' });
  await openStore(session);
  session.saver?.changed();
}

/** Closed under us: by a newer Workbench in another tab, or by the browser. */
function storeLost(session: Session): void {
  session.database = undefined;
  session.saver = undefined;
  workbench.setState({ saving: 'failed' });
  notSaved(session, 'the browser closed its store. Reload the page');
}

function notSaved(session: Session, reason: 'full' | string): void {
  workbench.setState({ saving: 'failed' });
  raise({
    id: 'not-saved',
    tone: 'bad',
    strong: 'Not saved:',
    text: reason === 'full' ? 'the disk is full.' : `${reason.replace(/\.$/, '')}.`,
    actions: [
      { label: 'Download a copy', run: () => actions.download() },
      ...(session.saver ? [{ label: 'Try again', run: () => void session.saver?.flush() }] : []),
    ],
    dismissible: false,
  });
}

/** What is saved: only in the tab that may edit. */
function snapshot(session: Session): SessionRecord | undefined {
  const { opened, activePath, target, readOnly } = workbench.getState();
  if (opened.kind === 'none' || readOnly || session.key === '') return undefined;
  return {
    version: 1,
    key: session.key,
    ...(opened.kind === 'kit' && { kitVersion: opened.version }),
    files: currentFiles(session).map((file) => ({
      ...file,
      ...(opened.kind !== 'kit' && { shipped: session.shipped.get(file.path) }),
    })),
    activePath,
    target,
    ...keptRequirements(),
    savedAt: Date.now(),
  };
}

/** One's own requirements, unless a file beside the profile has the same. */
function keptRequirements(): Pick<SessionRecord, 'requirements'> {
  const { own, ownOnDisk } = decisions.getState();
  return own !== ownOnDisk && (own.length > 0 || ownOnDisk) ? { requirements: [...own] } : {};
}

/** A record that cannot be read: kept aside, offered as a download, and no hindrance. */
export function tellCorrupt(session: Session, key: string, value: unknown, problem: string): void {
  if (value !== undefined) {
    void session.database
      ?.putAside({ key, why: `not readable: ${problem}`, at: Date.now(), value })
      .then(() => session.database?.forget(key))
      .catch(() => {});
  }
  raise({
    id: 'corrupt',
    tone: 'warn',
    strong: 'The saved work cannot be read:',
    text: `${problem}. The shipped profile is shown instead.${value === undefined ? '' : ' The damaged record is kept aside.'}`,
    actions:
      value === undefined
        ? []
        : [
            {
              label: 'Download it',
              run: () => downloadText('apparmor-workbench-damaged.json', JSON.stringify(value, null, 2)),
            },
          ],
    dismissible: true,
  });
}

export async function keepAside(session: Session, record: SessionRecord, why: string): Promise<void> {
  await session.database?.putAside({ key: record.key, why, at: Date.now(), value: record }).catch(() => {});
}

/** Ask for the right to edit what was just opened. */
export function lockTab(session: Session, key: string): TabLock {
  const isOpen = () => session.key === key;
  return new TabLock(key, {
    async mine(fresh) {
      if (!isOpen()) return;
      if (fresh) await followOther(session, key);
      setReadOnly(session, false);
      lower('second-tab');
    },
    theirs() {
      if (!isOpen()) return;
      setReadOnly(session, true);
      raise({
        id: 'second-tab',
        tone: 'warn',
        strong: 'Open in a second tab.',
        text: 'This one is read-only and follows the other.',
        actions: [{ label: 'Edit here', run: () => actions.editHere() }],
        dismissible: false,
      });
    },
    handOver: () => session.saver?.flush() ?? Promise.resolve(),
    savedElsewhere: () => void followOther(session, key),
  });
}

/** Show what the tab that edits has saved. */
async function followOther(session: Session, key: string): Promise<void> {
  const record = readRecord(await session.database?.read(key).catch(() => undefined));
  if ('problem' in record || session.key !== key) return;
  const { editor } = session;
  if (!editor) return;
  editor.texts.reload(record.files);
  decisions.setState({ own: (record.requirements ?? []) as Requirement[] });
  mirrorFiles(session);
  workbench.setState({ savedAt: record.savedAt, saving: 'saved' });
}

function setReadOnly(session: Session, readOnly: boolean): void {
  workbench.setState({ readOnly });
  session.editor?.view.setReadOnly(readOnly);
}
