/** How the page was arranged, kept in local storage: small, and no harm if it is lost. */
import type { OwnTarget } from '../../shared/targets/own.ts';
import type { LeftTab, RightTab, ThemeChoice } from '../store/types.ts';

export interface SavedLayout {
  theme: ThemeChoice;
  leftTab: LeftTab;
  rightTab: RightTab;
  problemsOpen: boolean;
  folded: string[];
  target: string;
  enforcedHints: boolean;
  /** Targets of one's own. */
  ownTargets: OwnTarget[];
  /** Shares of the panes (percent), by the name of their group. */
  panes: Record<string, Record<string, number>>;
}

const name = 'apparmor-workbench.layout';

const checks: { [K in keyof SavedLayout]: (value: unknown) => boolean } = {
  theme: (value) => ['light', 'dark', 'system'].includes(value as string),
  leftTab: (value) => ['rules', 'tunables', 'outline'].includes(value as string),
  rightTab: (value) => ['problems', 'requirements', 'whatif', 'changes', 'install'].includes(value as string),
  problemsOpen: (value) => typeof value === 'boolean',
  folded: (value) => Array.isArray(value) && value.every((id) => typeof id === 'string'),
  target: (value) => typeof value === 'string',
  enforcedHints: (value) => typeof value === 'boolean',
  ownTargets: (value) => Array.isArray(value) && value.every(isOwnTarget),
  panes: (value) => isRecord(value) && Object.values(value).every((sizes) => isRecord(sizes) && sane(sizes)),
};

/** Read what is there; each part that is not as expected is left out. */
export function readLayout(text: string | null): Partial<SavedLayout> {
  try {
    const value: unknown = JSON.parse(text ?? '{}');
    if (!isRecord(value)) return {};
    const known = Object.entries(checks).filter(([key, check]) => key in value && check(value[key]));
    return Object.fromEntries(known.map(([key]) => [key, value[key]]));
  } catch {
    return {};
  }
}

export function recallLayout(): Partial<SavedLayout> {
  try {
    return readLayout(localStorage.getItem(name));
  } catch {
    return {};
  }
}

export function rememberLayout(part: Partial<SavedLayout>): void {
  try {
    localStorage.setItem(name, JSON.stringify({ ...recallLayout(), ...part }));
  } catch {
    // Full or forbidden: the page works the same, it only forgets.
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isOwnTarget(value: unknown): boolean {
  return isRecord(value) && ['title', 'features', 'like'].every((name) => typeof value[name] === 'string');
}

function sane(sizes: Record<string, unknown>): boolean {
  const shares = Object.values(sizes);
  const all = shares.every((share) => typeof share === 'number' && share >= 0 && share <= 100);
  return all && Math.abs((shares as number[]).reduce((sum, share) => sum + share, 0) - 100) < 1;
}
