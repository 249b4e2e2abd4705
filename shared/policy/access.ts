/** What a kernel's own file `.access` (in /sys/kernel/security/apparmor) answers for a profile, word for word. */

import { mediationClass } from './classes/types.ts';
import { deadState } from './dfa.ts';
import { classStart, type EnforcedProfile, noPermissions } from './permissions.ts';
import type { PermissionWords } from './requests.ts';
import { permissionWords, unmediatedWords } from './verdict.ts';

/**
 * Asks for the permissions after a class byte (0 to 255) and the bytes behind it, without any of the steps that hooks
 * do between. `owner` is for files: whether the one who asks is the user 0.
 */
export function access(
  enforced: EnforcedProfile,
  cls: number,
  bytes: Uint8Array,
  owner: boolean,
): PermissionWords {
  const { profile, kernel, files, classes } = enforced;
  if (profile.mode === 'unconfined') return unmediatedWords;
  if (cls === mediationClass.file) {
    const state = files ? files.dfa.walk(files.start, bytes) : deadState;
    const permissions = files && state !== deadState ? files.at(state, owner) : noPermissions;
    return permissionWords(profile, permissions);
  }
  if (!classes || classStart(enforced, cls) === deadState) return unmediatedWords;
  if (
    cls === mediationClass.dbus &&
    !kernel.dbusAlone &&
    classStart(enforced, mediationClass.networkV9) === deadState
  )
    return unmediatedWords;
  const state = classes.dfa.walk(classes.dfa.step(classes.start, cls), bytes);
  return permissionWords(profile, state === deadState ? noPermissions : classes.at(state, owner));
}
