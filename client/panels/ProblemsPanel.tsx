import { useState } from 'react';
import type { Severity } from '../../shared/syntax/diagnostics.ts';
import { Button, Icon, IconButton, type IconName, Kbd, Tag, Tooltip } from '../components/index.ts';
import { hasPage } from '../service/enforced.ts';
import { actions, type Problem, useWorkbench } from '../store/index.ts';
import { groupProblems } from './problems/groups.ts';
import { count, sentences, severityWords } from './words.ts';

const icons: Record<Severity, IconName> = { error: 'error', warning: 'warning', info: 'info', hint: 'hint' };

/** More rows than anyone reads would only make the page slow; F8 still reaches the rest. */
const MOST_ROWS = 200;

/** What is wrong or worth knowing, by file and severity. Every row is a button that moves the caret there. */
export function ProblemsPanel() {
  const [layout, unfolded] = useWorkbench((state) => [state.layout, state.problemsOpen] as const);
  const open = layout !== 'wide' || unfolded;
  const [answered, setAnswered] = useState(false);
  return (
    <section className="prob" aria-label="Problems">
      <Head foldable={layout === 'wide'} open={open} answered={answered} onAnswered={setAnswered} />
      {open && (
        <div className="pane-body">
          {answered && <Answered />}
          <Rows />
        </div>
      )}
    </section>
  );
}

function Head({
  foldable,
  open,
  answered,
  onAnswered,
}: {
  foldable: boolean;
  open: boolean;
  /** Whether what the kit answers for is listed. */
  answered: boolean;
  onAnswered: (shown: boolean) => void;
}) {
  const [problems, known, hidden, everywhere] = useWorkbench(
    (state) => [state.problems, state.answered.length, state.hiddenSeverities, state.allTargets] as const,
  );
  const filters: [Severity[], string][] = [
    [['error'], 'error'],
    [['warning'], 'warning'],
    [['info', 'hint'], 'hint'],
  ];
  return (
    <header>
      <h2 className={foldable ? '' : 'sr-only'}>Problems</h2>
      {filters.map(([severities, word]) => {
        const n = problems.filter((one) => severities.includes(one.severity)).length;
        const shown = !severities.some((one) => hidden.includes(one));
        return (
          <Tooltip
            key={word}
            side="top"
            tip={shown ? `Leave ${word}s out of the list` : `List ${word}s again`}
          >
            <button
              type="button"
              className={`k2 ${n ? '' : 'none'} ${shown ? '' : 'left-out'}`}
              aria-pressed={shown}
              onClick={() => {
                for (const one of severities) actions.setSeverityShown(one, !shown);
              }}
            >
              <Icon name={icons[severities[0]!]} size="s" className={n ? `sev ${severities[0]}` : ''} />
              {count(n, word)}
            </button>
          </Tooltip>
        );
      })}
      {known > 0 && (
        <Tooltip
          side="top"
          tip="The kit says why it has these rules all the same: list them, with its reasons"
        >
          <button
            type="button"
            className="k2 all-targets"
            aria-pressed={answered}
            onClick={() => onAnswered(!answered)}
          >
            <Icon name="check" size="s" />
            {known} answered<span className="by"> by the kit</span>
          </button>
        </Tooltip>
      )}
      <span className="grow" />
      <Tooltip
        side="top"
        tip={
          everywhere
            ? 'List what the chosen target finds only'
            : 'List what every release finds; this takes longer'
        }
      >
        <button
          type="button"
          className="k2 all-targets"
          aria-pressed={everywhere}
          onClick={() => actions.setAllTargets(!everywhere)}
        >
          <Icon name="target" size="s" />
          All targets
        </button>
      </Tooltip>
      <EnforcedSwitch />
      <Button
        variant="ghost"
        small
        side="top"
        tip="Go to the next problem; Shift F8 to the one before"
        disabled={!problems.length && 'There is no problem to go to'}
        onClick={() => actions.stepProblem(1)}
      >
        <Kbd>F8</Kbd> next <span className="sr-only">problem</span>
      </Button>
      {foldable && (
        <IconButton
          small
          side="top"
          icon={open ? 'down' : 'up'}
          label={open ? 'Fold the problems' : 'Unfold the problems'}
          aria-expanded={open}
          className="fold"
          onClick={() => {
            actions.setProblemsOpen(!open);
            // The panel moves to another place of the page: its new button takes the focus over.
            requestAnimationFrame(() => document.querySelector<HTMLElement>('.prob .fold')?.focus());
          }}
        />
      )}
    </header>
  );
}

