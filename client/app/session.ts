/** What is behind the store: the parts that live as long as the page, and the texts that are open now. */

import type { Diagnostic } from '../../shared/api/schemas.ts';
import type { FileRole } from '../../shared/kits/schema.ts';
import type { OpenFile } from '../../shared/kits/state.ts';
import type { OwnTarget } from '../../shared/targets/own.ts';
import type { Texts } from '../editor/texts.ts';
import type { EditorView } from '../editor/view.ts';
import type { Database } from '../persistence/database.ts';
import type { Saver } from '../persistence/saver.ts';
import type { TabLock } from '../persistence/tabs.ts';
import type { Service } from '../service/api.ts';
import type { Checker } from '../service/checker.ts';
import type { EnforcedMark } from '../service/enforced.ts';
import type { Finding, Judged } from '../service/problems.ts';
import { workbench } from '../store/store.ts';
import type { FileState } from '../store/types.ts';
import type { AnalysisClient } from '../worker/client.ts';
import type { Mend } from '../worker/language.ts';
import type { ProfileSpan } from '../worker/protocol.ts';
import { lower } from './notices.ts';

export interface Editor {
  texts: Texts;
  view: EditorView;
}

export interface Session {
  service: Service;
  analysis: AnalysisClient;
  /** Start the analysis worker, if it has not been: what was asked before is answered then. */
  wakeAnalysis: () => void;
  checker: Checker;
  /** The editor, as soon as its code is loaded and it stands on the page. */
  editor?: Editor;
  editorStands: Promise<Editor>;
  /** Settled when the browser's store is open, or known not to be. */
  storeOpen: Promise<void>;
  /** The browser's store; undefined where there is none. */
  database?: Database;
  saver?: Saver;
  tab?: TabLock;
  /** What is open: `kit:rustnet`, `file:usr.bin.x`, `workspace:usr.bin.x`; empty for nothing. */
  key: string;
  /** By path: the text that a file is compared with. */
  shipped: Map<string, string>;
  /** Of a workspace file: the hash of the version on disk that is saved over. */
  diskHash?: string;
  /** The link names a target: it wins over the one that was saved. */
  linkedTarget: boolean;
  builtIn: Diagnostic[];
  /** What the checks found, fixes for what the built-in parser found, and the texts that were looked at. */
  lint?: { files: OpenFile[]; found: Finding[]; mends: Mend[] };
  /** The language features may be asked. */
  languageAwake: boolean;
  /** By id: how the targets of one's own are defined. */
  ownTargets: Map<string, OwnTarget>;
  /** Id of the target whose policy tree the analysis goes by. */
  surrounded?: string;
  /** What apparmor_parser said for the other targets, where that was asked. */
  elsewhere?: { files: OpenFile[]; byTarget: Map<string, Diagnostic[]> };
  /** What the chosen target does not enforce as written, at its places in the texts as they are. */
  marks: EnforcedMark[];
  judged?: Judged;
  profiles: ProfileSpan[];
  /** Changes by controls, one after the other. */
  changing: Promise<void>;
}

/** The files as they are now, from the editor where it stands, else as they were opened. */
export function currentFiles(session: Session): OpenFile[] {
  const files = session.editor?.texts.files ?? workbench.getState().files;
  return files.map(({ role, path, text }) => ({ role, path, text }));
}

/** Whether the texts are still these. */
export function sameTexts(session: Session, files: readonly { path: string; text: string }[]): boolean {
  const now = currentFiles(session);
  return (
    now.length === files.length &&
    files.every(({ path, text }, i) => path === now[i]!.path && text === now[i]!.text)
  );
}

/** Show in the store what the texts have become. */
export function mirrorFiles(session: Session): void {
  const files = session.editor?.texts.files;
  if (!files) return;
  const old = workbench.getState().files;
  const next = files.map((file): FileState => {
    const shipped = session.shipped.get(file.path) ?? '';
    const known = old.find(({ path }) => path === file.path);
    const state = { ...file, shipped, differs: file.text !== shipped };
    const same =
      known && known.text === state.text && known.shipped === shipped && known.lineEnds === state.lineEnds;
    return same ? known : state;
  });
  workbench.setState({ files: next });
  if (!files.some(({ lineEnds, byteOrderMark }) => lineEnds === 'mixed' || byteOrderMark)) lower('line-ends');
}

export function pathOfRole(role: FileRole): string | undefined {
  return workbench.getState().files.find((file) => file.role === role)?.path;
}

/** A time of day as the banners say it: 14:02. */
export function clock(at: number): string {
  return new Date(at).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit', hour12: false });
}
