/** Modes and flags of profiles (apparmor.d(5), “Profile Flags”). */

type Words = Readonly<Record<string, string>>;

export const modeWords: Words = {
  enforce: 'What no rule allows is refused and recorded. This is the default.',
  complain:
    'What no rule allows is recorded and let through, for trying a profile out. Plain “deny” rules are enforced all the same.',
  kill: 'What no rule allows ends the program.',
  unconfined:
    'Nothing is refused: the profile only gives the program a name that others can refer to, and rules such as userns may be granted to it.',
  prompt:
    'What no rule allows is asked of a program of the user, where the kernel can do that; else refused.',
  default_allow:
    'What no rule denies is allowed. Kernels treat it like unconfined, so that its deny rules do nothing.',
};

export const flagWords: Words = {
  audit: 'Records every access, allowed ones too.',
  debug: 'Has the kernel write more about this profile, for those who develop AppArmor.',
  attach_disconnected:
    'Takes files whose place in the file tree cannot be told for files under “/”. Programs in containers and mount namespaces may need it; rules can then reach other files than meant.',
  no_attach_disconnected: 'Refuses files whose place in the file tree cannot be told. This is the default.',
  'attach_disconnected.path':
    'As attach_disconnected, with such files under the given directory instead of “/”.',
  'attach_disconnected.ipc': 'As attach_disconnected, for names of message queues and the like.',
  chroot_relative: 'Paths count from the root directory of a program after chroot.',
  namespace_relative: 'Paths count from the root of the mount namespace. This is the default.',
  mediate_deleted: 'Files that are deleted but still open are checked by the path they had.',
  delegate_deleted: 'Files that are deleted but still open are let through where they were opened before.',
  chroot_attach: 'Files outside of a chroot are taken as if they were under its root.',
  chroot_no_attach: 'Files outside of a chroot are refused. This is the default.',
  interruptible: 'A prompt may be interrupted by a signal.',
  'kill.signal': 'Which signal ends the program in the mode kill, in place of KILL.',
  error: 'Which error the program gets when something is refused, in place of EACCES.',
};
