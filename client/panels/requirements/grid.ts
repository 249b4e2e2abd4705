/** The grid of requirements and targets, as it is shown: columns, cells with their words, groups, sums. */
import type { TargetAnswers } from '../../../shared/api/decide.ts';
import type { Target } from '../../../shared/api/schemas.ts';
import type { KitRequirement } from '../../../shared/kits/schema.ts';
import type { Request } from '../../../shared/policy/requests.ts';
import { type Requirement, type Standing, standingOf } from '../../../shared/policy/requirements.ts';
import { isOwn } from '../../service/targetNames.ts';
import type { GridAnswers, GridRequirement } from '../../store/decisions.ts';

/** What the group of one's own requirements is called. */
export const ownGroup = 'Your own';

/** All requirements that hold for what is open: the kit's first, then one's own. */
export function gridRequirements(
  kit: readonly KitRequirement[],
  own: readonly Requirement[],
): GridRequirement[] {
  return [
    ...kit.map(({ request, ...one }) => ({ ...one, request: request as unknown as Request, own: false })),
    ...own.map((one) => ({ ...one, group: ownGroup, criterion: '', own: true })),
  ];
}

/** A requirement's key in the grid: one's own may have the id of one of the kit's. */
export const cellId = ({ id, own }: Pick<GridRequirement, 'id' | 'own'>) => (own ? `own/${id}` : id);

export interface Column {
  target: Target;
  /** Under which heading: its distribution, or that it is one's own. */
  heading: string;
  /** The first under its heading: a line is drawn before it. */
  first: boolean;
  /** `text`: the text as it is; `portable`: the kit's form for that target, because the text is refused there. */
  form?: 'text' | 'portable' | 'none';
}

/** Targets of one's own stand apart: they bear the release of the one that they are like. */
const headingOf = ({ id, distribution }: Target) =>
  isOwn(id) ? 'Yours' : distribution[0]!.toUpperCase() + distribution.slice(1);

/** One column a target, gathered by distribution. */
export function columns(targets: readonly Target[], grid: GridAnswers | undefined): Column[] {
  const headings = [...new Set(targets.map(headingOf))];
  return headings.flatMap((heading) =>
    targets
      .filter((target) => headingOf(target) === heading)
      .map((target, at) => {
        const answers = grid?.targets.find((one) => one.target === target.id);
        return {
          target,
          heading,
          first: at === 0,
          ...(answers && { form: answers.answers ? answers.form : 'none' }),
        };
      }),
  );
}

/** `asking`: not answered yet. `refused`: the parser refuses the text. `unknown`: nobody can say here. */
export type CellState = Standing | 'asking' | 'refused' | 'unknown';

export interface Cell {
  state: CellState;
  verdict?: 'allow' | 'deny';
  /** What a cell says to those who do not see it: "denied, as required". */
  words: string;
}

export function cellOf(requirement: GridRequirement, grid: GridAnswers | undefined, target: string): Cell {
  const at = grid?.requirements.findIndex((one) => sameQuestion(one, requirement)) ?? -1;
  const column = at < 0 ? undefined : grid?.targets.find((one) => one.target === target);
  if (!column) return { state: 'asking', words: 'being asked' };
  const answer = column.answers?.[at];
  if (!answer) return withoutAnswer(column);
  const state = standingOf(requirement.want, answer);
  const { verdict } = answer;
  const done = verdict === 'allow' ? 'allowed' : 'denied';
  return { state, verdict, words: `${done}, ${standingWords[state]}` };
}

const standingWords: Record<Standing, string> = {
  met: 'as required',
  inexpressible: 'not expressible there',
  wrong: 'wrong',
};

function withoutAnswer({ refused, reason }: TargetAnswers): Cell {
  return refused
    ? { state: 'refused', words: `does not compile: ${reason ?? 'the parser refuses the text'}` }
    : { state: 'unknown', words: reason ?? 'not known here' };
}

function sameQuestion(one: GridRequirement, other: GridRequirement): boolean {
  return one === other || (cellId(one) === cellId(other) && sameRequest(one, other));
}

const sameRequest = (one: Requirement, other: Requirement) =>
  one.request === other.request || JSON.stringify(one.request) === JSON.stringify(other.request);

export interface Sums {
  met: number;
  inexpressible: number;
  wrong: number;
  /** All cells. */
  all: number;
}

export function sums(
  requirements: readonly GridRequirement[],
  targets: readonly Target[],
  grid: GridAnswers | undefined,
): Sums {
  const total: Sums = { met: 0, inexpressible: 0, wrong: 0, all: requirements.length * targets.length };
  for (const requirement of requirements)
    for (const { id } of targets) {
      const { state } = cellOf(requirement, grid, id);
      if (state === 'met' || state === 'inexpressible' || state === 'wrong') total[state]++;
    }
  return total;
}

/** How a whole group stands on a target: the worst of its cells. */
export function groupState(
  requirements: readonly GridRequirement[],
  grid: GridAnswers | undefined,
  target: string,
): { state: CellState; count: number } {
  const order: CellState[] = ['wrong', 'refused', 'unknown', 'asking', 'inexpressible', 'met'];
  const states = requirements.map((one) => cellOf(one, grid, target).state);
  const state = order.find((one) => states.includes(one)) ?? 'asking';
  return { state, count: states.filter((one) => one === state).length };
}

/** Where the focus goes from a cell by a key. Rows and columns from 0; undefined where the key moves nothing. */
export function stepInGrid(
  key: string,
  { row, column }: { row: number; column: number },
  rows: number,
  cells: number,
  ctrl = false,
): { row: number; column: number } | undefined {
  const at = (r: number, c: number) => ({
    row: Math.min(Math.max(r, 0), rows - 1),
    column: Math.min(Math.max(c, 0), cells - 1),
  });
  switch (key) {
    case 'ArrowUp':
      return at(row - 1, column);
    case 'ArrowDown':
      return at(row + 1, column);
    case 'ArrowLeft':
      return at(row, column - 1);
    case 'ArrowRight':
      return at(row, column + 1);
    case 'Home':
      return ctrl ? at(0, 0) : at(row, 0);
    case 'End':
      return ctrl ? at(rows - 1, cells - 1) : at(row, cells - 1);
    case 'PageUp':
      return at(row - 10, column);
    case 'PageDown':
      return at(row + 10, column);
    default:
      return undefined;
  }
}
