import { Suspense, use, useState } from 'react';
import { createPortal } from 'react-dom';
import type { Target } from '../../../shared/api/schemas.ts';
import { checksNamed, type EvidenceCheck } from '../../../shared/evidence/evidence.ts';
import { Icon } from '../../components/index.ts';
import { targetName } from '../../service/targetNames.ts';
import { Dialog } from '../Dialog.tsx';
import { pageFetched } from './load.ts';
import { useEvidence, useRunNotes } from './useRun.ts';
import { outcomeWords, passed } from './words.ts';
import './seen.css';

/** What real kernels did about a requirement: the lab's checks that show it, each a way to its page. */
export function Seen({ ids, target }: { ids: readonly string[]; target: Pick<Target, 'id' | 'title'> }) {
  return (
    <Suspense fallback={<p>Looking for runs on real kernels…</p>}>
      <Checks ids={ids} target={target} />
    </Suspense>
  );
}

function Checks({ ids, target }: { ids: readonly string[]; target: Pick<Target, 'id' | 'title'> }) {
  const { evidence, failed } = useEvidence();
  const checks = evidence ? checksNamed(evidence, ids) : [];
  if (failed !== undefined && ids.length > 0)
    return <p>The evidence of the runs cannot be shown: {failed}</p>;
  if (!evidence || checks.length === 0)
    return (
      <p className="seen">
        <b>Not run:</b> decided from the compiled policy only.
      </p>
    );
  return (
    <section className="seen" aria-label="Seen on real kernels">
      <h4>Seen on real kernels</h4>
      <ul>
        {checks.map((check) => (
          <li key={check.id}>
            <OutcomeIcon check={check} />
            <EvidenceLink check={check.id}>{check.title}</EvidenceLink>
            <small>{outcomeWords(evidence, check)}</small>
          </li>
        ))}
      </ul>
      <Notes ids={ids} />
      {!evidence.kernels.some((kernel) => kernel.target === target.id) && (
        <p>Not run on {targetName(target)}: there it is decided from the compiled policy.</p>
      )}
    </section>
  );
}

export const OutcomeIcon = ({ check }: { check: EvidenceCheck }) => (
  <Icon name={passed(check) ? 'check' : 'error'} size="s" className={passed(check) ? 'ok' : 'bad'} />
);

function Notes({ ids }: { ids: readonly string[] }) {
  const evidence = useEvidence().evidence!;
  return useRunNotes(evidence, checksNamed(evidence, ids)).map((words) => <p key={words}>{words}</p>);
}

/** A button that opens a check's page, or the list of all checks. */
export function EvidenceLink({ check, children }: { check?: string; children: string }) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <button type="button" className="link" aria-haspopup="dialog" onClick={() => setOpen(true)}>
        {children}
      </button>
      {open &&
        // The button stands in a paragraph, where no page can be.
        createPortal(
          <Suspense>
            <Page check={check} onClose={() => setOpen(false)} />
          </Suspense>,
          document.body,
        )}
    </>
  );
}

function Page(props: { check: string | undefined; onClose: () => void }) {
  const page = use(pageFetched());
  if ('failed' in page)
    return (
      <Dialog title="Seen on real kernels" onClose={props.onClose}>
        <p>It cannot be shown: {page.failed}</p>
      </Dialog>
    );
  return <page.EvidencePage {...props} />;
}
