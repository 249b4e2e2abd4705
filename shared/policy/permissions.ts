/**
 * What a state means to a kernel. Policies from parser 4.1 on may bring tables of permissions; before, and still for
 * kernels that do not ask for tables, permissions are packed into the accept words, seven bits at a time, and the
 * kernel spreads them (security/apparmor/policy_compat.c; before Linux 6.2, file.c and lib.c).
 */
import { perm } from './classes/numbers.ts';
import { type Dfa, deadState } from './dfa.ts';
import type { Kernel } from './kernel.ts';
import type { CompiledProfile, Permissions, PolicyDb } from './profile.ts';
import type { Answer } from './requests.ts';

/** Nothing is allowed, and a denial is logged. */
export const noPermissions: Readonly<Permissions> = {
  allow: 0,
  deny: 0,
  audit: 0,
  quiet: 0,
  kill: 0,
  complain: 0,
  hide: 0,
  prompt: 0,
  xindex: 0,
};

/** Rules as a kernel reads them. `owner`: the file belongs to the user who asks. */
export interface Rules {
  dfa: Dfa;
  start: number;
  at(state: number, owner: boolean): Permissions;
}

/** A profile as a kernel enforces it. */
export interface EnforcedProfile {
  profile: CompiledProfile;
  kernel: Kernel;
  /** Rules of files; undefined where no path can match anything. */
  files: Rules | undefined;
  /** What holds for a path where there are no rules of files at all. */
  noFile: Permissions;
  /** Rules of all other classes; undefined where the policy has none. */
  classes: Rules | undefined;
  /** Answers to requests for files: by the permissions wanted, then by state, first for the owner, then for others. */
  answers: Map<number, (Answer | undefined)[]>;
}

/** Permissions have been turned into tables at load time since Linux 6.2; each release before read accept words. */
const tables = [6, 2] as const;
/** A state says itself whether owner and others differ since Linux 6.17. */
const ownerFlags = [6, 17] as const;

/** Prepares a profile for decisions: what states mean is worked out once each. */
export function enforce(profile: CompiledProfile, kernel: Kernel): EnforcedProfile {
  const classes = profile.policy && remembering(profile.policy, classReader(profile, profile.policy, kernel));
  const files = profile.files
    ? remembering(profile.files, fileReader(profile.files))
    : withoutFileRules(profile.policy, classes, kernel);
  const noFile = since(kernel, tables) ? noPermissions : { ...noPermissions, allow: perm.getattr };
  return { profile, kernel, files, noFile, classes, answers: new Map() };
}

/**
 * The state from which a class is matched; dead where the policy does not mediate it. Class 0 stands for the whole
 * automaton, class 1 for nothing.
 */
export function classStart({ classes }: EnforcedProfile, mediationClass: number): number {
  if (!classes || mediationClass === 1) return deadState;
  return mediationClass === 0 ? classes.start : classes.dfa.step(classes.start, mediationClass);
}

type Reader = (state: number, owner: boolean) => Permissions;

function remembering({ dfa, start }: PolicyDb, read: Reader): Rules {
  const known = new Array<Permissions | undefined>(dfa.states * 2);
  return {
    dfa,
    start,
    at(state, owner) {
      const place = state * 2 + (owner ? 0 : 1);
      known[place] ??= read(state, owner);
      return known[place];
    },
  };
}

/** Owner and others stand in two entries, one after the other, for every state or for those that say so. */
function fileReader({ dfa, table, tableVersion }: PolicyDb): Reader {
  if (!table) return (state, owner) => packedFile(dfa, state, owner);
  return (state, owner) => {
    const split = tableVersion < 3 || (dfa.accept2[state]! & 1) !== 0;
    return table[dfa.accept[state]! + (split && !owner ? 1 : 0)] ?? noPermissions;
  };
}

function classReader({ version }: CompiledProfile, { dfa, table }: PolicyDb, kernel: Kernel): Reader {
  if (table) return (state) => table[dfa.accept[state]!] ?? noPermissions;
  const early = !since(kernel, tables);
  return (state) => packedClass(dfa, state, { early, wide: version.kernel > 8 });
}

/**
 * A profile without any rule of files: the kernel looks paths up among the rules of all other classes, where nothing
 * matches them. What it then reads differs: accept words as of files before Linux 6.2; from there on the entry of the
 * state, and before 6.17 for others than the owner the entry after it, which is some other state's.
 */
