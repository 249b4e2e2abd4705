/**
 * The whole state of the page, and every action on it.
 *
 * Components read the state by `useWorkbench(selector)` and change it by `actions.…` (index.ts); they hold no
 * logic of their own. The texts live in the editor's models: `files[].text` mirrors them and is never set directly.
 */
import type { CheckResponse, Diagnostic, Target } from '../../shared/api/schemas.ts';
import type { KitAnswer } from '../../shared/kits/answers.ts';
import type { FileRole, Kit } from '../../shared/kits/schema.ts';
import type { KitState, ModeName, OpenFile } from '../../shared/kits/state.ts';
import type { DocumentSymbol, Fix } from '../../shared/language/types.ts';
import type { Position, Range, Severity } from '../../shared/syntax/diagnostics.ts';
import type { FileEdit } from '../../shared/syntax/edits.ts';
import type { OwnTarget } from '../../shared/targets/own.ts';

// ---- files ---------------------------------------------------------------------------------------------------

/** An open file. `text` is, byte for byte, what would be written to disk. */
export interface FileState extends OpenFile {
  /** The text it is compared with: the kit's own, or the one that was opened. */
  shipped: string;
  /** Whether `text` differs from `shipped`. */
  differs: boolean;
  lineEnds: 'lf' | 'crlf' | 'mixed';
}

/** What is open: a kit's program, a profile brought by the user, or nothing. */
export type Opened =
  | { kind: 'none' }
  | { kind: 'kit'; id: string; title: string; version: string }
  /** `inWorkspace`: it lies in the folder the service was started with, and Ctrl+S saves it there. */
  | { kind: 'file'; name: string; inWorkspace?: boolean };

export interface FilesSlice {
  opened: Opened;
  /** Profile first, then tunables and local override, as far as there are any. */
  files: FileState[];
  /** Path of the file that the editor shows; empty where nothing is open. */
  activePath: string;
  /** Path of the file of the policy tree that is open to be read, beside the others. */
  treeFile?: string;
  /** Set in a second tab: nothing can be edited here until it takes over. */
  readOnly: boolean;
}

// ---- kit and analysis ----------------------------------------------------------------------------------------

export interface KitSlice {
  /** The kit of the open program; undefined for a profile without one. */
  kit?: Kit;
  /** Kits that can be opened. */
  kits: { id: string; title: string }[];
  /** The folder the service was started with, where there is one: files that can be opened and saved. */
  workspace?: {
    directory: string;
    files: { path: string; kind: 'profile' | 'other' }[];
    /** It is a checkout that a patch can be made for. */
    packaged?: boolean;
  };
}

/** One row of the Problems list. */
export interface Problem extends Diagnostic {
  /** Stable while the finding stays where it is. */
  id: string;
  /** Whether its file is open here, so that the caret can go there. */
  reachable: boolean;
  /** Changes that would mend it. */
  fixes?: Fix[];
  /** Where the kit answers for it: it is known and meant. */
  answer?: KitAnswer;
}

/** A line of the outline: a profile, a variable, an include, a group of rules. */
export interface OutlineItem {
  /** Different from all others of the file. */
  id: string;
  name: string;
  kind: DocumentSymbol['kind'];
  detail?: string;
  /** Zero-based, both included. */
  firstLine: number;
  lastLine: number;
  /** What is selected when it is gone to. */
  place: FilePlace;
  children: OutlineItem[];
}

export interface AnalysisSlice {
  /** What the rule and tunable panels show. Kept from before where a text is too broken to read. */
  state?: KitState;
  /** Whether `state` belongs to an older text than the one in the editor, and cannot be renewed. */
  stateStale: boolean;
  /** A request to the analysis worker is on its way. */
  analysing: boolean;
  /** Milliseconds the last analysis took, in the worker. */
  analysisMs?: number;
  /** Built-in and apparmor_parser findings together, in order of file and place; the same one only once. */
  problems: Problem[];
  /** Findings that the kit answers for: told apart from the problems, and marked nowhere. */
  answered: Problem[];
  /** Completion, explanations and the rest are there. */
  languageReady: boolean;
  /** Of the shown file; undefined until it was asked for. */
  outline?: { path: string; items: OutlineItem[] };
  /** The list shows what other targets find, too. */
  allTargets: boolean;
  /** Severities that the list leaves out. */
  hiddenSeverities: Severity[];
  /** Id of the option whose rule the caret stands in. */
  caretOption?: string;
}

// ---- written and enforced ------------------------------------------------------------------------------------

export interface EnforcedSlice {
  /** Rules that a target does not enforce as written are told: after their lines, in the list, in the margin. */
  enforcedHints: boolean;
}

// ---- service -------------------------------------------------------------------------------------------------

/**
 * `starting`: targets are not known yet. `ready`: a verdict is there or on its way. `away`: the service does not
 * answer. `no-parser`: it answers, but has no apparmor_parser.
 */
export type ServiceStatus = 'starting' | 'ready' | 'away' | 'no-parser';

