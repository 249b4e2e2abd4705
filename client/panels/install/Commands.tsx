import { useState } from 'react';
import { Button, IconButton, Segmented } from '../../components/index.ts';
import { actions, useWorkbench } from '../../store/index.ts';
import { archiveName, packageName } from './archiveName.ts';
import { asScript, type InstallFacts, installSteps, type Step } from './commands.ts';

type From = InstallFacts['from'];

/** The commands, from the archive or from the package; then those for an installed profile. */
export function Commands() {
  const [from, setFrom] = useState<From>('archive');
  const facts = useWorkbench((state) => JSON.stringify(factsOf(state, from)));
  const steps = installSteps(JSON.parse(facts) as InstallFacts);
  const doing = steps.filter(({ afterwards }) => !afterwards);
  const later = steps.filter(({ afterwards }) => afterwards);
  return (
    <>
      <section aria-labelledby="install-commands">
        <h2 id="install-commands" className="with-choice">
          Commands
          <Segmented<From>
            label="Install from"
            value={from}
            onChange={setFrom}
            items={[
              { id: 'archive', label: 'Archive' },
              { id: 'package', label: 'Package' },
            ]}
          />
        </h2>
        <ol className="steps">
          {doing.map((step) => (
            <li key={step.id}>
              <One step={step} />
            </li>
          ))}
        </ol>
      </section>
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
      <section aria-labelledby="install-later">
        <h2 id="install-later">When it is installed</h2>
        <ul className="steps plain">
          {later.map((step) => (
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

function factsOf({ files, state, opened }: Read, from: From): InstallFacts {
  const profile = files.find(({ role }) => role === 'profile')?.path ?? '';
  const others = files.filter(({ path, text }) => path !== profile && text.trim()).map(({ path }) => path);
  return {
    paths: [profile, ...others],
    profileNames: state?.profileNames ?? [],
    mode: state?.mode ?? 'enforce',
    program: opened.kind === 'kit' ? opened.title : (state?.profileNames[0] ?? 'the program'),
    archive: `${archiveName(opened)}.tar.gz`,
    package: packageName(opened),
    from,
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
