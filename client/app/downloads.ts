/** What leaves the page: downloads, saving into the workspace, links. */
import { archiveName, packageName, programName } from '../panels/install/archiveName.ts';
import { ServiceRefusal } from '../service/api.ts';
import { actions } from '../store/actions.ts';
import { workbench } from '../store/store.ts';
import type { Actions } from '../store/types.ts';
import { writeDeepLink } from './deepLink.ts';
import { lower, raise, toast } from './notices.ts';
import { currentFiles, mirrorFiles, type Session } from './session.ts';
import { longestLink, packTexts } from './share.ts';

type Downloads = Pick<
  Actions,
  'save' | 'download' | 'downloadArchive' | 'downloadDeb' | 'downloadPackaging' | 'share'
>;

export function downloadActions(session: Session): Downloads {
  return {
    async save() {
      const { opened } = workbench.getState();
      if (opened.kind === 'file' && opened.inWorkspace) await saveToWorkspace(session, opened.name);
      else actions.download();
    },
    download(path) {
      const { files, activePath } = workbench.getState();
      const file = files.find((one) => one.path === (path ?? activePath));
      if (file) downloadText(file.path.slice(file.path.lastIndexOf('/') + 1), file.text);
    },
    async downloadArchive(release) {
      const { opened, target: chosen } = workbench.getState();
      const target = release ?? chosen;
      const files = currentFiles(session).map(({ path, text }) => ({ path, text }));
      const name = archiveName(opened);
      try {
        saveBlob(`${name}.tar.gz`, await session.service.download({ files, target, format: 'tar', name }));
      } catch (error) {
        toast({ tone: 'bad', text: `No archive: ${(error as Error).message}` });
      }
    },
    async downloadDeb() {
      const { opened, target } = workbench.getState();
      const files = currentFiles(session).map(({ path, text }) => ({ path, text }));
      const name = programName(opened);
      try {
        saveBlob(
          `${packageName(opened)}.deb`,
          await session.service.download({ files, target, format: 'deb', name }),
        );
      } catch (error) {
        toast({ tone: 'bad', text: `No package: ${(error as Error).message}` });
      }
    },
    downloadPackaging: () => downloadPackaging(session),
    share: () => share(),
  };
}

async function downloadPackaging(session: Session): Promise<void> {
  const { kit, workspace } = workbench.getState();
  if (!kit) return;
  const files = currentFiles(session).map(({ path, text }) => ({ path, text }));
  try {
    const { kind, name, content, missing, notes } = await session.service.packaging({ kit: kit.id, files });
    if (name && content) saveBlob(name, new Blob([Uint8Array.from(atob(content), (c) => c.charCodeAt(0))]));
    const byHand = missing.length > 0 ? ` To be done by hand: ${missing.join(' ')}` : '';
    const said = {
      patch: `${name} is for ${workspace?.directory ?? 'the checkout'}: apply it with git am.`,
      overlay: `${name}: its README says where its files go, and what to add to those that are there.`,
      nothing: missing.length > 0 ? 'The rest is in the checkout.' : 'The checkout has all of it already.',
    }[kind];
    const text = [said + byHand, ...notes].join(' ');
    toast({ tone: missing.length > 0 ? 'warn' : 'ok', text, sticky: missing.length > 0 });
  } catch (error) {
    toast({ tone: 'bad', text: `No packaging: ${(error as Error).message}` });
  }
}

async function share(): Promise<void> {
  const { opened, files, kit, rightTab, leftTab, target, activePath } = workbench.getState();
  if (opened.kind === 'none') return;
  const sent = files
    .filter((file) => !kit || file.differs)
    .map(({ role, path, text }) => ({ role, path, text }));
  const packed =
    sent.length > 0
      ? await packTexts({ ...(opened.kind === 'file' && { name: opened.name }), files: sent })
      : undefined;
  if (packed && packed.length > longestLink) {
    toast({
      tone: 'bad',
      text: `Too long for a link (${Math.round(packed.length / 1000)} kB packed; ${longestLink / 1000} kB fit). Send the file instead.`,
      action: { label: 'Download', run: () => actions.download() },
    });
    return;
  }
  const link = writeDeepLink({
    ...(opened.kind === 'kit' && { kit: opened.id }),
    panel: rightTab,
    left: leftTab,
    target,
    ...(activePath !== files[0]?.path && { file: files.find((file) => file.path === activePath)?.role }),
    packed,
  });
  await actions.copy(new URL(link, location.origin + location.pathname).href, 'Link to this state');
}

/** Save over the version on disk that was opened; never over one that changed meanwhile. */
async function saveToWorkspace(session: Session, name: string, over?: string): Promise<void> {
  const text = currentFiles(session)[0]?.text ?? '';
  try {
    const { hash } = await session.service.saveWorkspaceFile(name, text, over ?? session.diskHash);
    session.diskHash = hash;
    session.shipped.set(currentFiles(session)[0]!.path, text);
    mirrorFiles(session);
    session.saver?.changed();
    lower('changed-on-disk');
    toast({ tone: 'ok', text: `${name} saved.` });
  } catch (error) {
    if (!(error instanceof ServiceRefusal) || error.status !== 412) {
      toast({
        tone: 'bad',
        text: `Not saved: ${(error as Error).message}`,
        action: { label: 'Download a copy', run: () => actions.download() },
      });
      return;
    }
    await tellChangedOnDisk(session, name);
  }
}

async function tellChangedOnDisk(session: Session, name: string): Promise<void> {
  const disk = await session.service.workspaceFile(name).catch(() => undefined);
  raise({
    id: 'changed-on-disk',
    tone: 'warn',
    strong: 'Changed on disk',
    text: 'since it was opened. Not saved.',
    actions: [
      {
        label: 'Compare',
        run: () => {
          if (!disk) return;
          session.shipped.set(currentFiles(session)[0]!.path, disk.text);
          mirrorFiles(session);
          actions.showRightTab('changes');
        },
      },
      { label: 'Keep mine', run: () => void saveToWorkspace(session, name, disk?.hash) },
    ],
    dismissible: true,
  });
}

export function downloadText(name: string, text: string): void {
  saveBlob(name, new Blob([text], { type: 'text/plain;charset=utf-8' }));
}

function saveBlob(name: string, blob: Blob): void {
  const url = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // The browser has begun to read it by then.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
