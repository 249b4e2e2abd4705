/** What the page and its analysis worker say to each other. Texts go one way, trees never leave the worker. */
import type { Diagnostic } from '../../shared/api/schemas.ts';
import type { Kit } from '../../shared/kits/schema.ts';
import type { KitState, ModeName, OpenFile } from '../../shared/kits/state.ts';
import type { FileEdit } from '../../shared/syntax/edits.ts';
import type { OwnTarget } from '../../shared/targets/own.ts';
import type { Questions } from './language.ts';

/** A change that a control asks for. */
export type Change =
  | { kind: 'option'; id: string; on: boolean }
  | { kind: 'group'; id: string; on: boolean }
  | { kind: 'tunable'; name: string; values: string[] }
  | { kind: 'mode'; mode: ModeName }
  | { kind: 'recommended'; target: string };

/** A profile (child, hat) as the editor shows it: its header stays in view, with its mode beside it. Lines from 0. */
export interface ProfileSpan {
  path: string;
  headerLine: number;
  /** Line of the closing brace. */
  lastLine: number;
  /** The mode its flags say, or the one it has from its parent. */
  mode: ModeName;
  depth: number;
}

export interface Analysis {
  state: KitState;
  diagnostics: Diagnostic[];
  profiles: ProfileSpan[];
  /** In the worker. */
  milliseconds: number;
}

export type Request =
  | { id: number; kind: 'kit'; json: unknown }
  | { id: number; kind: 'analyse'; files: OpenFile[] }
  | { id: number; kind: 'edit'; files: OpenFile[]; change: Change }
  /** From now on judge by this target, together with its policy tree. `own`: how targets of one's own are defined. */
  | { id: number; kind: 'surround'; target: string; own: OwnTarget[] }
  | Asking<keyof Questions>;

/** A question to the language features. */
export interface Asking<Q extends keyof Questions> {
  id: number;
  kind: 'ask';
  files: OpenFile[];
  question: Q;
  args: Parameters<Questions[Q]>;
}

export type Answer =
  | { id: number; kind: 'kit'; kit: Kit | undefined }
  | { id: number; kind: 'analyse'; analysis: Analysis }
  | { id: number; kind: 'edit'; edits: FileEdit[] }
  | { id: number; kind: 'surround' }
  | { id: number; kind: 'ask'; answer: unknown }
  /** In words: a kit that is none, an option it does not have. */
  | { id: number; kind: 'failed'; message: string };