export interface Verdict {
  response: CheckResponse;
  /** The target that was asked about. */
  target: string;
  /** When it came, milliseconds since 1970. */
  at: number;
  /** Whether text or target have changed since. Shown dimmed, with its time, until the new one is there. */
  stale: boolean;
}

export interface ServiceSlice {
  status: ServiceStatus;
  targets: Target[];
  /** Id of the chosen target. */
  target: string;
  /** The page about all targets is open. */
  targetsShown: boolean;
  /** This machine's release, where it is one of the targets. */
  thisMachine?: string;
  /** Why no parser can be had, in one sentence. */
  noParser?: string;
  verdict?: Verdict;
  /** A check is running: draw the thin progress line. */
  checking: boolean;
  /** The suite whose toolchain is being unpacked now, and what it says. */
  unpacking?: { suite: string; message: string };
}

// ---- user interface ------------------------------------------------------------------------------------------

export type ThemeChoice = 'light' | 'dark' | 'system';
export type LeftTab = 'rules' | 'tunables' | 'outline';
export type RightTab = 'problems' | 'requirements' | 'whatif' | 'changes' | 'install';
/** `wide`: three columns. `medium` (under 1180 px): right pane under the editor, Problems as its first tab. `single` (under 760 px): one pane at a time. */
export type LayoutKind = 'wide' | 'medium' | 'single';
export type Pane = 'left' | 'editor' | 'right' | 'problems';
export type Tone = 'ok' | 'info' | 'warn' | 'bad';

export interface Toast {
  id: number;
  tone: Tone;
  text: string;
  /** Show an Undo button (`actions.undo`) with its key. */
  undo?: boolean;
  /** A way out other than Undo. */
  action?: { label: string; run: () => void };
  /** Stays until closed. Errors always do. */
  sticky: boolean;
}

export type BannerId =
  | 'restored'
  | 'second-tab'
  | 'away'
  | 'no-parser'
  | 'borrowed'
  | 'too-complex'
  | 'corrupt'
  | 'not-saved'
  | 'line-ends'
  | 'kit-failed'
  | 'changed-on-disk'
  | 'recommended';

/** A line across the top of the panes: a state that lasts, and the ways out of it. */
export interface Banner {
  id: BannerId;
  tone: 'info' | 'warn' | 'bad';
  /** The first words, in bold. */
  strong: string;
  /** The rest of the sentence. */
  text: string;
  actions: { label: string; run: () => void }[];
  dismissible: boolean;
}

export interface UiSlice {
  theme: ThemeChoice;
  /** What `theme` comes to on this machine now. */
  appliedTheme: 'light' | 'dark';
  layout: LayoutKind;
  /** The one pane on show in the `single` layout. */
  pane: Pane;
  leftTab: LeftTab;
  rightTab: RightTab;
  /** Whether the Problems list at the bottom is unfolded (`wide` only). */
  problemsOpen: boolean;
  /** Text of the rules filter. */
  filter: string;
  /** Ids of folded groups. */
  folded: string[];
  /** The option whose lines are marked in the gutter: the last one clicked, or the caret's. */
  selectedOption?: string;
  /** The option that was switched last ("just now"). */
  lastChanged?: string;
  /** Id of the problem that was gone to last. */
  selectedProblem?: string;
  toasts: Toast[];
  banners: Banner[];
  /** The list of all commands (F1) is open. */
  commandsOpen: boolean;
  /** Code of the check whose page is open. */
  checkShown?: string;
  /** The list of keys is open. */
  keysShown: boolean;
  /** What its box begins with: `:` asks for a line. */
  commandsTyped: string;
  /** It is decided what the page opens with: until then it shows neither panes nor the empty page. */
  started: boolean;
  /** The panes have been drawn: all that comes later than the editor. */
  pageShown: boolean;
  /** First kit loaded, editor laid out, fonts loaded, first verdict in: also `data-ready` on <html>. */
  ready: boolean;
}

export interface EditorSlice {
  /** Whether the editor stands and takes keys. */
  editorReady: boolean;
  /** Caret in the active file, zero-based. */
  caret: Position;
  /** UTF-16 characters selected; 0 for a bare caret. */
  selectedCharacters: number;
  /** Ctrl+M: Tab moves the focus instead of indenting. */
  tabMovesFocus: boolean;
}

export interface HistorySlice {
  canUndo: boolean;
  canRedo: boolean;
  /** What undo would take back, e.g. "Any device on"; "typing" for text. */
  undoLabel?: string;
  redoLabel?: string;
}

export interface PersistenceSlice {
  /** `off`: this browser keeps nothing (private mode). `failed`: see the `not-saved` banner. */
  saving: 'saved' | 'pending' | 'failed' | 'off';
  /** When the last change reached the disk, milliseconds since 1970. */
  savedAt?: number;
}

export interface WorkbenchState
  extends FilesSlice,
    KitSlice,
    AnalysisSlice,
    EnforcedSlice,
    ServiceSlice,
    UiSlice,
    EditorSlice,
    HistorySlice,
    PersistenceSlice {}

// ---- actions -------------------------------------------------------------------------------------------------

