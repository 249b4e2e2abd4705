/**
 * Reads compiled policy: what `apparmor_parser -S` writes and a kernel loads (security/apparmor/policy_unpack.c).
 * It takes what parsers from 3.0 to 5.x write, in every encoding, and refuses what a kernel would refuse.
 */
import { Cursor, code, PolicyError } from './cursor.ts';
import { type Dfa, deadState, readDfa } from './dfa.ts';
import type { CompiledProfile, Permissions, PolicyDb, ProfileMode } from './profile.ts';

export { PolicyError } from './cursor.ts';

export interface CompiledPolicy {
  /** In the order of the bytes: a profile comes before its children and hats. */
  profiles: CompiledProfile[];
}

const zstdMagic = 0xfd2fb528;
/** A parser that compresses writes so many bytes before the compressed ones. */
const compressedHeader = 8;

/** default_allow is packed as unconfined. */
const modes: readonly ProfileMode[] = ['enforce', 'complain', 'kill', 'unconfined', 'prompt'];

/**
 * Reads all profiles of a policy. Throws PolicyError, with the byte and what was expected there, where the bytes are
 * cut off, damaged or something else.
 */
export function readPolicy(bytes: Uint8Array): CompiledPolicy {
  if (isCompressed(bytes))
    throw new PolicyError(0, 'compressed policy, which is not read here: compile it with -c0');
  const cursor = new Cursor(bytes);
  if (cursor.atEnd) throw new PolicyError(0, 'expected a profile, but there are no bytes');
  const profiles: CompiledProfile[] = [];
  let version: CompiledProfile['version'] | undefined;
  while (!cursor.atEnd) {
    version = readVersion(cursor, version);
    profiles.push(readProfile(cursor, version, readNamespace(cursor)));
  }
  return { profiles };
}

function readNamespace(cursor: Cursor): string | undefined {
  if (cursor.peekName() !== 'namespace') return undefined;
  cursor.name();
  return cursor.string();
}

function isCompressed(bytes: Uint8Array): boolean {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return [0, compressedHeader].some((at) => at + 4 <= bytes.length && view.getUint32(at, true) === zstdMagic);
}

function readVersion(
  cursor: Cursor,
  before: CompiledProfile['version'] | undefined,
): CompiledProfile['version'] {
  if (cursor.peekName() !== 'version') {
    if (before) return before;
    throw cursor.unexpected(cursor.offset, 'the name “version”');
  }
  const at = cursor.offset;
  cursor.name();
  const word = cursor.u32();
  const kernel = word & 0x3ff;
  // The numbers of the interface that kernels take (security/apparmor/include/policy_unpack.h).
  if (kernel < 5 || kernel > 9) throw new PolicyError(at, `the version ${kernel}, and kernels take 5 to 9`);
  return { kernel, forcedComplain: (word & 0x800) !== 0, word };
}

function readProfile(
  cursor: Cursor,
  version: CompiledProfile['version'],
  namespace: string | undefined,
): CompiledProfile {
  if (cursor.peekName() !== 'profile') throw cursor.unexpected(cursor.offset, 'the name “profile”');
  cursor.name();
  cursor.mark('struct');
  const profile: CompiledProfile = {
    name: cursor.string(),
    namespace,
    attachment: undefined,
    mode: 'enforce',
    auditAll: false,
    hat: false,
    pathFlags: 0,
    disconnected: undefined,
    killSignal: undefined,
    capabilities: { allow: 0n, audit: 0n, quiet: 0n },
    rlimits: new Map(),
    policy: undefined,
    files: undefined,
    version,
  };
  readHead(cursor, profile);
  readFlags(cursor, profile);
  if (cursor.peekName() === 'path_flags') {
    cursor.name();
    profile.pathFlags = cursor.u32();
  }
  readCapabilities(cursor, profile);
  readTail(cursor, profile);
  cursor.mark('structEnd');
  return profile;
}

