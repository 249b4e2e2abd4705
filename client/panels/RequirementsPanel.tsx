import { useState } from 'react';
import type { KitRequirement } from '../../shared/kits/schema.ts';
import { EmptyState, Icon, Note } from '../components/index.ts';
import { useWorkbench } from '../store/index.ts';
import { groupRequirements, type RequirementGroup, requestWords } from './requirements/model.ts';
import { count } from './words.ts';

/** What the program must be allowed, and must be denied, as the kit says. */
export function RequirementsPanel() {
  const [kit, open] = useWorkbench((state) => [state.kit, state.opened.kind !== 'none'] as const);
  const [folded, setFolded] = useState<string[]>([]);
  if (!kit?.requirements.length)
    return (
      <EmptyState
        icon="shield"
        title="No requirements"
        text={
          open
            ? 'A kit says what its program must be allowed and denied. No kit describes this program.'
            : 'Open a program with a kit first.'
        }
      />
    );
  const wanted = (want: KitRequirement['want']) => kit.requirements.filter((one) => one.want === want).length;
  const toggle = (title: string) =>
    setFolded((now) => (now.includes(title) ? now.filter((one) => one !== title) : [...now, title]));
  return (
    <div className="reqs">
      <div className="sum">
        <b>{count(kit.requirements.length, 'requirement')}</b>
        <span className="key">
          <Icon name="check" size="s" /> {wanted('allow')} to allow
        </span>
        <span className="key">
          <Icon name="denied" size="s" /> {wanted('deny')} to deny
        </span>
      </div>
      <Note>
        This version does not compute whether they are met. It lists what the profile must come to on every
        release.
      </Note>
      <div className="scroll">
        <table className="grid list">
          <colgroup>
            <col className="want" />
            <col />
            <col className="asked" />
          </colgroup>
          <thead className="sr-only">
            <tr>
              <th scope="col">Wanted</th>
              <th scope="col">Requirement, and why</th>
              <th scope="col">Request</th>
            </tr>
          </thead>
          {groupRequirements(kit.requirements).map((group) => (
            <Group
              key={group.title}
              group={group}
              folded={folded.includes(group.title)}
              onFold={() => toggle(group.title)}
            />
          ))}
        </table>
      </div>
    </div>
  );
}

function Group({ group, folded, onFold }: { group: RequirementGroup; folded: boolean; onFold: () => void }) {
  return (
    <tbody>
      <tr className="sec">
        <th scope="rowgroup" colSpan={2}>
          <button type="button" aria-expanded={!folded} onClick={onFold}>
            <Icon name={folded ? 'right' : 'down'} size="xs" />
            {group.title}
            {folded && <small>{group.requirements.length}</small>}
          </button>
        </th>
        <td className="crit">{group.criteria}</td>
      </tr>
      {!folded && group.requirements.map((one) => <Row key={one.id} requirement={one} />)}
    </tbody>
  );
}

function Row({ requirement: { want, title, request, reason } }: { requirement: KitRequirement }) {
  const words = requestWords(request);
  return (
    <tr className="r">
      <td className="want">
        <Icon name={want === 'allow' ? 'check' : 'denied'} size="s" /> {want}
      </td>
      <th scope="row">
        {title}
        <small>{reason}</small>
      </th>
      <td className="asked">
        <code>{words}</code>
      </td>
    </tr>
  );
}
