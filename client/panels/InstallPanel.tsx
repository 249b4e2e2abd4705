import { useState } from 'react';
import type { Target } from '../../shared/api/schemas.ts';
import { Button, EmptyState, Icon, IconButton, Note } from '../components/index.ts';
import { actions, useWorkbench } from '../store/index.ts';
import { archiveName, debFileName } from './install/archiveName.ts';
import { asScript, type InstallFacts, installSteps, type Step } from './install/commands.ts';
import { formFor, unreadable } from './install/form.ts';
import { Releases } from './install/Releases.tsx';
import { clock, size } from './words.ts';

/** How the open files get onto a machine: the release, the files, the exact commands. */
export default function InstallPanel() {
  const [files, targets, target, machine] = useWorkbench(
    (state) => [state.files, state.targets, state.target, state.thisMachine] as const,
  );
  const [chosen, choose] = useState<string>();
  if (!files.length)
    return <EmptyState icon="package" title="Nothing to install" text="Open a profile first." />;
  const release = targets.find(({ id }) => id === (chosen ?? machine ?? target));
  return (
    <div className="scroll install">
      {targets.length > 0 && (
        <section aria-labelledby="install-release">
          <h2 id="install-release">
            Release
            {release && <small>{release.title}</small>}
            {machine && (
              <small className="legend-here" aria-hidden="true">
                <span className="here" /> this machine
              </small>
            )}
          </h2>
          <Releases targets={targets} value={release?.id} machine={machine} onChange={choose} />
        </section>
      )}
      {release && <Fit release={release} />}
      <Files />
      <Note>This page never loads a policy: you run the commands.</Note>
      <Commands />
    </div>
  );
}

/** Whether the text suits the release: the kit's recommendation, what its parser can read, what the parser said. */
function Fit({ release }: { release: Target }) {
  const [kit, state, verdict, target, status] = useWorkbench(
    (all) => [all.kit, all.state, all.verdict, all.target, all.status] as const,
  );
  const form = formFor(kit, state, release.id);
  const cannot = unreadable(kit, state, release.parserVersion);
  const judged = verdict?.target === release.id && target === release.id ? verdict : undefined;
  const valid = judged?.response.verdict === 'valid' && !judged.stale;
  const invalid = judged?.response.verdict === 'invalid';
  return (
    <div className="fit">
      <p className={`vd ${valid ? 'ok' : invalid ? 'bad' : ''}`}>
        <Icon name={valid ? 'check' : invalid ? 'error' : 'info'} size="s" />
        <span className="grow">
          {judged && (valid || invalid) ? (
            <>
              <b>{valid ? 'Valid' : 'Invalid'}</b> on {release.id}, says apparmor_parser{' '}
              {judged.response.parser?.version} ({clock(judged.at)})
            </>
          ) : (
            <>
              Not judged for {release.id} yet: apparmor_parser {release.parserVersion} and kernel{' '}
              {release.kernel} there
            </>
          )}
        </span>
        {!judged && (
          <Button
            small
            disabled={status === 'away' && 'The local service does not answer.'}
            onClick={() => actions.chooseTarget(release.id)}
          >
            Judge it for {release.id}
          </Button>
        )}
      </p>
      {cannot.length > 0 && (
        <Note tone="warn">
          <b>{release.id} cannot read this text.</b> Its parser is {release.parserVersion};{' '}
          {cannot.map(({ option, since }) => `“${option.title}” needs ${since}`).join(', ')}.
        </Note>
      )}
      {form.kind === 'other' && (
        <p className="vd">
          <Icon name="hint" size="s" />
          <span className="grow">Other options than recommended there: {form.differs.join(', ')}</span>
          <Button small onClick={() => actions.applyRecommended(release.id)}>
            Use the recommended options for {release.id}
          </Button>
        </p>
      )}
      {form.kind === 'recommended' && (
        <p className="vd">
          <Icon name="check" size="s" /> The options are those the kit recommends for {release.id}
        </p>
      )}
    </div>
  );
}