function withoutFileRules(
  policy: PolicyDb | undefined,
  classes: Rules | undefined,
  kernel: Kernel,
): Rules | undefined {
  if (!policy || !classes) return undefined;
  const { dfa, table } = policy;
  const start = dfa.step(policy.start, 2);
  if (start === deadState) return undefined;
  if (!since(kernel, tables)) return { dfa, start, at: (state, owner) => packedFile(dfa, state, owner) };
  if (since(kernel, ownerFlags)) return { dfa, start, at: (state) => classes.at(state, true) };
  const entry = (index: number) =>
    table ? table[index] : index < dfa.states ? classes.at(index, true) : undefined;
  return {
    dfa,
    start,
    at: (state, owner) => entry((table ? dfa.accept[state]! : state) + (owner ? 0 : 1)) ?? noPermissions,
  };
}

/** Accept words of a file rule: seven bits each for owner and others, and where an exec leads. */
function packedFile(dfa: Dfa, state: number, owner: boolean): Permissions {
  const first = dfa.accept[state]! >>> 0;
  const second = dfa.accept2[state]! >>> 0;
  const shift = owner ? 0 : 14;
  const more =
    (first & 0x80000000 ? perm.changeProfile : 0) | (first & 0x40000000 ? perm.onexec : 0) | perm.getattr;
  return {
    ...noPermissions,
    allow: (spreadFile(first >>> shift) | more) >>> 0,
    audit: spreadFile(second >>> shift),
    quiet: spreadFile(second >>> (shift + 7)),
    xindex: spreadExec(first >>> shift),
  };
}

/** `w` stands for all that changes a file, `r` for all that looks at it; lock and link subset share a bit. */
function spreadFile(packed: number): number {
  return (
    (packed & 0xf) |
    (packed & 4 ? perm.getattr | perm.open : 0) |
    (packed & 2 ? perm.setattr | perm.create | perm.delete | perm.chmod | perm.chown | perm.open : 0) |
    (packed & 0x10 ? perm.link : 0) |
    (packed & 0x20 ? perm.lock : 0) |
    (packed & 0x40 ? perm.mmap : 0)
  );
}

/** How an exec goes on (bits of `xindex`, security/apparmor/include/file.h). */
export const exec = {
  index: 0x00ffffff,
  kind: 0x0c000000,
  name: 0x04000000,
  table: 0x08000000,
  unsafe: 0x10000000,
  child: 0x20000000,
  inherit: 0x40000000,
  unconfined: 0x80000000,
} as const;

function spreadExec(packed: number): number {
  const index = (packed >>> 10) & 15;
  const kind = [0, exec.unconfined, exec.name, exec.name | exec.child][index] ?? exec.table | (index - 4);
  return (
    (kind |
      (packed & 0x100 ? exec.unsafe : 0) |
      (packed & 0x200 ? exec.inherit : 0) |
      (packed & 0x80 ? exec.unconfined : 0)) >>>
    0
  );
}

/** Accept words of any other rule: the seven bits of others hold more of the same permissions. */
function packedClass(
  dfa: Dfa,
  state: number,
  { early, wide }: { early: boolean; wide: boolean },
): Permissions {
  if (state === deadState) return noPermissions;
  const first = dfa.accept[state]! >>> 0;
  const second = dfa.accept2[state]! >>> 0;
  // The bits that only some versions read; the quiet ones come from the first word, as the kernel has it.
  const more = early || wide ? spreadMore(first >>> 7) : perm.lock;
  return {
    ...noPermissions,
    allow: ((first & 0x8000007f) | spreadOther(first >>> 14) | more) >>> 0,
    audit: (second & 0x7f) | spreadOther(second >>> 14),
    quiet:
      ((second >>> 7) & 0x7f) | spreadOther(second >>> 21) | (early || wide ? spreadMore(first >>> 21) : 0),
  };
}

function spreadOther(packed: number): number {
  return ((packed & 3) << 8) | ((packed & 0x1c) << 18) | ((packed & 0x60) << 19);
}

function spreadMore(packed: number): number {
  return ((packed & 1) << 7) | ((packed & 0x7e) << 9);
}

/** Whether an exec may start what an attachment pattern matched. */
export function attaches({ dfa, table }: PolicyDb, state: number): boolean {
  const accept = dfa.accept[state]!;
  return ((table ? (table[accept]?.allow ?? 0) : accept) & perm.exec) !== 0;
}

function since({ version: [major, minor] }: Kernel, [first, then]: readonly [number, number]): boolean {
  return major > first || (major === first && minor >= then);
}
