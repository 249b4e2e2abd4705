import { Suspense } from 'react';
import type { Target } from '../../../shared/api/schemas.ts';
import { kernelVersion } from '../../../shared/evidence/evidence.ts';
import { Button, Icon, Tag } from '../../components/index.ts';
import { useDecisions } from '../../store/decisions.ts';
import { actions, useWorkbench } from '../../store/index.ts';
import { EvidenceLink } from '../evidence/Seen.tsx';
import { useEvidence, useKitChanged } from '../evidence/useRun.ts';
import { gridRequirements } from '../requirements/grid.ts';
import { featuresOf, sourceWords } from '../targets/featuresOf.ts';
import { type EnforcedThere, enforcedThere, type Gap, notMediated, someOf } from './enforced.ts';

/** What the release's kernel does about the requirements, what it does not, and how that is known. */
export function Enforced({ release }: { release: Target }) {
  const kit = useWorkbench((state) => state.kit);
  const [own, grid, stale] = useDecisions(
    (state) => [state.own, state.grid, state.gridStale || state.asking] as const,
  );
  const requirements = gridRequirements(kit?.requirements ?? [], own);
  const there = enforcedThere(requirements, grid, release.id);
  const features = featuresOf(release);
  const left = features ? notMediated(features) : [];
  return (
    <section aria-labelledby="install-enforced" className="fit">
      <h2 id="install-enforced">Enforced there</h2>
      {requirements.length > 0 && (
        <div className={stale ? 'fit stale' : 'fit'} aria-busy={stale}>
          {there === undefined ? (
            <p className="vd">
              <Icon name="wait" size="s" /> The requirements are being asked…
            </p>
          ) : typeof there === 'string' ? (
            <p className="vd">
              <Icon name="info" size="s" />{' '}
              <span className="grow">The requirements are not known: {there}</span>
            </p>
          ) : (
            <Standing there={there} />
          )}
        </div>
      )}
      {left.length > 0 && (
        <p className="vd">
          <Icon name="minus" size="s" />
          <span className="grow">
            Not asked about by the kernel there, so all of it is allowed: {left.join(', ')}
          </span>
        </p>
      )}
      <p className="vd">
        <Icon name="policy" size="s" />
        <span className="grow">
          Computed from the policy that {parserOf(release)} compiles. Features of kernel {release.kernel}:{' '}
          <Tag tone={sourceWords[release.features.source].tone} tip={release.features.note}>
            {release.features.source}
          </Tag>{' '}
          {sourceWords[release.features.source].words}.{' '}
          <button type="button" className="link" aria-haspopup="dialog" onClick={actions.showTargets}>
            All targets
          </button>
        </span>
      </p>
      {kit && (
        <Suspense>
          <Run release={release} />
        </Suspense>
      )}
    </section>
  );
}

const parserOf = ({ parser, parserVersion, borrowed }: Target) =>
  `apparmor_parser ${parser?.version ?? parserVersion}${borrowed ? ` (in place of ${parserVersion})` : ''}`;

function Standing({ there: { form, met, all, inexpressible, wrong } }: { there: EnforcedThere }) {
  return (
    <>
      <p className={`vd ${wrong.length > 0 ? 'bad' : 'ok'}`}>
        <Icon name={wrong.length > 0 ? 'error' : 'check'} size="s" />
        <span className="grow">
          <b>
            {met} of {all}
          </b>{' '}
          requirements met, by {form === 'text' ? 'this text' : 'the kit’s form for it'}
        </span>
        <Button small onClick={() => actions.showRightTab('requirements')}>
          Show them
        </Button>
      </p>
      <Gaps gaps={wrong} words="Not as required" icon="close" />
      <Gaps
        gaps={inexpressible}
        words="Not enforced, because the kernel there cannot tell it apart"
        icon="wave"
      />
    </>
  );
}

function Gaps({ gaps, words, icon }: { gaps: readonly Gap[]; words: string; icon: 'close' | 'wave' }) {
  return gaps.map(({ group, titles, all }) => (
    <p key={group} className="vd" title={titles.join('\n')}>
      <Icon name={icon} size="s" className={icon === 'wave' ? 'warn' : 'no'} />
      <span className="grow">
        {words}: <b>{group}</b>, {titles.length} of {all} ({someOf(titles)})
      </span>
    </p>
  ));
}

/** The lab's runs on the release's kernel, or that there are none. */
function Run({ release }: { release: Target }) {
  const { evidence } = useEvidence();
  const changed = useKitChanged(evidence);
  const kernel = evidence?.kernels.find(({ target }) => target === release.id);
  if (!evidence || !kernel)
    return (
      <p className="vd">
        <Icon name="info" size="s" />
        <span className="grow">Not run on a real kernel of {release.id}: computed only</span>
        {evidence && <EvidenceLink>Runs on others</EvidenceLink>}
      </p>
    );
  const runs = evidence.checks.flatMap((check) => check.runs.filter((run) => run.kernel === kernel.id));
  const good = runs.filter(({ outcome }) => outcome === 'passed').length;
  return (
    <p className={`vd ${good === runs.length ? 'ok' : 'bad'}`}>
      <Icon name={good === runs.length ? 'check' : 'error'} size="s" />
      <span className="grow">
        Run on Linux {kernelVersion(kernel)} with the kit’s form for it, {kernel.program}:{' '}
        <b>
          {good} of {runs.length}
        </b>{' '}
        checks passed{changed && '. The kit’s profile has changed since'}
      </span>
      <EvidenceLink>See the runs</EvidenceLink>
    </p>
  );
}
