import { useState } from 'react';
import { EmptyState, Note } from '../components/index.ts';
import { useWorkbench } from '../store/index.ts';
import { Commands } from './install/Commands.tsx';
import { Enforced } from './install/Enforced.tsx';
import { Files } from './install/Files.tsx';
import { Fit } from './install/Fit.tsx';
import { Releases } from './install/Releases.tsx';
import './install/panel.css';

/** How the open files get onto a machine: the release, what it enforces, the files, the exact commands. */
export default function InstallPanel() {
  const [open, targets, target, machine] = useWorkbench(
    (state) => [state.files.length > 0, state.targets, state.target, state.thisMachine] as const,
  );
  const [chosen, choose] = useState<string>();
  if (!open) return <EmptyState icon="package" title="Nothing to install" text="Open a profile first." />;
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
      {release && <Enforced release={release} />}
      <Files target={release?.id} />
      <Note>This page never loads a policy: you run the commands.</Note>
      <Commands />
    </div>
  );
}
