import type { CheckResponse } from '../../shared/api/schemas.ts';
import { Icon, type IconName, Kbd, Tooltip } from '../components/index.ts';
import { targetName } from '../service/targetNames.ts';
import { actions, useWorkbench } from '../store/index.ts';
import { abiOf, clock, featuresFrom, size } from './words.ts';

/** Facts about the verdict on the left, about the editor and the saved state on the right. */
export function StatusBar() {
  const open = useWorkbench((state) => state.opened.kind !== 'none');
  return (
    <footer className="statusbar">
      <Parser />
      {open && <Policy />}
      <Features />
      <span className="grow" />
      {open && (
        <>
          <TabState />
          <Saving />
          <Caret />
        </>
      )}
    </footer>
  );
}

/** What the parser said of the text as it is now. */
const marks: Record<CheckResponse['verdict'], [IconName, string?]> = {
  valid: ['check', 'okc'],
  invalid: ['error', 'badi'],
  'too-complex': ['error', 'badi'],
  'not-judged': ['shield'],
};

function Parser() {
  const said = useWorkbench(({ verdict }) => (verdict?.stale ? undefined : verdict?.response.verdict));
  const [status, parser] = useWorkbench(
    (state) =>
      [
        state.status,
        state.verdict?.response.parser ?? state.targets.find((one) => one.id === state.target)?.parser,
      ] as const,
  );
  if (status === 'away')
    return (
      <span className="badc">
        <Icon name="error" size="s" />
        Service away
      </span>
    );
  if (!parser)
    return (
      <span>
        <Icon name="info" size="s" />
        {status === 'starting' ? 'Asking for parsers' : 'No apparmor_parser'}
      </span>
    );
  const [icon, tone] = marks[said ?? 'not-judged'];
  const from = parser.toolchain === 'system' ? 'this system’s' : parser.toolchain;
  return (
    <span className={tone}>
      <Icon name={icon} size="s" />
      apparmor_parser {parser.version} ({from})
    </span>
  );
}

function Policy() {
  const abi = useWorkbench((state) => {
    const profile = state.files.find((file) => file.role === 'profile');
    return profile && abiOf(profile.text);
  });
  const bytes = useWorkbench((state) => state.verdict?.response.policyBytes);
  return (
    <>
      <Tooltip
        side="top"
        tip={
          abi
            ? 'The policy version the profile asks for'
            : 'The profile names no abi: the parser then takes its oldest rules, and newer ones are not enforced'
        }
      >
        <span className="mid">{abi ?? 'no abi'}</span>
      </Tooltip>
      {bytes !== undefined && (
        <Tooltip side="top" tip="Compiled, as the kernel loads it">
          <span className="wide">
            <Icon name="policy" size="s" />
            policy {size(bytes)}
          </span>
        </Tooltip>
      )}
    </>
  );
}

function Features() {
  const target = useWorkbench((state) => state.targets.find((one) => one.id === state.target));
  if (!target) return null;
  const { source, note } = target.features;
  return (
    <Tooltip side="top" tip={note || undefined}>
      <span className="wide give clip">
        features of {targetName(target)}: {featuresFrom(note, source)}
      </span>
    </Tooltip>
  );
}

function TabState() {
  const free = useWorkbench((state) => state.tabMovesFocus);
  return (
    <Tooltip side="top" tip={free ? 'Let Tab indent again' : 'Let Tab leave the editor'}>
      <button
        type="button"
        className="mid"
        aria-pressed={free}
        onClick={() => actions.setTabMovesFocus(!free)}
      >
        <Icon name="keyboard" size="s" />
        {free ? 'Tab moves the focus,' : 'Tab indents,'} <Kbd>Ctrl M</Kbd> {free ? 'indents' : 'frees it'}
      </button>
    </Tooltip>
  );
}

const savingWords = {
  saved: { icon: 'save', words: 'Saved', tip: 'Kept in this browser, for reload and crash' },
  pending: { icon: 'save', words: 'Saving…', tip: 'Being written to this browser’s store' },
  failed: { icon: 'not-saved', words: 'Not saved', tip: 'This browser’s store refused it: download a copy' },
  off: { icon: 'not-saved', words: 'Not kept', tip: 'This browser keeps nothing: download before you leave' },
} as const;

function Saving() {
  const [saving, at] = useWorkbench((state) => [state.saving, state.savedAt] as const);
  const { icon, words, tip } = savingWords[saving];
  return (
    <Tooltip side="top" tip={at && saving === 'saved' ? `${tip}, at ${clock(at)}` : tip}>
      <span className={saving === 'failed' ? 'badc' : undefined}>
        <Icon name={icon} size="s" />
        {words}
      </span>
    </Tooltip>
  );
}

function Caret() {
  const [{ line, character }, selected] = useWorkbench(
    (state) => [state.caret, state.selectedCharacters] as const,
  );
  return (
    <span>
      Ln {line + 1}, Col {character + 1}
      {selected > 0 && ` (${selected} selected)`}
    </span>
  );
}
