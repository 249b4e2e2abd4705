/** What a compiled policy says of one profile. */
import type { Dfa } from './dfa.ts';

/** What a state allows, as the kernel's struct aa_perms (security/apparmor/include/perms.h). Bits are unsigned. */
export interface Permissions {
  allow: number;
  deny: number;
  /** A use that is allowed is logged. */
  audit: number;
  /** A use that is denied is not logged. */
  quiet: number;
  kill: number;
  complain: number;
  hide: number;
  prompt: number;
  /** Where an exec leads: see transitions.ts. */
  xindex: number;
}

/** A rule table: the automaton and what its states mean. */
export interface PolicyDb {
  dfa: Dfa;
  /** The state in which a match starts. */
  start: number;
  /** Entries that accept words point to; undefined where the words hold the permissions themselves. */
  table: Permissions[] | undefined;
  /** Version of the table: from 3 on, a state says itself whether owner and others differ. 0 without a table. */
  tableVersion: number;
  /** Names that exec transitions point to: a profile, `&profile` to stack, `:namespace:profile`. */
  targets: string[];
}

export type ProfileMode = 'enforce' | 'complain' | 'kill' | 'unconfined' | 'prompt';

/** Words of 64 capability bits; a use of what is not allowed is denied, quietly where `quiet` has the bit. */
export interface Capabilities {
  allow: bigint;
  audit: bigint;
  quiet: bigint;
}

export interface Attachment {
  db: PolicyDb;
  /** How many characters of the pattern stand before the first wildcard; the longest wins where several match. */
  length: number;
  /** Extended attributes whose values are matched after the path. */
  xattrs: string[];
}

/** Bits of `pathFlags` (security/apparmor/include/path.h). */
export const pathFlag = {
  attachDisconnected: 4,
  chrootRelative: 8,
  chrootAttach: 0x10,
  attachDisconnectedIpc: 0x20,
  mediateDeleted: 0x10000,
} as const;

export interface CompiledProfile {
  /** With its parents: `parent//child`. */
  name: string;
  namespace: string | undefined;
  /** Undefined where the name itself is the path that it attaches to, or nothing does. */
  attachment: Attachment | undefined;
  mode: ProfileMode;
  /** flags=(audit): every allowed use is logged, and no denial is quiet. */
  auditAll: boolean;
  hat: boolean;
  pathFlags: number;
  /** Where a path that no mount leads to is put (flags=(attach_disconnected.path=…)). */
  disconnected: string | undefined;
  /** Signal number that flags=(kill) sends; undefined means SIGKILL. */
  killSignal: number | undefined;
  capabilities: Capabilities;
  /** By resource number (include/uapi/asm-generic/resource.h): the limit set. */
  rlimits: Map<number, bigint>;
  /** Rules of every class but files. Undefined in a policy for a kernel that knows none. */
  policy: PolicyDb | undefined;
  /** Rules of files, exec, links, profile changes and hats. Undefined where the profile has none. */
  files: PolicyDb | undefined;
  /** Version word of the policy: the kernel's interface (10 bits), whether complain mode was forced, and the parser's. */
  version: { kernel: number; forcedComplain: boolean; word: number };
}

/** As kernel interfaces name it: `:namespace:name` where it is in another namespace. */
export function fullName({ namespace, name }: CompiledProfile): string {
  return namespace === undefined ? name : `:${namespace}:${name}`;
}
