import { RadioGroup } from 'radix-ui';
import type { Target } from '../../../shared/api/schemas.ts';
import type { Kit } from '../../../shared/kits/schema.ts';
import { useWorkbench } from '../../store/index.ts';
import { formFor } from './form.ts';

/** The releases as cards, one chosen. Under each, whether the text is the form recommended there. */
export function Releases({
  targets,
  value,
  machine,
  onChange,
}: {
  targets: Target[];
  value: string | undefined;
  machine: string | undefined;
  onChange: (id: string) => void;
}) {
  const [kit, state] = useWorkbench((all) => [all.kit, all.state] as const);
  return (
    <RadioGroup.Root
      className="rels"
      aria-labelledby="install-release"
      value={value ?? ''}
      onValueChange={onChange}
      loop
    >
      {targets.map(({ id, distribution, release, parserVersion }) => {
        const form = formFor(kit, state, id);
        return (
          <RadioGroup.Item
            key={id}
            value={id}
            className="rel"
            title={id === machine ? 'This machine' : undefined}
          >
            <small>{distribution}</small>
            {release}
            <small>
              {{ recommended: 'this text', other: recommended(kit, id), unknown: parserVersion }[form.kind]}
            </small>
            {id === machine && (
              <>
                <span className="here" aria-hidden="true" />
                <span className="sr-only">, this machine</span>
              </>
            )}
          </RadioGroup.Item>
        );
      })}
    </RadioGroup.Root>
  );
}

/** What the kit recommends for a release, in a word: the form for all, or one of its own. */
const recommended = (kit: Kit | undefined, target: string) =>
  kit?.recommended[target] ? 'own form' : 'portable';
