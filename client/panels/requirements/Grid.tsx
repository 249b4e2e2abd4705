import { type KeyboardEvent, useRef, useState } from 'react';
import type { Target } from '../../../shared/api/schemas.ts';
import { Icon, type IconName } from '../../components/index.ts';
import { isOwn, targetName } from '../../service/targetNames.ts';
import {
  type CellAt,
  decisions,
  type GridAnswers,
  type GridRequirement,
  useDecisions,
} from '../../store/decisions.ts';
import { useWorkbench } from '../../store/index.ts';
import {
  type Cell,
  type CellState,
  type Column,
  cellId,
  cellOf,
  columns as columnsOf,
  groupState,
  stepInGrid,
  sums,
} from './grid.ts';
import { groupRequirements } from './model.ts';

/** One row a requirement, one column a target. One cell is in the tab order; arrows move, Enter has it explained, Escape closes that. */
export function Grid({
  requirements,
  targets,
  grid,
  stale,
}: {
  requirements: readonly GridRequirement[];
  targets: readonly Target[];
  grid: GridAnswers | undefined;
  stale: boolean;
}) {
  const chosen = useWorkbench((state) => state.target);
  const selected = useDecisions((state) => state.cell);
  const [folded, setFolded] = useState<readonly string[]>([]);
  const [focused, setFocused] = useState<CellAt>();
  const table = useRef<HTMLTableElement>(null);
  const columns = columnsOf(targets, grid);
  const groups = groupRequirements(requirements);
  const rows = groups.flatMap((group) => (folded.includes(group.title) ? [] : group.requirements));
  const there = (at: CellAt | undefined) => at && rows.some((row) => cellId(row) === at.requirement);
  const first = rows[0] && columns[0] && { requirement: cellId(rows[0]), target: columns[0].target.id };
  const stop = there(focused) ? focused : there(selected) ? selected : first;

  const onKeyDown = (event: KeyboardEvent) => {
    if (!(event.target as HTMLElement).closest('button.cell') || event.altKey || event.metaKey || !stop)
      return;
    if (event.key === 'Escape' && selected) {
      // What is explained goes first; once more leads back to the text.
      event.preventDefault();
      decisions.setState({ cell: undefined });
      return;
    }
    const from = {
      row: rows.findIndex((row) => cellId(row) === stop.requirement),
      column: columns.findIndex(({ target }) => target.id === stop.target),
    };
    const to = stepInGrid(event.key, from, rows.length, columns.length, event.ctrlKey);
    if (!to) return;
    event.preventDefault();
    const next = { requirement: cellId(rows[to.row]!), target: columns[to.column]!.target.id };
    setFocused(next);
    const query = `[data-requirement="${CSS.escape(next.requirement)}"][data-target="${CSS.escape(next.target)}"]`;
    table.current?.querySelector<HTMLElement>(query)?.focus();
  };
  const fold = (title: string) =>
    setFolded((now) => (now.includes(title) ? now.filter((one) => one !== title) : [...now, title]));

  return (
    <div className="gridwrap">
      <table
        ref={table}
        // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: its cells are moved in by arrows
        role="grid"
        aria-label="Requirements by target"
        className={`grid ${stale && grid ? 'stale' : ''}`}
        onKeyDown={onKeyDown}
      >
        <colgroup>
          <col />
          {columns.map(({ target }) => (
            <col key={target.id} className={isOwn(target.id) ? 'cells mine' : 'cells'} />
          ))}
        </colgroup>
        <Head columns={columns} chosen={chosen} counts={sums(requirements, targets, grid)} known={!!grid} />
        {groups.map((group) => {
          const shut = folded.includes(group.title);
          return (
            <tbody key={group.title}>
              <tr className="sec">
                <th scope="rowgroup">
                  <button type="button" aria-expanded={!shut} onClick={() => fold(group.title)}>
                    <Icon name={shut ? 'right' : 'down'} size="xs" />
                    <span className="clip">{group.title}</span>
                  </button>
                </th>
                {shut ? (
                  columns.map((column) => (
                    <Folded key={column.target.id} {...{ column, chosen, grid, group }} />
                  ))
                ) : (
                  <td colSpan={columns.length} className="gap crit">
                    {group.criteria}
                  </td>
                )}
              </tr>
              {!shut &&
                group.requirements.map((requirement) => (
                  <Row
                    key={cellId(requirement)}
                    {...{ requirement, columns, chosen, grid, selected, stop }}
                    onFocus={setFocused}
                  />
                ))}
            </tbody>
          );
        })}
      </table>
    </div>
  );
}

