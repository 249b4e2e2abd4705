/** Decisions: what a kernel answers to a request, read from the compiled policy alone. */
import { access } from './access.ts';
import { findAttachment, logsConflicts } from './attach.ts';
import { type ClassRequest, encodeRequest, mediationClass, type Walk } from './classes/index.ts';
import { capabilityNumbers, perm } from './classes/numbers.ts';
import { deadState } from './dfa.ts';
import { decideChangeHat, decideExec } from './exec.ts';
import { decideChangeProfile, decideFile, decideLink } from './files.ts';
import type { Kernel } from './kernel.ts';
import { classStart, type EnforcedProfile, enforce, noPermissions } from './permissions.ts';
import type { CompiledProfile, Permissions } from './profile.ts';
import { fullName } from './profile.ts';
import type { CompiledPolicy } from './reader.ts';
import type { Answer, AttachRequest, CapabilityRequest, RawRequest, Request } from './requests.ts';
import { judge, unmediated } from './verdict.ts';

export interface Decider {
  /** Full names of the policy's profiles, children and hats, in the order of the bytes. */
  names: string[];
  /** The profile that requests are put to where none is named; undefined where the policy holds several. */
  only: string | undefined;
  /**
   * Answers a request to the named profile. Throws RequestProblem for an address that is none, RangeError where there
   * is no such profile.
   */
  decide(request: Request, profile: string): Answer;
}

/**
 * Prepares a policy for requests as a kernel answers them. Exec and attachment count with exactly the policy's own
 * profiles loaded, and `others`.
 */
export function deciderFor(
  policy: CompiledPolicy,
  kernel: Kernel,
  others: readonly CompiledProfile[] = [],
): Decider {
  const loaded = [...policy.profiles, ...others];
  const prepared = new Map<string, EnforcedProfile>();
  const names = policy.profiles.map(fullName);
  const parents = policy.profiles.filter(({ name }) => !name.includes('//'));
  let latest: { name: string; profile: EnforcedProfile } | undefined;
  const enforced = (name: string): EnforcedProfile => {
    if (latest?.name === name) return latest.profile;
    latest = { name, profile: prepared.get(name) ?? prepare(name) };
    return latest.profile;
  };
  const prepare = (name: string): EnforcedProfile => {
    const profile = policy.profiles.find((one) => fullName(one) === name || one.name === name);
    if (!profile) throw new RangeError(`There is no profile “${name}” in the policy.`);
    const fresh = enforce(profile, kernel);
    prepared.set(name, fresh);
    return fresh;
  };
  return {
    names,
    only: parents.length === 1 ? fullName(parents[0]!) : undefined,
    decide: (request, profile) => decide(enforced(profile), request, loaded),
  };
}

/** Answers one request. Throws RequestProblem for an address that is none. */
export function decide(
  enforced: EnforcedProfile,
  request: Request,
  loaded: readonly CompiledProfile[],
): Answer {
  switch (request.op) {
    case 'file':
      return decideFile(enforced, request);
    case 'exec':
      return decideExec(enforced, request, loaded);
    case 'link':
      return decideLink(enforced, request);
    case 'change_profile':
      return decideChangeProfile(enforced, request);
    case 'change_hat':
      return decideChangeHat(enforced, request, loaded);
    case 'attach':
      return decideAttach(enforced, request, loaded);
    case 'capability':
      return decideCapability(enforced, request);
    case 'raw':
      return decideRaw(enforced, request);
    default:
      return decideClass(enforced, request, loaded);
  }
}

function decideClass(
  enforced: EnforcedProfile,
  request: ClassRequest,
  loaded: readonly CompiledProfile[],
): Answer {
  if (enforced.profile.mode === 'unconfined') return unconfined();
  // A signal is asked of its receiver whoever sends it; tracing only of one that a confined process traces (task.c).
  if (request.op === 'ptrace' && request.access.endsWith('by') && isUnconfined(request.peer, loaded))
    return unmediated(
      'What an unconfined process traces or reads is not held to a rule of the other’s profile.',
    );
  const encoded = encodeRequest(request, enforced.kernel);
  return 'unmediated' in encoded ? unmediated(encoded.unmediated) : decideWalks(enforced, encoded.walks);
}

function isUnconfined(label: string, loaded: readonly CompiledProfile[]): boolean {
  return label === 'unconfined' || loaded.some((one) => fullName(one) === label && one.mode === 'unconfined');
}

function unconfined(): Answer {
  return unmediated('The profile is unconfined: its rules are not enforced.');
}