/** What stands before the flags: other names, the attachment, and where stray paths go. */
function readHead(cursor: Cursor, profile: CompiledProfile): void {
  for (;;) {
    const name = cursor.peekName();
    switch (name) {
      case 'rename':
      case 'attach':
      case 'disconnected_ipc':
      case 'error':
        cursor.skip();
        break;
      case 'disconnected':
        cursor.name();
        profile.disconnected = cursor.string();
        break;
      case 'kill':
        cursor.name();
        profile.killSignal = cursor.u32();
        break;
      case 'flags':
        return;
      default: {
        const at = cursor.offset;
        const db = profile.attachment ? undefined : readDb(cursor);
        if (!db) throw misplaced(cursor, at, name, 'the profile’s flags');
        profile.attachment = { db, length: cursor.u32(), xattrs: [] };
      }
    }
  }
}

function readFlags(cursor: Cursor, profile: CompiledProfile): void {
  cursor.name();
  cursor.mark('struct');
  profile.hat = (cursor.u32() & 1) !== 0;
  const at = cursor.offset;
  const mode = cursor.u32();
  if (modes[mode] === undefined)
    throw new PolicyError(at, `the profile mode ${mode}, which kernels do not know`);
  profile.mode = profile.version.forcedComplain ? 'complain' : modes[mode];
  profile.auditAll = cursor.u32() !== 0;
  cursor.mark('structEnd');
}

/** Allowed, logged, quiet, and a word that is not used; the upper halves follow in a structure of their own. */
function readCapabilities(cursor: Cursor, profile: CompiledProfile): void {
  const lower = [cursor.u32(), cursor.u32(), cursor.u32(), cursor.u32()];
  const upper = [0, 0, 0, 0];
  if (cursor.peekName() === 'caps64') {
    cursor.name();
    cursor.mark('struct');
    for (let at = 0; at < 4; at++) upper[at] = cursor.u32();
    cursor.mark('structEnd');
  }
  const whole = (at: number) => (BigInt(upper[at]!) << 32n) | BigInt(lower[at]!);
  profile.capabilities = { allow: whole(0), audit: whole(1), quiet: whole(2) };
}

/** What stands after the capabilities: limits and the rule tables. */
function readTail(cursor: Cursor, profile: CompiledProfile): void {
  while (cursor.peek() !== code.structEnd) {
    const at = cursor.offset;
    const name = cursor.peekName();
    switch (name) {
      case 'capsx':
      case 'identity':
      case 'secmark':
      case 'net_allowed_af':
      case 'data':
        cursor.skip();
        break;
      case 'xattrs': {
        const xattrs = readStrings(cursor);
        if (profile.attachment) profile.attachment.xattrs = xattrs;
        break;
      }
      case 'rlimits':
        readLimits(cursor, profile);
        break;
      case 'policydb':
        if (profile.policy) throw new PolicyError(at, 'a second table of rules that are not of files');
        cursor.name();
        cursor.mark('struct');
        profile.policy = readDb(cursor);
        cursor.mark('structEnd');
        break;
      default: {
        const db = profile.files ? undefined : readDb(cursor);
        if (!db) throw misplaced(cursor, at, name, 'the profile’s end');
        profile.files = db;
      }
    }
  }
}

function readLimits(cursor: Cursor, profile: CompiledProfile): void {
  cursor.name();
  cursor.mark('struct');
  const mask = cursor.u32();
  const count = cursor.array();
  for (let resource = 0; resource < count; resource++) {
    const limit = cursor.u64();
    if (resource < 32 && mask & (1 << resource)) profile.rlimits.set(resource, limit);
  }
  cursor.mark('arrayEnd');
  cursor.mark('structEnd');
}

