/** From permissions to an answer: modes, explicit denials, and what is logged (security/apparmor/lib.c, file.c). */
import type { CompiledProfile, Permissions } from './profile.ts';
import type { Answer, PermissionWords } from './requests.ts';

const all = 0xffffffff;

/** The kernel does not ask the policy. Such words leave those of other profiles as they are. */
export const unmediatedWords: Readonly<PermissionWords> = { allow: all, deny: 0, audit: 0, quiet: all };

/** The answer where the kernel does not ask; `note` says why, in a sentence. */
export function unmediated(note?: string): Answer {
  return {
    verdict: 'allow',
    mediated: false,
    explicitDeny: false,
    audit: false,
    quiet: false,
    perms: unmediatedWords,
    ...(note === undefined ? {} : { note }),
  };
}

/** Permissions as the kernel's `.access` file prints them. */
export function permissionWords({ auditAll }: CompiledProfile, permissions: Permissions): PermissionWords {
  const { allow, deny } = permissions;
  const audit = auditAll ? all : permissions.audit;
  const quiet = auditAll ? 0 : permissions.quiet;
  return {
    allow: (allow & ~deny) >>> 0,
    deny,
    audit: (audit & allow) >>> 0,
    quiet: (quiet & ~allow) >>> 0,
  };
}

/**
 * Judges a request for the wanted permissions. In complain mode a denial is let pass and logged, but one that every
 * `deny` rule made quiet stays a denial: the kernel drops quiet bits first, and with none left it answers at once.
 * flags=(audit) takes quiet away, so that then all is let pass.
 */
export function judge(
  profile: CompiledProfile,
  permissions: Permissions,
  wanted: number,
  /** Permissions whose use flags=(audit) logs. */
  auditable: number = all,
): Answer {
  if (profile.mode === 'unconfined')
    return unmediated('The profile is unconfined: its rules are not enforced.');
  const perms = permissionWords(profile, permissions);
  const denied = wanted & ~perms.allow;
  if (denied === 0)
    return {
      verdict: 'allow',
      mediated: true,
      explicitDeny: false,
      audit: (wanted & perms.audit & (profile.auditAll ? auditable : all)) !== 0,
      quiet: false,
      perms,
    };
  // A plain deny is packed as quiet; `audit deny` leaves no trace but the missing permission.
  const explicitDeny = (denied & (permissions.quiet | permissions.deny)) !== 0;
  const loud = denied & ~perms.quiet;
  if (loud === 0) return { verdict: 'deny', mediated: true, explicitDeny, audit: false, quiet: true, perms };
  const passes = profile.mode === 'complain' || (denied & ~permissions.complain) === 0;
  return {
    verdict: passes ? 'allow' : 'deny',
    mediated: true,
    explicitDeny,
    audit: true,
    quiet: false,
    perms,
    ...(passes ? { complain: true as const } : {}),
    ...modeNote(profile, passes),
  };
}

function modeNote({ mode }: CompiledProfile, passes: boolean): { note?: string } {
  if (mode === 'kill') return { note: 'The process is killed.' };
  if (mode === 'prompt' && !passes) return { note: 'A program that answers prompts may allow it.' };
  return {};
}
