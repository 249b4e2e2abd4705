/**
 * What the compiled policy answers: the grid of requirements, the cell that is explained, and What if. A store of its
 * own, so that the page's first view carries none of it: panels change it, and app/deciding.ts, which comes later,
 * asks the service for what is wanted in it.
 */
import { create } from 'zustand';
import { useShallow } from 'zustand/react/shallow';
import type { ExplainResponse, TargetAnswers } from '../../shared/api/decide.ts';
import type { Request } from '../../shared/policy/requests.ts';
import type { Requirement } from '../../shared/policy/requirements.ts';

/** A requirement as the grid shows it. */
export interface GridRequirement extends Requirement {
  group: string;
  /** What asked for it, e.g. `criterion 3`; empty for one's own. */
  criterion: string;
  /** Checks of the lab that show it on real kernels. */
  evidence?: readonly string[];
  own: boolean;
}

/** The grid's answers, and what was asked for them. Old ones stay until the new ones are there. */
export interface GridAnswers {
  requirements: readonly GridRequirement[];
  targets: readonly TargetAnswers[];
}

export interface CellAt {
  requirement: string;
  target: string;
}

/** Why a request is answered so on a target: being asked, there, or what came instead. */
export type Explained =
  | { state: 'asking'; before?: ExplainResponse }
  | { state: 'there'; response: ExplainResponse }
  | { state: 'failed'; words: string };

/** What If on one target. */
export interface WhatIfAnswer {
  /** In enforce mode. */
  enforce: TargetAnswers;
  /** In complain mode; absent where it could not be asked. */
  complain?: TargetAnswers;
  explained?: Explained;
}

export interface AskedBefore {
  request: Request;
  allowed: number;
  asked: number;
}

export interface Draft {
  id?: string;
  title: string;
  want: Requirement['want'];
  reason: string;
  request: Request;
}

export interface DecisionsState {
  /** Requirements of the user's own, beside those of the kit. */
  own: readonly Requirement[];
  /** The list as the file beside the profile has it; undefined where there is none. */
  ownOnDisk?: readonly Requirement[];
  /** Why a requirements file could not be read, with its name. */
  refusedFile?: string;
  grid?: GridAnswers;
  /** Text or requirements have changed since the grid was answered. */
  gridStale: boolean;
  asking: boolean;
  /** How many cells are not as required, though they could be; undefined until that is known. */
  wrong?: number;
  /** Why the grid could not be answered, in a sentence. */
  failed?: string;
  cell?: CellAt;
  cellExplained?: Explained;
  /** The request that What if asks about, and what is wished of it on the chosen target. */
  request?: Request;
  answers: ReadonlyMap<string, WhatIfAnswer>;
  /** The texts have changed since, or a newer request is under way. */
  answersStale: boolean;
  whatIfFailed?: string;
  askedBefore: readonly AskedBefore[];
  /** The requirement that is being written; `id` where it is one that there is. */
  draft?: Draft;
}

export const noDecisions: DecisionsState = {
  own: [],
  gridStale: false,
  asking: false,
  answers: new Map(),
  answersStale: false,
  askedBefore: [],
};

export const decisions = create<DecisionsState>()(() => noDecisions);

export function useDecisions<T>(select: (state: DecisionsState) => T): T {
  return decisions(useShallow(select));
}

/** What can be done with one's own requirements as a file. Bound by app/ownRequirements.ts when that has come. */
export interface OwnRequirements {
  /** Take the place of those there are by those of a file. */
  read(file: File): Promise<void>;
  download(): void;
  /** Into the workspace, beside the profile. */
  save(): Promise<void>;
}

const notYet = async () => {};
export const ownRequirements: OwnRequirements = { read: notYet, download: () => {}, save: notYet };
