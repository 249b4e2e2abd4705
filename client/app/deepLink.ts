/** Links that put the page into a known state: `?kit=rustnet&panel=install&left=tunables&theme=dark&target=debian-12&file=local&line=43`. */
import type { FileRole } from '../../shared/kits/schema.ts';
import type { LeftTab, RightTab, ThemeChoice } from '../store/types.ts';

export interface DeepLink {
  kit?: string;
  /** The tab on the right. */
  panel?: RightTab;
  /** The tab on the left. */
  left?: LeftTab;
  theme?: ThemeChoice;
  target?: string;
  /** `profile`, `tunables`, `local`, or a path. */
  file?: FileRole | (string & {});
  /** From 1, as the editor counts. */
  line?: number;
  /** `group/option` to be selected. */
  option?: string;
  /** Packed texts (share.ts), from the part of the address that is never sent to a server. */
  packed?: string;
}

const panels: readonly string[] = [
  'problems',
  'requirements',
  'whatif',
  'changes',
  'install',
] satisfies RightTab[];
const lefts: readonly string[] = ['rules', 'tunables', 'outline'] satisfies LeftTab[];
const themes: readonly string[] = ['light', 'dark', 'system'] satisfies ThemeChoice[];

/** Read an address. What is not understood is left out: an old or mistyped link still opens the page. */
export function readDeepLink(address: { search: string; hash: string }): DeepLink {
  const query = new URLSearchParams(address.search);
  const one = (name: string, allowed?: readonly string[]) => {
    const value = query.get(name)?.trim();
    return value && (!allowed || allowed.includes(value)) ? value : undefined;
  };
  const kit = one('kit');
  const line = Number(one('line'));
  const link: DeepLink = {
    kit: kit && /^[a-z0-9-]+$/.test(kit) ? kit : undefined,
    panel: one('panel', panels) as RightTab | undefined,
    left: one('left', lefts) as LeftTab | undefined,
    theme: one('theme', themes) as ThemeChoice | undefined,
    target: one('target'),
    file: one('file'),
    line: Number.isInteger(line) && line > 0 ? line : undefined,
    option: one('option'),
    packed: new URLSearchParams(address.hash.replace(/^#/, '')).get('t') ?? undefined,
  };
  return Object.fromEntries(Object.entries(link).filter(([, value]) => value !== undefined));
}

/** The address part (`?…#…`) that brings a link's state back; empty for the page as it opens by itself. */
export function writeDeepLink({ packed, ...state }: DeepLink): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(state)) if (value !== undefined) query.set(name, String(value));
  // Slashes may stand in a query as they are, and are easier to read.
  const search = query.toString().replaceAll('%2F', '/');
  return (search && `?${search}`) + (packed ? `#t=${packed}` : '');
}
