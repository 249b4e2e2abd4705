import type { Severity } from '../../shared/syntax/diagnostics.ts';
import { Button, Icon, IconButton, type IconName, Kbd, Tag, Tooltip } from '../components/index.ts';
import { actions, type Problem, useWorkbench } from '../store/index.ts';
import { count, sentences, severityWords } from './words.ts';

const icons: Record<Severity, IconName> = { error: 'error', warning: 'warning', info: 'info', hint: 'hint' };

/** More rows than anyone reads would only make the page slow; F8 still reaches the rest. */
const MOST_ROWS = 200;

/** What is wrong or worth knowing, in order of place. Every row is a button that moves the caret there. */
export function ProblemsPanel() {
  const [layout, unfolded] = useWorkbench((state) => [state.layout, state.problemsOpen] as const);
  const open = layout !== 'wide' || unfolded;
  return (
    <section className="prob" aria-label="Problems">
      <Head foldable={layout === 'wide'} open={open} />
      {open && <Rows />}
    </section>
  );
}

function Head({ foldable, open }: { foldable: boolean; open: boolean }) {
  const problems = useWorkbench((state) => state.problems);
  const of = (...kinds: Severity[]) => problems.filter((one) => kinds.includes(one.severity)).length;
  const counts: [Severity, number, string][] = [
    ['error', of('error'), 'error'],
    ['warning', of('warning'), 'warning'],
    ['info', of('info', 'hint'), 'hint'],
  ];
  return (
    <header>
      <h2 className={foldable ? '' : 'sr-only'}>Problems</h2>
      {counts.map(([severity, n, word]) => (
        <span key={severity} className={`k2 ${n ? '' : 'none'}`}>
          <Icon name={icons[severity]} size="s" className={n ? `sev ${severity}` : ''} />
          {count(n, word)}
        </span>
      ))}
      <span className="grow" />
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

function Rows() {
  const [problems, selected, files, analysing] = useWorkbench(
    (state) => [state.problems, state.selectedProblem, state.files, state.analysing] as const,
  );
  if (!problems.length) return <Nothing analysing={analysing} open={files.length > 0} />;
  const several = new Set(problems.map((one) => one.file)).size > 1;
  return (
    <ul className={`pane-body ${several ? 'several' : ''}`}>
      {problems.slice(0, MOST_ROWS).map((problem) => (
        <li key={problem.id}>
          <Row problem={problem} showFile={several || !problem.reachable} on={problem.id === selected} />
        </li>
      ))}
      {problems.length > MOST_ROWS && (
        <li className="empty-line">
          <Icon name="info" /> {problems.length - MOST_ROWS} more: fix some of these first.
        </li>
      )}
    </ul>
  );
}

function Row({ problem, showFile, on }: { problem: Problem; showFile: boolean; on: boolean }) {
  const { severity, range, code, source, target, reachable } = problem;
  const [first, rest] = sentences(problem.message);
  return (
    <Tooltip
      side="top"
      tip={
        reachable
          ? undefined
          : 'In a file of the policy tree that is not open here: the caret cannot go there'
      }
    >
      <button
        type="button"
        className={`pr ${on ? 'on' : ''}`}
        aria-current={on || undefined}
        aria-disabled={!reachable || undefined}
        onClick={() => reachable && actions.goToProblem(problem)}
      >
        <Icon name={icons[severity]} className={`sev ${severity}`} />
        <span className="sr-only">{severityWords[severity]}: </span>
        <span className="pos">
          {showFile && <span className="file clip">{problem.file}</span>}
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
    </Tooltip>
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