const formWords = { text: 'text', portable: 'portable', none: 'refused' } as const;
const formTips = {
  text: 'the text as it is',
  portable: 'the parser there refuses the text, so the form that the kit recommends is judged',
  none: 'nothing compiles there',
} as const;

function Head({
  columns,
  chosen,
  counts,
  known,
}: {
  columns: Column[];
  chosen: string;
  counts: { inexpressible: number; wrong: number };
  known: boolean;
}) {
  const headings = columns.filter(({ first }) => first).map(({ heading }) => heading);
  const mine = (id: string) => (id === chosen ? 'col' : '');
  return (
    <thead>
      <tr>
        <th className="first" rowSpan={3} scope="col">
          <span className="sr-only">Requirement</span>
          <span className="legendroom" aria-hidden="true">
            <span className="legend">
              <Key look="al" icon="check" words="allowed" />
              <Key
                look="ne"
                icon="wave"
                words="not expressible"
                count={known ? counts.inexpressible : undefined}
              />
              <Key look="dn" icon="denied" words="denied" />
              <Key look="no" icon="close" words="wrong" count={known ? counts.wrong : undefined} />
            </span>
          </span>
        </th>
        {headings.map((name) => (
          <th
            key={name}
            className="gap"
            scope="colgroup"
            colSpan={columns.filter(({ heading }) => heading === name).length}
          >
            {name}
          </th>
        ))}
      </tr>
      <tr>
        {columns.map(({ target, heading, first }) => (
          <th
            key={target.id}
            scope="col"
            className={`${first ? 'gap' : ''} ${mine(target.id) && 'col h'}`}
            title={target.title}
          >
            <span className="sr-only">{heading} </span>
            {isOwn(target.id) ? <span className="clip">{target.title}</span> : target.release}
          </th>
        ))}
      </tr>
      <tr>
        {formSpans(columns, chosen).map(({ target, first, form, span }) => (
          <td
            key={target.id}
            colSpan={span}
            className={`form ${first ? 'gap' : ''} ${span === 1 ? mine(target.id) : ''} ${form === 'text' ? 'mine' : ''}`}
            title={form && formTips[form]}
          >
            {form ? formWords[form] : '…'}
          </td>
        ))}
      </tr>
    </thead>
  );
}

/** Neighbours of a distribution that are judged on the same form share a heading; the chosen target has its own. */
function formSpans(columns: Column[], chosen: string): (Column & { span: number })[] {
  const spans: (Column & { span: number })[] = [];
  for (const column of columns) {
    const last = spans.at(-1);
    const apart = [last?.target.id, column.target.id].includes(chosen);
    if (last && !column.first && !apart && last.form === column.form) last.span++;
    else spans.push({ ...column, span: 1 });
  }
  return spans;
}

function Key({
  look,
  icon,
  words,
  count,
}: {
  look: string;
  icon: IconName;
  words: string;
  count?: number | undefined;
}) {
  return (
    <span className="key" title={words}>
      <span className={`cell ${look}`}>
        <Icon name={icon} />
      </span>
      <span className="word">{words}</span>
      {count}
    </span>
  );
}

