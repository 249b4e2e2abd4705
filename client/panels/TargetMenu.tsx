import type { Target } from '../../shared/api/schemas.ts';
import {
  Button,
  Icon,
  Menu,
  MenuChoice,
  MenuChoiceItem,
  MenuChosen,
  MenuItem,
  MenuLabel,
  MenuSeparator,
  Tag,
} from '../components/index.ts';
import { targetName } from '../service/targetNames.ts';
import { actions, useWorkbench } from '../store/index.ts';
import { featuresFrom } from './words.ts';

/** How far the kernel's features can be relied on. */
const sourceTones: Record<Target['features']['source'], 'warn' | 'ok' | undefined> = {
  measured: 'ok',
  shipped: undefined,
  approximated: 'warn',
};

/** The release it is written for: its kernel and parser, which parser answers here, and where its features are from. */
export function TargetMenu() {
  const [targets, id, thisMachine] = useWorkbench(
    (state) => [state.targets, state.target, state.thisMachine] as const,
  );
  const chosen = targets.find((one) => one.id === id);
  return (
    <Menu
      trigger={
        <Button
          icon="target"
          tip="The release whose kernel and parser judge the text"
          disabled={!targets.length && 'The local service has not told its targets yet.'}
        >
          <span className="sr-only">Target: </span>
          <span className="clip">{chosen ? targetName(chosen) : id}</span>
          {chosen && <small className="wide">kernel {chosen.kernel}</small>}
          <Icon name="down" size="s" />
        </Button>
      }
    >
      <MenuLabel>Judge it for</MenuLabel>
      <MenuChoice value={id} onChange={actions.chooseTarget}>
        {targets.map((target) => (
          <TargetRow key={target.id} target={target} here={target.id === thisMachine} />
        ))}
      </MenuChoice>
      <MenuSeparator />
      <MenuItem icon="policy" onSelect={actions.showTargets}>
        What each supports; add one of your own…
      </MenuItem>
    </Menu>
  );
}

function TargetRow({ target, here }: { target: Target; here: boolean }) {
  const { source, note } = target.features;
  return (
    <MenuChoiceItem value={target.id} className="target-row">
      <span className="mark">
        <MenuChosen>
          <Icon name="check" />
        </MenuChosen>
      </span>
      <b>{target.title}</b>
      <span className="tags">
        {here && <Tag tone="acc">this machine</Tag>}
        <Tag tone={sourceTones[source]}>{source}</Tag>
      </span>
      <span className="about">
        Kernel {target.kernel}, ships parser {target.parserVersion}.{' '}
        {target.parser
          ? `Answered by ${target.parser.version} (${target.parser.toolchain}).`
          : 'No parser answers for it here.'}
      </span>
      {target.borrowed && <span className="about warn">{target.borrowed}</span>}
      <span className="about note-line">Features: {featuresFrom(note, source)}</span>
    </MenuChoiceItem>
  );
}
