/** Opening: a kit's program, a file of one's own, a file of the workspace, a link with texts in it. */
import type { Kit } from '../../shared/kits/schema.ts';
import type { OpenFile } from '../../shared/kits/state.ts';
import type { Requirement } from '../../shared/policy/requirements.ts';
import type { Texts } from '../editor/texts.ts';
import { readRecord, type SessionRecord } from '../persistence/record.ts';
import type { Service } from '../service/api.ts';
import { actions } from '../store/actions.ts';
import { decisions, ownRequirements } from '../store/decisions.ts';
import { workbench } from '../store/store.ts';
import type { Actions, Opened } from '../store/types.ts';
import { analyse } from './analysing.ts';
import { replaceAll } from './editing.ts';
import { checkRequest } from './judging.ts';
import { lower, raise, toast } from './notices.ts';
import { decodeFile, largestFile, policyPath, refuseText } from './ownFile.ts';
import { keepAside, lockTab, tellCorrupt } from './saving.ts';
import { clock, mirrorFiles, type Session } from './session.ts';
import { unpackTexts } from './share.ts';

type Opening = Pick<Actions, 'openKit' | 'openFile' | 'openText' | 'openWorkspaceFile'>;

export function openingActions(session: Session): Opening {
  return {
    openKit: (id) => serially(session, () => openKit(session, id)),
    async openFile(file) {
      if (file.name.endsWith('.requirements.json')) return ownRequirements.read(file);
      // Its size first: a huge file is not even read.
      const decoded =
        file.size > largestFile
          ? decodeFile(file.name, new Uint8Array(largestFile + 1))
          : decodeFile(file.name, new Uint8Array(await file.arrayBuffer()));
      if ('refusal' in decoded) toast({ tone: 'bad', text: decoded.refusal });
      else await serially(session, () => openOwn(session, file.name, decoded.text));
    },
    openText(name, text) {
      const refusal = refuseText(name, text);
      if (!refusal) void serially(session, () => openOwn(session, name, text));
      return refusal;
    },
    openWorkspaceFile: (path) => serially(session, () => openWorkspaceFile(session, path)),
  };
}

/** One opening after the other, and after the changes under way: each leaves a whole state. */
function serially(session: Session, run: () => Promise<void>): Promise<void> {
  const done = session.changing.then(run);
  session.changing = done.catch(() => {});
  return done;
}

interface Program {
  key: string;
  opened: Opened;
  /** The files as they are without any work of the user's. */
  files: OpenFile[];
  kitVersion?: string;
  diskHash?: string;
  /** Requirements kept from before, where they are kept though the texts are not. */
  requirements?: unknown[] | undefined;
}

const roles = ['profile', 'tunables', 'local'] as const;

export interface FetchedKit {
  id: string;
  json: Partial<Kit>;
  /** As shipped; undefined where kit.json does not name them. */
  files?: OpenFile[];
}

/** A kit's description and the files it names. */
export async function fetchKit(service: Service, id: string): Promise<FetchedKit> {
  const json = JSON.parse(await service.kitFile(id, 'kit.json')) as Partial<Kit>;
  const named = json.files;
  if (!named || roles.some((role) => !named[role]?.path || !named[role].source)) return { id, json };
  const texts = await Promise.all(roles.map((role) => service.kitFile(id, named[role].source)));
  return { id, json, files: roles.map((role, i) => ({ role, path: named[role].path, text: texts[i]! })) };
}

/**
 * Open a kit's program, with the work saved for it. Tells in a banner where that cannot be. The text is shown as
 * soon as it is there; the worker reads the kit meanwhile. `fetched` is the kit, where it was asked for before.
 */
export async function openKit(
  session: Session,
  id: string,
  fetched = fetchKit(session.service, id),
): Promise<void> {
  const failed = (error: unknown) =>
    raise({
      id: 'kit-failed',
      tone: 'bad',
      strong: `The kit ${id} cannot be opened.`,
      text: (error as Error).message,
      actions: [{ label: 'Try again', run: () => void openKit(session, id) }],
      dismissible: true,
    });
  try {
    const { json, files } = await fetched;
    const kit = session.analysis.setKit(json);
    const { title, version } = json;
    if (!title || !version || !files) {
      // The worker knows the words for what is wrong.
      session.wakeAnalysis();
      await kit;
      throw new Error('kit.json names no files.');
    }
    const key = `kit:${id}`;
    kit.catch(() => {});
    await session.storeOpen;
    const record = await recall(session, key);
    const opened: Opened = { kind: 'kit', id, title, version };
    lower('kit-failed');
    await open(session, { key, opened, files, kitVersion: version }, record);
    kit.then((read) => session.key === key && workbench.setState({ kit: read }), failed);
  } catch (error) {
    failed(error);
  }
}