function Folded({
  column: { target, first },
  chosen,
  grid,
  group,
}: {
  column: Column;
  chosen: string;
  grid: GridAnswers | undefined;
  group: { requirements: GridRequirement[] };
}) {
  const { state, count } = groupState(group.requirements, grid, target.id);
  const words = state === 'met' ? 'all as required' : `${count} ${stateWords[state]}`;
  return (
    <td className={`${first ? 'gap' : ''} ${target.id === chosen ? 'col' : ''}`}>
      <span className={`mini ${looks[state]}`} title={`${words} on ${targetName(target)}`}>
        <Icon name={state === 'met' ? 'check' : glyphs[state]} size="xs" />
        <span className="sr-only">{words}</span>
      </span>
    </td>
  );
}

const stateWords: Record<CellState, string> = {
  met: 'as required',
  wrong: 'wrong',
  inexpressible: 'not expressible',
  asking: 'being asked',
  refused: 'not compiled',
  unknown: 'not known',
};
const looks: Record<CellState, string> = {
  met: 'al',
  wrong: 'no',
  inexpressible: 'ne',
  asking: 'as',
  refused: 'un',
  unknown: 'un',
};
const glyphs: Record<CellState, IconName> = {
  met: 'check',
  wrong: 'close',
  inexpressible: 'wave',
  asking: 'wait',
  refused: 'error',
  unknown: 'minus',
};

/** The glyph of what happens: a wrong cell shows it too, in red. */
export function CellGlyph({ cell: { state, verdict } }: { cell: Cell }) {
  const icon =
    (state === 'met' || state === 'wrong') && verdict
      ? verdict === 'allow'
        ? 'check'
        : 'denied'
      : glyphs[state];
  return <Icon name={icon} />;
}

export const cellLook = ({ state }: Cell) => looks[state];

function Row({
  requirement,
  columns,
  chosen,
  grid,
  selected,
  stop,
  onFocus,
}: {
  requirement: GridRequirement;
  columns: Column[];
  chosen: string;
  grid: GridAnswers | undefined;
  selected: CellAt | undefined;
  stop: CellAt | undefined;
  onFocus: (cell: CellAt) => void;
}) {
  const id = cellId(requirement);
  const [name, rest] = titleParts(requirement.title);
  return (
    <tr className={`r ${selected?.requirement === id ? 'on' : ''}`}>
      <th scope="row" title={requirement.reason ?? requirement.title}>
        <div>
          <em>{requirement.want}</em>
          <span className="clip">
            {name} {rest && <code>{rest}</code>}
          </span>
        </div>
      </th>
      {columns.map(({ target, first }) => {
        const cell = cellOf(requirement, grid, target.id);
        const at = { requirement: id, target: target.id };
        const is = (other: CellAt | undefined) => other?.requirement === id && other.target === target.id;
        const words = `${requirement.title} on ${targetName(target)}: ${cell.words}`;
        return (
          <td key={target.id} className={`${first ? 'gap' : ''} ${target.id === chosen ? 'col' : ''}`}>
            <button
              type="button"
              className={`cell ${looks[cell.state]} ${is(selected) ? 'cur' : ''}`}
              aria-label={words}
              title={words}
              data-requirement={id}
              data-target={target.id}
              aria-current={is(selected) ? 'true' : undefined}
              tabIndex={is(stop) ? 0 : -1}
              onFocus={() => onFocus(at)}
              onClick={() => decisions.setState({ cell: at })}
            >
              <CellGlyph cell={cell} />
            </button>
          </td>
        );
      })}
    </tr>
  );
}

/** "Read /etc/shadow" is "Read" and a path; "Packet socket: packet raw" a name and what the kernel is asked. */
export function titleParts(title: string): [name: string, code: string] {
  const colon = /^(.*): (.+)$/.exec(title);
  if (colon) return [colon[1]!, colon[2]!];
  const coded = /^([A-Za-z]+(?: [a-z]+)*) ((?:[/~@[]|\d).*)$/.exec(title);
  return coded && !coded[2]!.includes(' of ') ? [coded[1]!, coded[2]!] : [title, ''];
}
