/** Requirements of the user's own: kept with the session, and as a file beside the profile. */
import {
  printRequirements,
  type Requirement,
  RequirementsProblem,
  readRequirements,
  requirementsSuffix,
} from '../../shared/policy/requirements.ts';
import { ServiceRefusal } from '../service/api.ts';
import { decisions, ownRequirements } from '../store/decisions.ts';
import { workbench } from '../store/store.ts';
import { downloadText } from './downloads.ts';
import { toast } from './notices.ts';
import type { Session } from './session.ts';

/** The version of the file beside the profile that was read or saved last; undefined where there is none. */
let diskHash: string | undefined;

/** Follow what is open, and keep what changes. Call it once. */
export function followOwn(session: Session): void {
  Object.assign(ownRequirements, {
    read: (file: File) => read(file),
    download: () => downloadText(fileName(), printRequirements(decisions.getState().own)),
    save: () => save(session),
  });
  checkRestored();
  void readBeside(session);
  workbench.subscribe(({ opened }, before) => {
    if (opened === before.opened) return;
    checkRestored();
    void readBeside(session);
  });
  decisions.subscribe(({ own, ownOnDisk }, before) => {
    if (own !== before.own || ownOnDisk !== before.ownOnDisk) session.saver?.changed();
  });
}

/** What the file is called: the profile's name, and the suffix. */
function fileName(): string {
  const { opened, files } = workbench.getState();
  const path = opened.kind === 'file' ? opened.name : (files[0]?.path ?? 'profile');
  return `${path.slice(path.lastIndexOf('/') + 1)}${requirementsSuffix}`;
}

/** Where it lies in the workspace; undefined where what is open lies in none. */
function besideProfile(): string | undefined {
  const { opened } = workbench.getState();
  return opened.kind === 'file' && opened.inWorkspace ? `${opened.name}${requirementsSuffix}` : undefined;
}

/** What the browser kept may be of another version, or damaged. */
function checkRestored(): void {
  const { own } = decisions.getState();
  if (own.length === 0) return;
  try {
    readRequirements(JSON.stringify({ requirements: own }));
  } catch (error) {
    decisions.setState({ own: [] });
    toast({
      tone: 'bad',
      text: `The requirements kept from before cannot be read: ${(error as Error).message}`,
      action: {
        label: 'Download them',
        run: () => downloadText(fileName(), JSON.stringify({ requirements: own }, null, 2)),
      },
    });
  }
}

async function readBeside(session: Session): Promise<void> {
  diskHash = undefined;
  const path = besideProfile();
  const { opened } = workbench.getState();
  if (!path) return;
  try {
    const { text, hash } = await session.service.workspaceFile(path);
    if (workbench.getState().opened !== opened) return;
    diskHash = hash;
    const onDisk = readRequirements(text);
    // What was written here and not saved goes before the file.
    const { own } = decisions.getState();
    decisions.setState({
      ownOnDisk: onDisk,
      refusedFile: undefined,
      ...(own.length === 0 && { own: onDisk }),
    });
  } catch (error) {
    if (error instanceof RequirementsProblem)
      decisions.setState({ refusedFile: `${path} is not read. ${error.message}` });
    // No such file, most often; where the service is away, it says so itself.
  }
}

async function read(file: File): Promise<void> {
  try {
    const own = readRequirements(await file.text());
    const { own: before } = decisions.getState();
    decisions.setState({ own, refusedFile: undefined });
    toast({
      tone: 'ok',
      text: `${file.name}: ${own.length} requirement${own.length === 1 ? '' : 's'} read.`,
      ...(before.length > 0 && {
        action: { label: 'Back to those before', run: () => decisions.setState({ own: before }) },
      }),
    });
  } catch (error) {
    decisions.setState({ refusedFile: `${file.name} is not read. ${(error as Error).message}` });
  }
}

async function save(session: Session): Promise<void> {
  const path = besideProfile();
  if (!path) return ownRequirements.download();
  const { own } = decisions.getState();
  try {
    const saved = await session.service.saveWorkspaceFile(path, printRequirements(own), diskHash);
    diskHash = saved.hash;
    decisions.setState({ ownOnDisk: own });
    toast({ tone: 'ok', text: `${path} saved.` });
  } catch (error) {
    const changed = error instanceof ServiceRefusal && error.status === 412;
    toast({
      tone: 'bad',
      text: `${path} was not saved: ${(error as Error).message}`,
      ...(changed && {
        action: { label: 'Save over it', run: () => void saveOver(session, path, own) },
      }),
    });
  }
}

async function saveOver(session: Session, path: string, own: readonly Requirement[]): Promise<void> {
  try {
    diskHash = (await session.service.workspaceFile(path)).hash;
  } catch {
    diskHash = undefined;
  }
  if (decisions.getState().own === own) await save(session);
}