const roleWords = { profile: 'profile', tunables: 'site values', local: 'site rules' } as const;

/** The downloads. The archive comes first: the commands below begin with it. */
function Files() {
  const [files, opened, away] = useWorkbench(
    (state) => [state.files, state.opened, state.status === 'away'] as const,
  );
  const archive = `${archiveName(opened)}.tar.gz`;
  const deb = debFileName(opened);
  return (
    <section aria-labelledby="install-files">
      <h2 id="install-files">Files</h2>
      <ul className="filelist">
        <li className="rec">
          <Icon name="archive" />
          <b className="clip" title={archive}>
            {archive}
          </b>
          <small>all files, with INSTALL</small>
          <IconButton
            small
            icon="download"
            label={`Download ${archive}`}
            disabled={away && 'The local service makes it, and does not answer.'}
            onClick={() => void actions.downloadArchive()}
          />
        </li>
        <li>
          <Icon name="package" />
          <span className="clip" title={deb}>
            {deb}
          </span>
          <small>loads it, keeps local changes</small>
          <IconButton
            small
            icon="download"
            label={`Download ${deb}`}
            disabled={away && 'The local service makes it, and does not answer.'}
            onClick={() => void actions.downloadDeb()}
          />
        </li>
        {files.map(({ path, role, text }) => (
          <li key={path}>
            <Icon name={role === 'profile' ? 'shield' : 'file'} />
            <span className="clip" title={`/etc/apparmor.d/${path}`}>
              {path}
            </span>
            <small>
              {roleWords[role]}, {size(new TextEncoder().encode(text).length)}
            </small>
            <IconButton
              small
              icon="download"
              label={`Download ${path}`}
              onClick={() => actions.download(path)}
            />
          </li>
        ))}
      </ul>
    </section>
  );
}

function Commands() {
  const facts = useWorkbench((state) => JSON.stringify(factsOf(state)));
  const steps = installSteps(JSON.parse(facts) as InstallFacts);
  const doing = steps.filter(({ id }) => id !== 'remove' && id !== 'complain');
  const back = steps.filter(({ id }) => id === 'remove' || id === 'complain');
  return (
    <>
      <ol className="steps" aria-label="Commands">
        {doing.map((step) => (
          <li key={step.id}>
            <One step={step} />
          </li>
        ))}
      </ol>
      <div className="copy-all">
        <Button
          small
          icon="copy"
          tip="Those after loading are there as comments"
          onClick={() => void actions.copy(asScript(steps), 'All commands')}
        >
          Copy all commands
        </Button>
      </div>
      <section aria-labelledby="install-back">
        <h2 id="install-back">The way back</h2>
        <ul className="steps plain">
          {back.map((step) => (
            <li key={step.id}>
              <One step={step} />
            </li>
          ))}
        </ul>
      </section>
    </>
  );
}

type Read = Parameters<Parameters<typeof useWorkbench>[0]>[0];

function factsOf({ files, state, opened }: Read): InstallFacts {
  const profile = files.find(({ role }) => role === 'profile')?.path ?? '';
  const others = files.filter(({ path, text }) => path !== profile && text.trim()).map(({ path }) => path);
  return {
    paths: [profile, ...others],
    profileNames: state?.profileNames ?? [],
    mode: state?.mode ?? 'enforce',
    program: opened.kind === 'kit' ? opened.title : (state?.profileNames[0] ?? 'the program'),
    archive: `${archiveName(opened)}.tar.gz`,
  };
}

function One({ step: { title, aside, commands } }: { step: Step }) {
  return (
    <div>
      <p>
        {title} <span>{aside}</span>
      </p>
      <div className="cmd">
        <pre>
          {commands.map((command) => (
            <span key={command}>{`${command}\n`}</span>
          ))}
        </pre>
        <IconButton
          small
          icon="copy"
          label={`Copy: ${title}`}
          tip="Copy"
          onClick={() =>
            void actions.copy(commands.join('\n'), commands.length > 1 ? 'The commands' : 'The command')
          }
        />
      </div>
    </div>
  );
}