/** Whether rules that are not enforced as written are told. */
function EnforcedSwitch() {
  const on = useWorkbench((state) => state.enforcedHints);
  return (
    <Tooltip
      side="top"
      tip={
        on
          ? 'Leave out what is enforced otherwise than written'
          : 'Tell what is enforced otherwise than written'
      }
    >
      <button
        type="button"
        className="k2 all-targets"
        aria-pressed={on}
        onClick={() => actions.setEnforcedHints(!on)}
      >
        <Icon name="wave" size="s" />
        Enforced hints
      </button>
    </Tooltip>
  );
}

function Rows() {
  const [problems, hidden, selected, files, analysing] = useWorkbench(
    (state) =>
      [state.problems, state.hiddenSeverities, state.selectedProblem, state.files, state.analysing] as const,
  );
  if (!problems.length) return <Nothing analysing={analysing} open={files.length > 0} />;
  const shown = problems.filter((one) => !hidden.includes(one.severity));
  const groups = groupProblems(shown.slice(0, MOST_ROWS));
  const left = problems.length - shown.length;
  return (
    <>
      {groups.map(({ file, problems: own }) => (
        <section key={file} aria-label={file}>
          {(groups.length > 1 || !own[0]?.reachable) && (
            <h3>
              {file} <span className="count">{own.length}</span>
            </h3>
          )}
          <ul>
            {own.map((problem) => (
              <li key={problem.id}>
                <Row problem={problem} on={problem.id === selected} />
              </li>
            ))}
          </ul>
        </section>
      ))}
      {shown.length > MOST_ROWS && (
        <p className="empty-line">
          <Icon name="info" /> {shown.length - MOST_ROWS} more: fix some of these first.
        </p>
      )}
      {left > 0 && (
        <p className="empty-line">
          <Icon name="info" /> {count(left, 'finding')} left out by the buttons above.
        </p>
      )}
    </>
  );
}

/** What the kit answers for: the rules are known and meant, and each says why. */
function Answered() {
  const [answered, selected] = useWorkbench((state) => [state.answered, state.selectedProblem] as const);
  return (
    <section aria-label="Answered by the kit">
      <ul>
        {answered.map((problem) => (
          <li key={problem.id}>
            <Row problem={problem} on={problem.id === selected} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function Row({ problem, on }: { problem: Problem; on: boolean }) {
  const { severity, range, code, source, target, fixes = [], related = [], answer } = problem;
  const [first, rest] = sentences(problem.message);
  return (
    <>
      <div className={`pr-row ${on ? 'on' : ''}`}>
        <button
          type="button"
          className="pr"
          aria-current={on || undefined}
          onClick={() => actions.goToProblem(problem)}
        >
          <Icon name={icons[severity]} className={`sev ${severity}`} />
          <span className="sr-only">{severityWords[severity]}: </span>
          <span className="pos">
            {range.start.line + 1}:{range.start.character + 1}
          </span>
          <span className="msg clip">
            <b>{first}</b> {rest}
          </span>
          <span className="where">
            <code>{code}</code>
            <Tag>{target ?? source}</Tag>
          </span>
        </button>
        {!answer &&
          fixes.slice(0, 2).map((fix) => (
            <Button key={fix.title} small side="top" onClick={() => actions.applyFix(fix)}>
              {fix.title}
            </Button>
          ))}
        {hasPage(problem) && (
          <Button
            variant="ghost"
            small
            side="top"
            className="why"
            aria-label={`Why: ${code}`}
            onClick={() => actions.showCheck(code)}
          >
            Why
          </Button>
        )}
      </div>
      {answer && (
        <p className="answer">
          <b>{answer.title}:</b> {answer.reason}
        </p>
      )}
      {related.length > 0 && (
        <ul className="related" aria-label="Belongs to it">
          {related.slice(0, 5).map((place) => (
            <li key={`${place.file}:${place.range.start.line}:${place.range.start.character}`}>
              <button type="button" onClick={() => void actions.openPlace(place.file, place.range)}>
                <span className="pos">
                  {place.file !== problem.file && `${place.file} `}
                  {place.range.start.line + 1}:{place.range.start.character + 1}
                </span>
                <span className="clip">{place.message}</span>
              </button>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

/** Without findings: says who found none, since built-in checks are not the judge. */
function Nothing({ analysing, open }: { analysing: boolean; open: boolean }) {
  const judged = useWorkbench((state) =>
    state.verdict && !state.verdict.stale && state.verdict.response.verdict === 'valid'
      ? state.verdict.response.parser?.version
      : undefined,
  );
  const [icon, words] = !open
    ? (['info', 'Nothing is open.'] as const)
    : analysing
      ? (['wait', 'Looking…'] as const)
      : judged
        ? ([
            'check',
            `No problem: neither the built-in checks nor apparmor_parser ${judged} object.`,
          ] as const)
        : (['info', 'The built-in checks find nothing. apparmor_parser has not said so yet.'] as const);
  return (
    <p className={`empty-line ${icon === 'check' ? 'ok' : ''}`}>
      <Icon name={icon} /> {words}
    </p>
  );
}