/** A place in an open file, in UTF-16 offsets of its text. */
export interface FilePlace {
  path: string;
  start: number;
  end: number;
}

export interface Actions {
  // Controls that edit. Each is one undo step, flashes its lines and shows a toast with Undo.
  /** Switch an option (`group/option`, or `text/…`). In a "one of" group, `true` chooses it; half-on options are completed by `true`. */
  setOption(id: string, on: boolean): void;
  /** Switch all available options of an "any of" group. */
  setGroup(id: string, on: boolean): void;
  /** Give a tunable these values (defaults included). Answers the reason where a value is refused; nothing changes then. */
  setTunable(name: string, values: string[]): string | undefined;
  setMode(mode: ModeName): void;
  /** Bring the kit's options for a target into the text. */
  applyRecommended(target: string): void;
  /** Any other edit: reverting a hunk, a quick fix. `label` is what the toast says. */
  applyEdits(edits: FileEdit[], label: string): void;
  /** A change that a finding offers. */
  applyFix(fix: Fix): void;

  // Texts.
  undo(): void;
  redo(): void;
  /** Back to the shipped text; one undo step. */
  revertFile(path: string): void;
  revertAll(): void;

  // Moving about.
  showFile(path: string): void;
  /** Show and select a place; moves caret and focus into the editor. */
  goTo(place: FilePlace): void;
  goToLine(path: string, line: number, character?: number): void;
  goToProblem(problem: Problem): void;
  /** Show and select a place of an open file, or of a file of the policy tree, which is then opened to be read. */
  openPlace(path: string, range: Range): Promise<void>;
  /** Close the file of the policy tree that is being read. */
  closeTreeFile(): void;
  /** +1 next, -1 previous (F8, Shift+F8). */
  stepProblem(direction: 1 | -1): void;
  /** Scroll a place into view without moving caret or focus. */
  reveal(place: FilePlace): void;
  focusEditor(): void;
  /** F6: move the focus to the next or previous pane. */
  cyclePane(direction: 1 | -1): void;
  /** The page about a check, or about a kind of error: why it matters and what to write instead. */
  showCheck(code: string): void;
  /** Findings of every target in the list, or of the chosen one only. */
  setAllTargets(on: boolean): void;
  /** Tell, or do not tell, what is not enforced as written. */
  setEnforcedHints(on: boolean): void;
  /** Show or hide findings of a severity in the list. */
  setSeverityShown(severity: Severity, shown: boolean): void;
  /** The keys that the page knows. */
  showKeys(): void;
  /** F1: the list of all commands. */
  showCommands(): void;
  setTabMovesFocus(on: boolean): void;

  // Opening, saving, sharing.
  openKit(id: string): Promise<void>;
  /** From the file dialog or a drop. */
  openFile(file: File): Promise<void>;
  /** From the clipboard or a paste box. Answers the reason where it is refused. */
  openText(name: string, text: string): string | undefined;
  openWorkspaceFile(path: string): Promise<void>;
  /** Ctrl+S: into the workspace where the file is from there, else a download of the shown file. */
  save(): Promise<void>;
  /** One file as it is. Without a path: the active one. */
  download(path?: string): void;
  /** All files as .tar.gz with INSTALL for a release, made by the service. Without a target: the chosen one. */
  downloadArchive(target?: string): Promise<void>;
  /** A package of all files, made by the service. */
  downloadDeb(): Promise<void>;
  /** With a kit: the patch for the checkout that is open, else the files to add to one. */
  downloadPackaging(): Promise<void>;
  /** Put a link to this state, texts included, on the clipboard. */
  share(): Promise<void>;
  /** Copy any text, with a toast. */
  copy(text: string, what: string): Promise<void>;

  // Service.
  chooseTarget(id: string): void;
  /** The page about all targets: what each supports, and how that is known. */
  showTargets(): void;
  /** Take a target of one's own and choose it. Answers the reason where it is refused. */
  addTarget(definition: OwnTarget): Promise<string | undefined>;
  removeTarget(id: string): void;
  checkNow(): void;
  cancelCheck(): void;
  /** Unpack a suite's toolchain (POST /api/toolchains), then ask again. */
  unpackToolchain(suite: string): Promise<void>;

  // User interface.
  setTheme(theme: ThemeChoice): void;
  showLeftTab(tab: LeftTab): void;
  showRightTab(tab: RightTab): void;
  showPane(pane: Pane): void;
  setProblemsOpen(open: boolean): void;
  setFilter(filter: string): void;
  /** Focus the filter box of the rules (element with id `rules-filter`). */
  focusFilter(): void;
  setFolded(group: string, folded: boolean): void;
  /** Mark an option's lines in the gutter; undefined unmarks. */
  selectOption(id: string | undefined): void;
  toast(toast: {
    tone: Tone;
    text: string;
    undo?: boolean;
    action?: Toast['action'];
    sticky?: boolean;
  }): void;
  dismissToast(id: number): void;
  dismissBanner(id: BannerId): void;
  /** Take the editing right over from the other tab. */
  editHere(): void;
}

export type { FileRole };
