/** What an exec comes to: whether it is allowed, and which profile the program then runs under (domain.c). */
import { findAttachment, logsConflicts, ownName } from './attach.ts';
import { perm } from './classes/numbers.ts';
import { fileState, judgeFile } from './files.ts';
import { type EnforcedProfile, enforce, exec } from './permissions.ts';
import type { CompiledProfile } from './profile.ts';
import type { Answer, ChangeHatRequest, ExecRequest } from './requests.ts';

export interface ExecDetails {
  /** How the next profile is found: the same, none, named in the rule, or by what attaches to the program. */
  by: 'inherit' | 'unconfined' | 'name' | 'attachment' | 'child-attachment';
  /** The name in the rule; `&name` is stacked on what the program would run under. */
  target?: string;
  /** What is taken where that profile is not loaded; the exec fails where nothing is. */
  fallback?: 'inherit' | 'unconfined';
  /** Whether dangerous environment variables are taken from the program. */
  scrubs: boolean;
}

/**
 * An exec under a profile while exactly `loaded` are loaded. `transition` is the label that the program runs under.
 * Where the rule asks for a profile that is not among them, the rule's fallback counts, and without one the exec fails.
 */
export function decideExec(
  enforced: EnforcedProfile,
  { path, owner = false }: ExecRequest,
  loaded: readonly CompiledProfile[],
): Answer {
  const { profile } = enforced;
  const { permissions } = fileState(enforced, path, owner);
  const answer = judgeFile(profile, permissions, perm.exec);
  if (!answer.mediated) return fromUnconfined(enforced, path, loaded, answer);
  if (answer.complain) return { ...answer, transition: learning(profile, path) };
  if (answer.verdict === 'deny') return answer;
  const details = detailsOf(enforced, permissions.xindex);
  const found = lookUp(profile, details, path, loaded);
  if (found.label !== undefined) {
    const note = [found.note, cannotStart(enforced, found.label, path, owner, loaded)]
      .filter(Boolean)
      .join(' ');
    const audit = answer.audit || (found.conflict === true && logsConflicts(enforced.kernel));
    return { ...answer, audit, transition: found.label, exec: details, ...(note ? { note } : {}) };
  }
  // The kernel takes the exec permission back: what is left is a denial like any other, logged.
  const failed = judgeFile(
    profile,
    { ...permissions, allow: (permissions.allow & ~perm.exec) >>> 0 },
    perm.exec,
  );
  const note = found.note ?? 'The profile that the rule asks for is not loaded.';
  // Kernels before 6.13 log the exec as allowed in complain mode, and refuse it all the same (seen on 6.1 and 6.12).
  if (failed.complain && before613(enforced)) {
    const { complain, ...refused } = failed;
    return { ...refused, verdict: 'deny', exec: details, note };
  }
  return {
    ...failed,
    exec: details,
    note,
    ...(failed.complain ? { transition: learning(profile, path) } : {}),
  };
}

/**
 * Under another profile than before, the kernel maps the program's own file with that profile's permissions, and ends
 * the program where they lack `r` or `m` (seen on 6.1, 6.12 and 7.2). A program that inherits needs neither.
 */
function cannotStart(
  { profile, kernel }: EnforcedProfile,
  label: string,
  path: string,
  owner: boolean,
  loaded: readonly CompiledProfile[],
): string | undefined {
  const lacking = label
    .split('//&')
    .filter((name) => name !== profile.name)
    .find((name) => {
      const next = loaded.find((one) => one.name === name && one.namespace === profile.namespace);
      const wanted = perm.read | perm.mmap;
      return (
        next &&
        judgeFile(next, fileState(enforce(next, kernel), path, owner).permissions, wanted).verdict === 'deny'
      );
    });
  return lacking && `It is ended as it starts: “${lacking}” does not allow “rm” on ${path}.`;
}

function before613({ kernel: { version } }: EnforcedProfile): boolean {
  return version[0] < 6 || (version[0] === 6 && version[1] < 13);
}

/** The profile that complain mode makes up for a program that no rule lets start. */
function learning({ name }: CompiledProfile, path: string): string {
  return `${name}//null-${path}`;
}

/** An unconfined profile starts programs under what attaches to them, else under itself. */
function fromUnconfined(
  { profile, kernel }: EnforcedProfile,
  path: string,
  loaded: readonly CompiledProfile[],
  answer: Answer,
): Answer {
  const found = findAttachment(topLevel(profile, loaded), path);
  if (found && 'conflict' in found)
    return { ...answer, audit: logsConflicts(kernel), transition: profile.name };
  return { ...answer, transition: found?.profile.name ?? profile.name };
}

