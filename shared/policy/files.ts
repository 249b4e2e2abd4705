/** Requests about files, links, and changes of profile and hat (security/apparmor/file.c, domain.c). */
import { perm } from './classes/numbers.ts';
import { deadState } from './dfa.ts';
import { type EnforcedProfile, exec, noPermissions } from './permissions.ts';
import type { CompiledProfile, Permissions } from './profile.ts';
import type { Answer, ChangeProfileRequest, FileRequest, LinkRequest } from './requests.ts';
import { judge } from './verdict.ts';

const letters: Readonly<Record<string, number>> = {
  r: perm.read,
  w: perm.write,
  a: perm.append,
  k: perm.lock,
  l: perm.link,
  m: perm.mmap,
  x: perm.exec,
};

/** flags=(audit) logs the use of file permissions up to here, so not of `m` and `l`. */
const auditable = 0xffff;

/** What the rules of files say after a text; `from` goes on from an earlier state. */
export function fileState(
  { files, noFile }: EnforcedProfile,
  path: string,
  owner: boolean,
  from?: number,
): { state: number; permissions: Permissions } {
  if (!files) return { state: deadState, permissions: noFile };
  const state = files.dfa.walkText(from ?? files.start, path);
  return { state, permissions: files.at(state, owner) };
}

/** Judges a request for file permissions. */
export function judgeFile(profile: CompiledProfile, permissions: Permissions, wanted: number): Answer {
  return judge(profile, permissions, wanted, auditable);
}

/** Scripts ask thousands of times what comes to few answers: each is worked out once and then shared, frozen. */
export function decideFile(enforced: EnforcedProfile, { path, perms, owner = false }: FileRequest): Answer {
  const { files, profile, answers } = enforced;
  const wanted = maskOf(perms);
  if (!files) return judgeFile(profile, enforced.noFile, wanted);
  const state = files.dfa.walkText(files.start, path);
  let known = answers.get(wanted);
  if (!known) {
    known = new Array<Answer | undefined>(files.dfa.states * 2);
    answers.set(wanted, known);
  }
  const place = state * 2 + (owner ? 0 : 1);
  const answer = known[place];
  if (answer) return answer;
  const fresh = Object.freeze(judgeFile(profile, files.at(state, owner), wanted));
  known[place] = fresh;
  return fresh;
}

function maskOf(perms: string): number {
  let mask = 0;
  for (let at = 0; at < perms.length; at++) mask |= letters[perms[at]!] ?? 0;
  return mask;
}

/**
 * A hard link needs its permission at the new name and, from there on, at the pair with the old one. Where the pair
 * says `subset`, the new name may not be allowed anything that the old one is not.
 */
export function decideLink(enforced: EnforcedProfile, { path, target, owner = false }: LinkRequest): Answer {
  const { profile, files } = enforced;
  const link = fileState(enforced, path, owner);
  if (!files || !(link.permissions.allow & perm.link)) return judgeFile(profile, link.permissions, perm.link);
  const pair = fileState(enforced, target, owner, files.dfa.nul(link.state)).permissions;
  if (!(pair.allow & perm.link)) return judgeFile(profile, pair, perm.link);
  const { audit, quiet, kill } = pair;
  if (!(pair.allow & perm.linkSubset))
    return judgeFile(profile, { ...link.permissions, audit, quiet, kill }, perm.link);
  const old = fileState(enforced, target, owner).permissions;
  let allow = (link.permissions.allow & (old.allow | perm.link)) >>> 0;
  // The link itself counts again where the old name has no such permission, so that its use is logged.
  let wanted = ((link.permissions.allow & ~perm.link) | (allow & ~old.allow)) >>> 0;
  if (!(wanted & ~allow) && allow & perm.exec && !sameExec(link.permissions.xindex, old.xindex)) {
    allow = (allow & ~perm.exec) >>> 0;
    wanted |= perm.exec;
  }
  const answer = judgeFile(profile, { ...link.permissions, allow, audit, quiet, kill }, wanted);
  return answer.verdict === 'allow'
    ? answer
    : { ...answer, note: 'The new name would be allowed more than the file it leads to.' };
}

/** A link may not start a program in another way, nor with an environment that the file's own name scrubs. */
function sameExec(link: number, target: number): boolean {
  const how = (xindex: number) => (xindex & ~exec.unsafe) >>> 0;
  return how(link) === how(target) && !(link & exec.unsafe && !(target & exec.unsafe));
}

/** A change of profile, at once or with the start of a program; `target` may be a stack, `&name` or `a//&b`. */
export function decideChangeProfile(
  enforced: EnforcedProfile,
  { target, exec: program }: ChangeProfileRequest,
): Answer {
  const { profile, files } = enforced;
  if (program === undefined)
    return judgeFile(profile, labelPermissions(enforced, target, perm.changeProfile), perm.changeProfile);
  const wish = judgeFile(profile, labelPermissions(enforced, target, perm.onexec), perm.onexec);
  if (wish.verdict === 'deny' || !wish.mediated || !files) return wish;
  const start = fileState(enforced, program, false);
  const permissions =
    start.permissions.allow & perm.onexec
      ? labelPermissions(enforced, target, perm.onexec, files.dfa.nul(start.state))
      : start.permissions;
  return judgeFile(profile, permissions, perm.onexec);
}

/** The whole label is matched first; where that does not do, each of its parts. */
function labelPermissions(
  enforced: EnforcedProfile,
  label: string,
  wanted: number,
  from?: number,
): Permissions {
  const whole = fileState(enforced, label, true, from);
  const allowed = ({ allow }: Permissions) => (allow & wanted) >>> 0 === wanted;
  const parts = label.split('//&');
  if (parts.length === 1 || (whole.state !== deadState && allowed(whole.permissions)))
    return whole.permissions;
  const stack = label.startsWith('&');
  let sum: Permissions | undefined;
  for (const [at, part] of parts.entries()) {
    const { state, permissions } = fileState(enforced, at > 0 && stack ? `&${part}` : part, true, from);
    if (state === deadState) return noPermissions;
    sum = sum === undefined ? permissions : both(sum, permissions);
  }
  return sum ?? noPermissions;
}

function both(a: Permissions, b: Permissions): Permissions {
  return {
    allow: (a.allow & b.allow) >>> 0,
    deny: (a.deny | b.deny) >>> 0,
    audit: (a.audit | (b.audit & b.allow)) >>> 0,
    quiet: (a.quiet & b.quiet & ~b.allow) >>> 0,
    kill: (a.kill | (b.kill & ~b.allow)) >>> 0,
    complain: (a.complain | (b.complain & ~b.allow & ~b.deny)) >>> 0,
    hide: (a.hide & b.hide & ~b.allow) >>> 0,
    prompt: (a.prompt | (b.prompt & ~b.allow & ~b.deny)) >>> 0,
    xindex: a.xindex,
  };
}