/** A named structure with an array of strings: `xattrs`, `xtable`. */
function readStrings(cursor: Cursor): string[] {
  cursor.name();
  cursor.mark('struct');
  const strings: string[] = [];
  const count = cursor.array();
  for (let at = 0; at < count; at++) strings.push(cursor.string());
  cursor.mark('arrayEnd');
  cursor.mark('structEnd');
  return strings;
}

/** A rule table, or undefined (and nothing passed over) where none comes next. */
function readDb(cursor: Cursor): PolicyDb | undefined {
  let table: Permissions[] | undefined;
  let tableVersion = 0;
  let dfa: Dfa | undefined;
  let start = 1;
  let targets: string[] = [];
  for (;;) {
    const at = cursor.offset;
    switch (cursor.peekName()) {
      case 'tags':
        if (dfa) return { dfa, start, table, tableVersion, targets };
        cursor.skip();
        break;
      case 'perms':
        if (table) throw new PolicyError(at, 'a second table of permissions');
        table = readPermissions(cursor);
        tableVersion = 2;
        break;
      case 'permsv':
        cursor.name();
        tableVersion = cursor.u32();
        break;
      case 'aadfa': {
        if (dfa) throw new PolicyError(at, 'a second automaton');
        cursor.name();
        const blob = cursor.blob();
        dfa = readDfa(blob, cursor.offset - blob.length);
        break;
      }
      case 'start':
      case 'dfa_start': {
        cursor.name();
        start = cursor.u32();
        if (!dfa || start >= dfa.states) throw new PolicyError(at, `the start state ${start} is not there`);
        break;
      }
      case 'xtable':
        targets = readTargets(cursor);
        break;
      default:
        return finish(at);
    }
  }

  function finish(at: number): PolicyDb | undefined {
    if (!dfa) {
      if (table) throw new PolicyError(at, 'expected an automaton after its permissions');
      return undefined;
    }
    if (start === 1 && dfa.states < 2) start = deadState;
    if (table) checkIndexes(dfa, table, at);
    return { dfa, start, table, tableVersion, targets };
  }
}

/** The kernel refuses a policy whose states point past the table (policy_unpack.c, verify_perms). */
function checkIndexes(dfa: Dfa, table: Permissions[], at: number): void {
  for (let state = 0; state < dfa.states; state++) {
    const index = dfa.accept[state]!;
    if (index < 0 || index >= table.length)
      throw new PolicyError(at, `state ${state} points to permissions that are not there`);
  }
}

function readPermissions(cursor: Cursor): Permissions[] {
  cursor.name();
  cursor.mark('struct');
  const at = cursor.offset;
  if (cursor.name() !== 'version') throw new PolicyError(at, 'expected the version of the permissions');
  const version = cursor.u32();
  if (version !== 1) throw new PolicyError(at, `permissions of version ${version}, and kernels take 1`);
  const table: Permissions[] = [];
  const count = cursor.array();
  for (let entry = 0; entry < count; entry++) {
    cursor.u32(); // reserved
    const allow = cursor.u32();
    const deny = cursor.u32();
    cursor.u32(); // subtree
    cursor.u32(); // cond
    const kill = cursor.u32();
    const complain = cursor.u32();
    const prompt = cursor.u32();
    const audit = cursor.u32();
    const quiet = cursor.u32();
    const hide = cursor.u32();
    const xindex = cursor.u32();
    cursor.u32(); // tag
    cursor.u32(); // label
    table.push({ allow, deny, audit, quiet, kill, complain, hide, prompt, xindex });
  }
  cursor.mark('arrayEnd');
  cursor.mark('structEnd');
  return table;
}

/** `:namespace\0name` is how a target in another namespace is packed. */
function readTargets(cursor: Cursor): string[] {
  return readStrings(cursor).map((target) => target.replace('\0', ':'));
}

function misplaced(cursor: Cursor, at: number, name: string | undefined, expected: string): PolicyError {
  return name === undefined
    ? cursor.unexpected(at, expected)
    : new PolicyError(at, `expected ${expected}, but found “${name}”`);
}
