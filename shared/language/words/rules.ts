/** The kinds of rules and statements, for whoever meets them the first time (apparmor.d(5)). */

export interface RuleWords {
  /** A few words, as in a list. */
  detail: string;
  /** A sentence or two. */
  note: string;
  /** What to write; `$0` is where the caret goes. */
  snippet: string;
  /** An example. */
  example: string;
}

/** What may stand between the braces of a profile. */
export const ruleWords: Readonly<Record<string, RuleWords>> = {
  file: {
    detail: 'access to files',
    note: 'The word file may be left out: a path and permissions are enough. “file,” alone allows every file.',
    snippet: 'file $0,',
    example: '/etc/hosts r,',
  },
  capability: {
    detail: 'a power of the superuser',
    note: 'Allows parts of what only root may do. Without a name it allows all of them.',
    snippet: 'capability $0,',
    example: 'capability net_bind_service,',
  },
  network: {
    detail: 'sockets by family and type',
    note: 'Which sockets the program may make and use. Without a family it allows all of them.',
    snippet: 'network $0,',
    example: 'network inet stream,',
  },
  unix: {
    detail: 'unix sockets, more exactly',
    note: 'Unix sockets by type, address and the profile of the other end, where the kernel can tell them apart.',
    snippet: 'unix $0,',
    example: 'unix (send, receive) type=stream peer=(label=@{profile_name}),',
  },
  dbus: {
    detail: 'messages on D-Bus',
    note: 'Which messages the program may send and receive on D-Bus, and which names it may take there.',
    snippet: 'dbus $0,',
    example: 'dbus send bus=system interface=org.freedesktop.DBus peer=(name=org.freedesktop.DBus),',
  },
  signal: {
    detail: 'signals to and from others',
    note: 'Both ends must allow it: the sender’s profile “send”, the receiver’s “receive”.',
    snippet: 'signal $0,',
    example: 'signal (send) set=(term, kill) peer=@{profile_name},',
  },
  ptrace: {
    detail: 'debugging and looking into others',
    note: 'Debugging other processes and reading what /proc tells of them. Both ends must allow it.',
    snippet: 'ptrace $0,',
    example: 'ptrace (read) peer=@{profile_name},',
  },
  mount: {
    detail: 'mounting file systems',
    note: 'Which file systems may be mounted where. The program needs the capability sys_admin too.',
    snippet: 'mount $0,',
    example: 'mount fstype=tmpfs tmpfs -> /run/app/,',
  },
  remount: {
    detail: 'changing the options of a mount',
    note: 'The program needs the capability sys_admin too.',
    snippet: 'remount $0,',
    example: 'remount options=(ro) /mnt/,',
  },
  umount: {
    detail: 'taking mounts away',
    note: 'The program needs the capability sys_admin too.',
    snippet: 'umount $0,',
    example: 'umount /mnt/,',
  },
  pivot_root: {
    detail: 'putting another file tree at /',
    note: 'Used by container programs. The program needs the capability sys_admin too.',
    snippet: 'pivot_root $0,',
    example: 'pivot_root oldroot=/new/old/ /new/,',
  },
  link: {
    detail: 'hard links, with their target',
    note: 'Allows to make a hard link of a name to a file. With “subset” the link may not be allowed more than the file.',
    snippet: 'link $0,',
    example: 'link /var/lib/app/* -> /var/lib/app/**,',
  },
  change_profile: {
    detail: 'going over to another profile',
    note: 'Allows the program itself to ask for another profile, for now or for the next program that it starts.',
    snippet: 'change_profile -> $0,',
    example: 'change_profile -> app//worker,',
  },
  userns: {
    detail: 'user namespaces',
    note: 'Allows to make user namespaces, in which an ordinary user is root of its own: sandboxes need it, and attacks on the kernel like it.',
    snippet: 'userns,',
    example: 'userns create,',
  },
  mqueue: {
    detail: 'message queues',
    note: 'POSIX queues have a name that starts with a slash, System V queues a number.',
    snippet: 'mqueue $0,',
    example: 'mqueue (create, open, read) type=posix /app,',
  },
  io_uring: {
    detail: 'io_uring with special rights',
    note: 'Ordinary use of io_uring needs no rule: only these two powers do.',
    snippet: 'io_uring $0,',
    example: 'io_uring sqpoll,',
  },
  set: {
    detail: 'a limit (rlimit)',
    note: 'Limits what the program may use, as ulimit does. It takes effect when the profile does.',
    snippet: 'set rlimit $0,',
    example: 'set rlimit nofile <= 1024,',
  },
  all: {
    detail: 'everything',
    note: 'Allows everything that AppArmor mediates; deny rules then take something away. Needs apparmor_parser 4.0.',
    snippet: 'all,',
    example: 'all,',
  },
};