function detailsOf({ profile }: EnforcedProfile, xindex: number): ExecDetails {
  const fallback = xindex & exec.inherit ? 'inherit' : xindex & exec.unconfined ? 'unconfined' : undefined;
  const scrubs = !(xindex & exec.unsafe);
  const kind = xindex & exec.kind;
  if (kind === exec.table) {
    const target = profile.files?.targets[xindex & exec.index] ?? '';
    return { by: 'name', target, ...(fallback ? { fallback } : {}), scrubs };
  }
  if (kind === exec.name) {
    const by = xindex & exec.child ? 'child-attachment' : 'attachment';
    return { by, ...(fallback ? { fallback } : {}), scrubs };
  }
  // Nothing to look up: the fallback is all there is. Inheriting keeps the environment as it is.
  return { by: fallback ?? 'attachment', scrubs: fallback === 'inherit' ? false : scrubs };
}

interface Found {
  label?: string;
  /** Several profiles attach alike. */
  conflict?: true;
  note?: string;
}

function lookUp(
  profile: CompiledProfile,
  { by, target, fallback }: ExecDetails,
  path: string,
  loaded: readonly CompiledProfile[],
): Found {
  if (by === 'inherit') return { label: profile.name };
  if (by === 'unconfined') return { label: 'unconfined' };
  const otherwise = (missing: string): Found => {
    if (fallback === 'inherit') return { label: profile.name, note: `${missing}, so the program inherits.` };
    if (fallback === 'unconfined')
      return { label: 'unconfined', note: `${missing}, so the program runs unconfined.` };
    return { note: `${missing}, so the exec fails.` };
  };
  if (by === 'name' && !target!.startsWith('&')) {
    const missing = target!.split('//&').find((name) => !isLoaded(profile, name, loaded));
    return missing === undefined ? { label: target! } : otherwise(`The profile “${missing}” is not loaded`);
  }
  // What is stacked may be a stack itself.
  const stacked = target?.slice(1).split('//&');
  const absent = stacked?.find((name) => !isLoaded(profile, name, loaded));
  if (absent !== undefined) return otherwise(`The profile “${absent}” is not loaded`);
  const among = by === 'child-attachment' ? children(profile, loaded) : topLevel(profile, loaded);
  const found = findAttachment(among, path);
  const base: Found =
    found && 'profile' in found
      ? { label: found.profile.name }
      : otherwise(
          found
            ? `Several profiles attach to ${path} alike: ${found.conflict.map(({ name }) => name).join(', ')}`
            : `No ${by === 'child-attachment' ? 'child profile' : 'loaded profile'} attaches to ${path}`,
        );
  if (found && 'conflict' in found) base.conflict = true;
  if (stacked === undefined || base.label === undefined) return base;
  // A label holds each profile once.
  return { ...base, label: [...new Set([base.label, ...stacked])].join('//&') };
}

function isLoaded(profile: CompiledProfile, name: string, loaded: readonly CompiledProfile[]): boolean {
  if (name === 'unconfined') return true;
  return loaded.some((one) =>
    name.startsWith(':')
      ? `:${one.namespace}:${one.name}` === name || `:${one.namespace}://${one.name}` === name
      : one.namespace === profile.namespace && one.name === name,
  );
}

function topLevel(profile: CompiledProfile, loaded: readonly CompiledProfile[]): CompiledProfile[] {
  return loaded.filter(({ name, namespace }) => namespace === profile.namespace && !name.includes('//'));
}

function children(profile: CompiledProfile, loaded: readonly CompiledProfile[]): CompiledProfile[] {
  const prefix = `${profile.name}//`;
  return loaded.filter(
    ({ name, namespace }) =>
      namespace === profile.namespace && name.startsWith(prefix) && !name.slice(prefix.length).includes('//'),
  );
}

/**
 * A change into a hat asks no rule: the hat must be there, beside this one where the profile is a hat itself. In
 * complain mode one that is not there is made up.
 */
export function decideChangeHat(
  enforced: EnforcedProfile,
  { hat }: ChangeHatRequest,
  loaded: readonly CompiledProfile[],
): Answer {
  const { profile } = enforced;
  const granted = { allow: perm.changeHat, deny: 0, audit: 0, quiet: 0 };
  const refused = { ...granted, allow: 0 };
  const plain = { mediated: true, explicitDeny: false, audit: false, quiet: false };
  if (profile.mode === 'unconfined')
    return { ...plain, verdict: 'deny', perms: refused, note: 'An unconfined profile cannot change hats.' };
  const parent = profile.hat ? profile.name.slice(0, -ownName(profile).length - 2) : profile.name;
  const found = loaded.find((one) => one.namespace === profile.namespace && one.name === `${parent}//${hat}`);
  if (found?.hat) return { ...plain, verdict: 'allow', perms: granted, transition: found.name };
  if (found)
    return {
      ...plain,
      verdict: 'deny',
      audit: true,
      perms: refused,
      note: `“${ownName(found)}” is a child profile, not a hat.`,
    };
  if (profile.mode === 'complain')
    return {
      ...plain,
      verdict: 'allow',
      audit: true,
      complain: true,
      perms: refused,
      transition: `${parent}//null-${hat}`,
    };
  return { ...plain, verdict: 'deny', perms: refused, note: `There is no hat “${hat}”.` };
}