/** All must be allowed; the first that is denied is the answer. */
function decideWalks(enforced: EnforcedProfile, walks: readonly Walk[]): Answer {
  let sum: Answer | undefined;
  for (const walk of walks) {
    const answer = decideWalk(enforced, walk);
    if (answer.verdict === 'deny') return answer;
    sum = sum === undefined ? answer : together(sum, answer);
  }
  return sum ?? unmediated();
}

/** Two that are allowed: what is said of either, and the words of the one that the policy was asked about. */
function together(first: Answer, then: Answer): Answer {
  const main = first.complain || !then.mediated ? first : then.complain || !first.mediated ? then : first;
  return {
    ...main,
    explicitDeny: first.explicitDeny || then.explicitDeny,
    audit: first.audit || then.audit,
  };
}

function decideWalk(enforced: EnforcedProfile, { ways, wanted }: Walk): Answer {
  const { profile, classes } = enforced;
  const way = ways.find(({ mediationClass: cls }) => mediates(enforced, cls));
  if (!way || !classes) return unmediated('The policy was compiled without this class for this kernel.');
  let state = classStart(enforced, way.mediationClass);
  let permissions: Permissions = noPermissions;
  for (const { bytes, early, onlyIf } of way.chunks) {
    state = classes.dfa.walk(state, bytes);
    permissions = state === deadState ? noPermissions : classes.at(state, true);
    if (early && ((wanted & ~permissions.allow) === 0 || !(permissions.allow & perm.continues))) break;
    if (onlyIf !== undefined && !(permissions.allow & onlyIf)) break;
  }
  return judge(profile, permissions, wanted);
}

/** Whether the kernel asks a policy about a class; about the bus, newer ones only together with class 15. */
function mediates(enforced: EnforcedProfile, cls: number): boolean {
  if (classStart(enforced, cls) === deadState) return false;
  if (cls !== mediationClass.dbus || enforced.kernel.dbusAlone) return true;
  return classStart(enforced, mediationClass.networkV9) !== deadState;
}

/** Capabilities stand in sets of 64 bits; a policy may have rules of their class instead. */
function decideCapability(enforced: EnforcedProfile, { name }: CapabilityRequest): Answer {
  const { profile, classes } = enforced;
  if (profile.mode === 'unconfined') return unconfined();
  const number = capabilityNumbers[name]!;
  const word = number >> 5;
  const wanted = (1 << (number & 31)) >>> 0;
  const start = classStart(enforced, mediationClass.capability);
  if (classes && start !== deadState)
    return judge(profile, classes.at(classes.dfa.step(start, word), true), wanted);
  const part = (set: bigint) => Number((set >> BigInt(word * 32)) & 0xffffffffn);
  const { allow, audit, quiet } = profile.capabilities;
  return judge(
    profile,
    { ...noPermissions, allow: part(allow), audit: part(audit), quiet: part(quiet) },
    wanted,
  );
}

/** Which profile would confine a program that an unconfined process starts. */
function decideAttach(
  { profile: { namespace }, kernel }: EnforcedProfile,
  { path, xattrs }: AttachRequest,
  loaded: readonly CompiledProfile[],
): Answer {
  const among = loaded.filter((one) => one.namespace === namespace && !one.name.includes('//'));
  const found = findAttachment(among, path, xattrs);
  if (!found) return { ...unmediated('No profile attaches to the program.'), transition: 'unconfined' };
  if ('conflict' in found) {
    const names = found.conflict.map(({ name }) => name).join(', ');
    return {
      ...unmediated(`Several profiles attach to the program alike, so none does: ${names}.`),
      transition: 'unconfined',
      audit: logsConflicts(kernel),
    };
  }
  return { ...unmediated(), mediated: true, transition: found.profile.name };
}

/** The kernel's own words; the verdict says whether anything at all is allowed. */
function decideRaw(enforced: EnforcedProfile, { class: cls, bytes, owner = false }: RawRequest): Answer {
  const perms = access(enforced, cls, fromHex(bytes), owner);
  const asked = !(perms.allow === 0xffffffff && perms.quiet === 0xffffffff);
  return {
    verdict: perms.allow === 0 ? 'deny' : 'allow',
    mediated: asked,
    explicitDeny: asked && perms.quiet !== 0,
    audit: perms.audit !== 0,
    quiet: asked && perms.quiet !== 0,
    perms,
  };
}

function fromHex(digits: string): Uint8Array {
  const bytes = new Uint8Array(digits.length / 2);
  for (let at = 0; at < bytes.length; at++) bytes[at] = Number.parseInt(digits.slice(at * 2, at * 2 + 2), 16);
  return bytes;
}