/** What may stand before a rule. */
export const prefixWords: Readonly<Record<string, RuleWords>> = {
  audit: {
    detail: 'record it',
    note: 'Records each use of the rule, although it is allowed; with deny, records the refusal, which a plain deny does not.',
    snippet: 'audit $0',
    example: 'audit /etc/shadow r,',
  },
  allow: {
    detail: 'allow, as without a word',
    note: 'The same as writing nothing.',
    snippet: 'allow $0',
    example: 'allow /etc/hosts r,',
  },
  deny: {
    detail: 'refuse it, whatever else allows it',
    note: 'Wins over every rule of the same priority that allows the same, and is not recorded. It is enforced in complain mode too.',
    snippet: 'deny $0',
    example: 'deny /etc/shadow r,',
  },
  prompt: {
    detail: 'ask the user',
    note: 'Has a program of the user asked, where the kernel can do that.',
    snippet: 'prompt $0',
    example: 'prompt owner @{HOME}/** rw,',
  },
  owner: {
    detail: 'only one’s own files',
    note: 'Holds only where the file belongs to the user that the program runs as. Under sudo that is root.',
    snippet: 'owner $0',
    example: 'owner @{HOME}/.config/app/** rw,',
  },
  other: {
    detail: 'only files of others',
    note: 'Holds only where the file belongs to somebody else than the user that the program runs as.',
    snippet: 'other $0',
    example: 'other /tmp/** r,',
  },
  priority: {
    detail: 'before or after other rules',
    note: 'A rule of higher priority wins over those below it, deny rules too. Without a word it is 0. Needs apparmor_parser 4.1.',
    snippet: 'priority=$0',
    example: 'priority=1 allow /etc/hosts r,',
  },
};

/** What is no rule, in a profile or before the first one. */
export const statementWords: Readonly<Record<string, RuleWords>> = {
  include: {
    detail: 'rules of another file',
    note: 'Reads another file in this place: abstractions, tunables, local additions. “if exists” takes none for no error.',
    snippet: 'include <$0>',
    example: 'include <abstractions/base>',
  },
  abi: {
    detail: 'which features the text is written for',
    note: 'Names the features of AppArmor that the text is written for. What a kernel has beyond them is not mediated; without it an old set counts.',
    snippet: 'abi <abi/$0>,',
    example: 'abi <abi/4.0>,',
  },
  profile: {
    detail: 'a profile: rules for a program',
    note: 'A name, the programs it is attached to, and rules between braces. Inside another profile it is a child of that one.',
    snippet: 'profile $0 {\n}',
    example: 'profile app /usr/bin/app {',
  },
  hat: {
    detail: 'a hat: a profile to change into for a while',
    note: 'A program goes into a hat by itself, with change_hat, and may come back out of it.',
    snippet: 'hat $0 {\n}',
    example: 'hat untrusted {',
  },
  if: {
    detail: 'rules under a condition',
    note: 'The rules count where the condition holds when the text is compiled.',
    snippet: 'if $0 {\n}',
    example: 'if defined @{NAME} {',
  },
  alias: {
    detail: 'one path for another',
    note: 'Each rule for paths below the first counts for the second too, as if it were written twice.',
    snippet: 'alias $0 -> ,',
    example: 'alias /home/ -> /srv/home/,',
  },
};
