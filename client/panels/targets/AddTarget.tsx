import { type FormEvent, useId, useState } from 'react';
import type { Target } from '../../../shared/api/schemas.ts';
import { Button, Icon } from '../../components/index.ts';
import { actions } from '../../store/index.ts';

/** A form for the dump of a kernel at hand. `targets` are the releases it may be like. */
export function AddTarget({ targets }: { targets: readonly Target[] }) {
  const id = useId();
  const [title, setTitle] = useState('');
  const [features, setFeatures] = useState('');
  const [like, setLike] = useState<string>();
  const [refused, setRefused] = useState<string>();
  const [busy, setBusy] = useState(false);
  const release = like ?? targets.find(({ isDefault }) => isDefault)?.id ?? targets[0]?.id ?? '';

  const add = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    const reason = await actions.addTarget({ title, features, like: release });
    setBusy(false);
    setRefused(reason);
    if (reason !== undefined) return;
    setTitle('');
    setFeatures('');
  };
  const missing = !title.trim()
    ? 'Give it a name first.'
    : !features.trim()
      ? 'Paste the output of “aa-features-abi -x” first.'
      : busy && 'It is being looked at.';
  return (
    <form className="target-form" onSubmit={(event) => void add(event)}>
      <p>
        Run <code>aa-features-abi -x</code> on the machine and paste what it prints. It stays in this browser
        and on this machine.
      </p>
      <label className="lbl" htmlFor={`${id}-title`}>
        Name
      </label>
      <input
        id={`${id}-title`}
        className="in"
        maxLength={80}
        placeholder="My server"
        autoComplete="off"
        value={title}
        onChange={(event) => setTitle(event.target.value)}
      />
      <label className="lbl" htmlFor={`${id}-like`}>
        Parser, policy tree and kernel version as on
      </label>
      <select
        id={`${id}-like`}
        className="in"
        value={release}
        onChange={(event) => setLike(event.target.value)}
      >
        {targets.map((target) => (
          <option key={target.id} value={target.id}>
            {target.title}, kernel {target.kernel}
          </option>
        ))}
      </select>
      <label className="lbl" htmlFor={`${id}-features`}>
        Output of aa-features-abi -x
      </label>
      <textarea
        id={`${id}-features`}
        className="in"
        rows={5}
        spellCheck={false}
        autoComplete="off"
        value={features}
        onChange={(event) => {
          setFeatures(event.target.value);
          setRefused(undefined);
        }}
      />
      {refused && (
        <p className="refused" role="alert">
          <Icon name="error" /> {refused}
        </p>
      )}
      <Button type="submit" variant="primary" disabled={missing}>
        Add and choose it
      </Button>
    </form>
  );
}
