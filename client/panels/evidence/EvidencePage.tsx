import { Suspense, use, useState } from 'react';
import {
  type Evidence,
  type EvidenceCheck,
  type EvidenceKernel,
  type EvidenceRun,
  kernelVersion,
  type Picture,
} from '../../../shared/evidence/evidence.ts';
import { reportBlocks } from '../../../shared/evidence/reportText.ts';
import { Tag } from '../../components/index.ts';
import { Dialog } from '../Dialog.tsx';
import { reportFetched } from './load.ts';
import { OutcomeIcon } from './Seen.tsx';
import { screenAddress } from './screens.ts';
import { useEvidence, useRunNotes } from './useRun.ts';
import { outcomeWords } from './words.ts';
import './evidence.css';

/** What the lab saw: one check with its commands, records and screens, or the list of all. */
export function EvidencePage({ check: first, onClose }: { check: string | undefined; onClose: () => void }) {
  const [shown, show] = useState(first);
  const { evidence, failed } = useEvidence();
  const check = evidence?.checks.find(({ id }) => id === shown);
  return (
    <Dialog title={check?.title ?? 'Seen on real kernels'} wide onClose={onClose}>
      {!evidence ? (
        <p>{failed ?? 'There are no runs of this program.'}</p>
      ) : check ? (
        <Check key={check.id} evidence={evidence} check={check} onAll={() => show(undefined)} />
      ) : (
        <AllChecks evidence={evidence} onChoose={show} />
      )}
    </Dialog>
  );
}

function AllChecks({ evidence, onChoose }: { evidence: Evidence; onChoose: (id: string) => void }) {
  return (
    <>
      <p>
        Made by <code>{evidence.command}</code>, which boots the kernels, loads the kit’s profile with the
        release’s own apparmor_parser and drives the real program. Ended {when(evidence.madeAt)}.
      </p>
      <ul className="checks">
        {evidence.checks.map((check) => (
          <li key={check.id}>
            <OutcomeIcon check={check} />
            <button type="button" className="link" onClick={() => onChoose(check.id)}>
              {check.title}
            </button>
            <small>{outcomeWords(evidence, check)}</small>
          </li>
        ))}
      </ul>
      {evidence.missing.map(({ kernel, reason }) => (
        <p key={kernel}>
          <b>Linux {kernel}: not run.</b> {reason}
        </p>
      ))}
    </>
  );
}

function Check({ evidence, check, onAll }: { evidence: Evidence; check: EvidenceCheck; onAll: () => void }) {
  const notes = useRunNotes(evidence, [check]);
  const { form, criterion } = check;
  return (
    <>
      <p className="about">
        {/^\d/.test(criterion) && `Criterion ${criterion}. `}
        {form ? `The profile was in ${form.mode} mode. ` : 'No profile was loaded. '}
        <button type="button" className="link" onClick={onAll}>
          All checks
        </button>
      </p>
      {notes.map((words) => (
        <p key={words} className="about">
          {words}
        </p>
      ))}
      {check.runs.map((run) => {
        const kernel = evidence.kernels.find(({ id }) => id === run.kernel)!;
        return <Run key={run.kernel} run={run} kernel={kernel} />;
      })}
    </>
  );
}

function Run({ run, kernel }: { run: EvidenceRun; kernel: EvidenceKernel }) {
  const version = kernelVersion(kernel);
  return (
    <section className="run" aria-label={`Linux ${version}`}>
      <h3>
        Linux {version} <Tag tone={run.outcome === 'passed' ? 'ok' : 'bad'}>{run.outcome}</Tag>
      </h3>
      <p className="about">
        {kernel.release}; apparmor_parser {kernel.parser}; {kernel.program}
      </p>
      <p>{run.note}</p>
      <Suspense fallback={<p>Loading what was printed…</p>}>
        <Blocks anchor={run.anchor} kernel={version} />
      </Suspense>
      {run.pictures.map((picture) => (
        <Screen key={picture.path} picture={picture} kernel={version} />
      ))}
    </section>
  );
}

function Blocks({ anchor, kernel }: { anchor: string; kernel: string }) {
  const report = use(reportFetched());
  if ('failed' in report) return <p>What was printed cannot be shown: {report.failed}</p>;
  return reportBlocks(report.text, anchor).map(({ title, text }) => (
    <figure key={title + text}>
      <figcaption>
        <code>{title}</code>
      </figcaption>
      {text && (
        <Printed label={`${title}, on Linux ${kernel}`} wrapped={title.startsWith('kernel log')}>
          {text}
        </Printed>
      )}
    </figure>
  ));
}

/** Wide lines are scrolled, so the keyboard must reach them. */
function Printed({
  label,
  wrapped = false,
  children,
}: {
  label: string;
  /** Lines are words, not a screen: they may be broken. */
  wrapped?: boolean;
  children: string;
}) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls
    <section className={`printed ${wrapped ? 'wrapped' : ''}`} tabIndex={0} aria-label={label}>
      <pre>{children}</pre>
    </section>
  );
}

function Screen({ picture: { path, text, caption }, kernel }: { picture: Picture; kernel: string }) {
  const [words, setWords] = useState<string>();
  const address = screenAddress(path);
  const asText = screenAddress(text);
  const title = `${caption}, Linux ${kernel}`;
  const read = async () => {
    if (words !== undefined || asText === undefined) return;
    const answer = await fetch(asText).catch(() => undefined);
    setWords(answer?.ok ? await answer.text() : 'The text could not be fetched.');
  };
  return (
    <figure>
      <figcaption>{caption}</figcaption>
      {address && (
        <a href={address} target="_blank" rel="noreferrer" title="In full size, in a new tab">
          <img src={address} alt={title} loading="lazy" />
        </a>
      )}
      {asText && (
        <details onToggle={() => void read()}>
          <summary>As text</summary>
          {words !== undefined && <Printed label={`${title}, as text`}>{words}</Printed>}
        </details>
      )}
    </figure>
  );
}

/** A day and hour, as the reader's own place writes them. */
const when = (time: string) =>
  new Date(time).toLocaleString(undefined, { dateStyle: 'long', timeStyle: 'short' });