/** Open a text that the user brought. Work saved under the same name is kept, and offered. */
export async function openOwn(session: Session, name: string, text: string): Promise<void> {
  const path = policyPath(name);
  const key = `file:${path}`;
  const earlier = await recall(session, key);
  void session.analysis.setKit(undefined);
  const files: OpenFile[] = [{ role: 'profile', path, text }];
  const { requirements } = earlier ?? {};
  await open(session, { key, opened: { kind: 'file', name: path }, files, requirements }, undefined);
  session.saver?.changed();
  const work = earlier?.files.find((file) => file.path === path);
  if (!earlier || !work || work.text === text || work.text === work.shipped) return;
  await keepAside(session, earlier, 'the same file was opened anew');
  toast({
    tone: 'info',
    text: `Your edits of ${path} from ${clock(earlier.savedAt)} were put aside.`,
    action: {
      label: 'Bring them back',
      run: () => bringIn([work], `Edits from ${clock(earlier.savedAt)}`),
    },
    sticky: true,
  });
}

/** Open again what was open last, if it was no kit's program. False where that is not there any more. */
export async function reopenOwn(session: Session, key: string): Promise<boolean> {
  const record = await recall(session, key);
  if (!record) return false;
  const name = key.slice(key.indexOf(':') + 1);
  if (key.startsWith('workspace:')) {
    await openWorkspaceFile(session, name);
    return workbench.getState().opened.kind !== 'none';
  }
  void session.analysis.setKit(undefined);
  const files = record.files.map(({ role, path, text, shipped }) => ({ role, path, text: shipped ?? text }));
  await open(session, { key, opened: { kind: 'file', name }, files }, record);
  return true;
}

async function openWorkspaceFile(session: Session, name: string): Promise<void> {
  try {
    const { text, hash } = await session.service.workspaceFile(name);
    const key = `workspace:${name}`;
    const path = policyPath(name);
    const record = await recall(session, key);
    const work = record?.files.find((file) => file.path === path);
    const edited = work !== undefined && work.text !== work.shipped && work.text !== text;
    const changed = edited && work.shipped !== text;
    void session.analysis.setKit(undefined);
    await open(
      session,
      {
        key,
        opened: { kind: 'file', name, inWorkspace: true },
        files: [{ role: 'profile', path, text }],
        // Edits that began on another version do not go over this one unasked: the service will refuse.
        diskHash: changed ? '0' : hash,
        requirements: record?.requirements,
      },
      edited ? record : undefined,
    );
    if (changed)
      raise({
        id: 'changed-on-disk',
        tone: 'warn',
        strong: 'Changed on disk',
        text: 'since your edits here began.',
        actions: [{ label: 'Compare', run: () => actions.showRightTab('changes') }],
        dismissible: true,
      });
  } catch (error) {
    toast({ tone: 'bad', text: `${name} cannot be opened: ${(error as Error).message}` });
  }
}

/** Put texts from a link over those that are open, as one step that undo takes back. */
export async function openPacked(session: Session, packed: string): Promise<void> {
  // Out of the address, so that reloading shows what was made of it, not the link's texts again.
  history.replaceState(null, '', location.pathname + location.search);
  try {
    const { name, files } = await unpackTexts(packed);
    const own = files.find(({ role }) => role === 'profile');
    if (name !== undefined && own) return await openOwn(session, name, own.text);
    const saved = await recall(session, session.key);
    if (saved) await keepAside(session, saved, 'a link was opened');
    bringIn(files, 'Texts of the link');
  } catch (error) {
    toast({ tone: 'bad', text: (error as Error).message });
  }
}

function bringIn(files: readonly { role: string; path: string; text: string }[], label: string): void {
  const edits = workbench.getState().files.flatMap((file) => {
    const wanted = files.find((one) => one.role === file.role);
    return wanted && wanted.text !== file.text ? [replaceAll(file.path, file.text, wanted.text)] : [];
  });
  if (edits.length > 0) actions.applyEdits(edits, label);
  else toast({ tone: 'info', text: `${label}: they are the same as what is open.` });
}

