import type { Target } from '../../shared/api/schemas.ts';
import { supportOf } from '../../shared/targets/support.ts';
import { Button, Icon, Tag } from '../components/index.ts';
import { isOwn, targetName } from '../service/targetNames.ts';
import { actions, useWorkbench, workbench } from '../store/index.ts';
import { Dialog } from './Dialog.tsx';
import { AddTarget } from './targets/AddTarget.tsx';
import { featuresOf, sourceWords } from './targets/featuresOf.ts';
import './targets/targets.css';

/** What each target supports, how that is known, and which parser answers for it; and targets of one's own. */
export function TargetsPage() {
  const [targets, chosen] = useWorkbench((state) => [state.targets, state.target] as const);
  return (
    <Dialog title="Targets" wide onClose={() => workbench.setState({ targetsShown: false })}>
      <p>
        What a profile does depends on the kernel: where it does not mediate something, rules about it compile
        to nothing, and all of it is allowed.
      </p>
      {targets.length === 0 ? (
        <p>The local service has not told its targets yet.</p>
      ) : (
        <SupportTable targets={targets} chosen={chosen} />
      )}
      <h3>Where this is from</h3>
      <ul className="target-list">
        {targets.map((target) => (
          <TargetFacts key={target.id} target={target} />
        ))}
      </ul>
      <h3>A target of your own</h3>
      <AddTarget targets={targets.filter(({ id }) => !isOwn(id))} />
    </Dialog>
  );
}

function SupportTable({ targets, chosen }: { targets: readonly Target[]; chosen: string }) {
  const columns = targets.flatMap((target) => {
    const features = featuresOf(target);
    return features ? [{ target, support: supportOf(features) }] : [];
  });
  return (
    <div className="target-table">
      <table>
        <caption className="sr-only">What each target’s kernel mediates</caption>
        <thead>
          <tr>
            <td />
            {columns.map(({ target }) => (
              <th key={target.id} scope="col" className={target.id === chosen ? 'on' : ''}>
                {targetName(target)}
                <small>{target.id === chosen ? 'chosen' : `kernel ${target.kernel}`}</small>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {columns[0]?.support.map(({ title }, row) => (
            <tr key={title}>
              <th scope="row">{title}</th>
              {columns.map(({ target, support }) => {
                const { has, detail } = support[row]!;
                return (
                  <td key={target.id} className={has}>
                    <Icon name={has === 'yes' ? 'check' : 'minus'} size="s" />
                    {detail ?? <span className="sr-only">{has}</span>}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function TargetFacts({ target }: { target: Target }) {
  const { source, note } = target.features;
  return (
    <li>
      <b>{target.title}</b>{' '}
      <Tag tone={sourceWords[source].tone} tip={sourceWords[source].words}>
        {source}
      </Tag>{' '}
      {isOwn(target.id) && (
        <Button small onClick={() => actions.removeTarget(target.id)}>
          Remove <span className="sr-only">{target.title}</span>
        </Button>
      )}
      <span className="about">
        {note} Kernel {target.kernel}; parser {target.parserVersion}.{' '}
        {target.borrowed ??
          (target.parser
            ? `Answered here by ${target.parser.version} (${target.parser.toolchain}).`
            : 'No parser answers for it here.')}
      </span>
    </li>
  );
}