/** Make a program the open one, with the work of `record` if there is any. */
async function open(session: Session, program: Program, record: SessionRecord | undefined): Promise<void> {
  await session.saver?.flush();
  session.tab?.close();
  session.checker.cancel();
  const { key, opened, kitVersion, diskHash } = program;
  const work = new Map(record?.files.map((file) => [file.path, file]));
  const files = program.files.map((file) => ({ ...file, text: work.get(file.path)?.text ?? file.text }));
  session.key = key;
  session.diskHash = diskHash;
  session.shipped = new Map(program.files.map(({ path, text }) => [path, text]));
  session.judged = undefined;
  session.builtIn = [];
  session.lint = undefined;
  const remembered = files.some(({ path }) => path === record?.activePath) ? record?.activePath : undefined;
  const { targets, target } = workbench.getState();
  const savedTarget = record && (targets.length === 0 || targets.some(({ id }) => id === record.target));
  // Read by what comes later, before they are used.
  const requirements = (program.requirements ?? record?.requirements ?? []) as Requirement[];
  decisions.setState({ own: requirements, ownOnDisk: undefined, draft: undefined });
  workbench.setState({
    opened,
    kit: undefined,
    files: files.map((file) => {
      const shipped = session.shipped.get(file.path)!;
      return { ...file, shipped, differs: file.text !== shipped, lineEnds: 'lf' };
    }),
    activePath: remembered ?? files[0]!.path,
    treeFile: undefined,
    outline: undefined,
    readOnly: false,
    state: undefined,
    stateStale: false,
    problems: [],
    verdict: undefined,
    caret: { line: 0, character: 0 },
    selectedOption: undefined,
    lastChanged: undefined,
    selectedProblem: undefined,
    toasts: [],
    target: savedTarget && !session.linkedTarget ? record.target : target,
  });
  lower('restored', 'recommended', 'line-ends', 'changed-on-disk', 'second-tab', 'too-complex');
  showInEditor(session);
  analyse(session);
  session.checker.now(() => checkRequest(session));
  session.tab = lockTab(session, key);
  tellRestored(record, kitVersion);
}

/** Hand the open files to the editor, where it stands already. */
export function showInEditor(session: Session): void {
  const { editor } = session;
  if (!editor) return;
  const { files, activePath } = workbench.getState();
  editor.view.forget();
  editor.texts.open(files);
  editor.view.show(activePath);
  editor.view.setReadOnly(workbench.getState().readOnly);
  mirrorFiles(session);
  tellOfHidden(editor.texts);
}

/** What is in a text and cannot be seen in it. */
function tellOfHidden(texts: Texts): void {
  const marked = texts.files.filter(({ byteOrderMark }) => byteOrderMark).map(({ path }) => path);
  const mixed = texts.files.filter(({ lineEnds }) => lineEnds === 'mixed').map(({ path }) => path);
  if (marked.length > 0)
    raise({
      id: 'line-ends',
      tone: 'warn',
      strong: 'An invisible byte order mark',
      text: `stands before the text of ${marked.join(', ')}. apparmor_parser refuses it.`,
      actions: [
        {
          label: 'Remove it',
          run: () => {
            for (const path of marked) texts.dropByteOrderMark(path);
          },
        },
      ],
      dismissible: true,
    });
  else if (mixed.length > 0)
    raise({
      id: 'line-ends',
      tone: 'info',
      strong: 'Mixed line ends.',
      text: `${mixed.join(', ')}: lines end in different ways, and will go on doing so.`,
      actions: [],
      dismissible: true,
    });
}

async function recall(session: Session, key: string): Promise<SessionRecord | undefined> {
  if (!session.database || key === '') return undefined;
  let value: unknown;
  try {
    value = await session.database.read(key);
  } catch (error) {
    tellCorrupt(session, key, undefined, (error as Error).message);
    return undefined;
  }
  if (value === undefined) return undefined;
  const record = readRecord(value);
  if (!('problem' in record)) return record;
  tellCorrupt(session, key, value, record.problem);
  return undefined;
}

function tellRestored(record: SessionRecord | undefined, kitVersion: string | undefined): void {
  if (!record || !workbench.getState().files.some(({ differs }) => differs)) return;
  const newer =
    kitVersion !== undefined && record.kitVersion !== undefined && record.kitVersion !== kitVersion;
  workbench.setState({ saving: 'saved', savedAt: record.savedAt });
  raise({
    id: 'restored',
    tone: 'info',
    strong: 'Restored',
    text: `from the last session, ${clock(record.savedAt)}.${newer ? ` The kit is now ${kitVersion}; it was ${record.kitVersion}.` : ''}`,
    actions: [
      {
        label: 'Compare',
        run: () => {
          actions.showRightTab('changes');
          lower('restored');
        },
      },
    ],
    dismissible: true,
  });
}
