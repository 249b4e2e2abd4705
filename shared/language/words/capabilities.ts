/** What each capability lets a process do, and what comes of it (capabilities(7)). */

export interface CapabilityWords {
  /** What it allows, as the end of “lets the program …”. */
  allows: string;
  /** `root`: enough to take over the machine. `wide`: reaches other programs' or users' things. */
  danger: 'root' | 'wide' | 'narrow';
  /** What it may cost, or when it is really needed. */
  note: string;
}

export const capabilityWords: Readonly<Record<string, CapabilityWords>> = {
  audit_control: {
    allows: 'switch the kernel’s audit on and off and change its rules',
    danger: 'wide',
    note: 'Whoever has it can stop the records that AppArmor’s own denials are written to.',
  },
  audit_read: {
    allows: 'read the audit log from the kernel',
    danger: 'wide',
    note: 'The log tells what every program and user does.',
  },
  audit_write: {
    allows: 'write records to the kernel’s audit log',
    danger: 'narrow',
    note: 'Login programs need it. It can write misleading records, and fill the log.',
  },
  block_suspend: {
    allows: 'keep the machine from going to sleep',
    danger: 'narrow',
    note: 'At worst it empties a battery.',
  },
  bpf: {
    allows: 'load BPF programs and maps into the kernel',
    danger: 'wide',
    note: 'With perfmon it reads memory of the kernel, with net_admin it sees and changes network traffic. Before Linux 5.8 the same needed sys_admin.',
  },
  checkpoint_restore: {
    allows: 'save and restore running processes',
    danger: 'wide',
    note: 'It can choose the ids of new processes and read what other processes have mapped. New in Linux 5.9.',
  },
  chown: {
    allows: 'change the owner and group of any file',
    danger: 'root',
    note: 'A file that becomes one’s own can be changed. How far it reaches depends on the file rules: chown needs “w” on the path.',
  },
  dac_override: {
    allows: 'read, write and run files whatever their owner and mode say',
    danger: 'root',
    note: 'Then only this profile’s file rules stand between the program and every file. dac_read_search is enough for reading.',
  },
  dac_read_search: {
    allows: 'read files and enter directories whatever their owner and mode say',
    danger: 'wide',
    note: 'It can read what is secret, such as /etc/shadow, where the file rules allow the path. It also opens files by handle, past their directories.',
  },
  fowner: {
    allows: 'act as owner of any file: change its mode, times and access lists',
    danger: 'root',
    note: 'Changing a mode opens a file to others. How far it reaches depends on the file rules.',
  },
  fsetid: {
    allows: 'keep or set the set-user-ID and set-group-ID bits when changing files',
    danger: 'wide',
    note: 'Installers and archivers need it. A program made set-user-ID runs as its owner.',
  },
  ipc_lock: {
    allows: 'lock memory so that it is never swapped out',
    danger: 'narrow',
    note: 'At worst it uses up the memory of the machine. Programs that hold keys and large packet buffers want it.',
  },
  ipc_owner: {
    allows: 'use System V message queues, semaphores and shared memory of any user',
    danger: 'wide',
    note: 'Few programs need it.',
  },
  kill: {
    allows: 'send signals to processes of any user',
    danger: 'narrow',
    note: 'Which ones AppArmor lets through is the matter of the signal rules.',
  },
  lease: {
    allows: 'take leases on files of other users',
    danger: 'narrow',
    note: 'File servers need it. It can hold up programs that open a file.',
  },
  linux_immutable: {
    allows: 'set and clear the immutable and append-only marks of files',
    danger: 'wide',
    note: 'It undoes a protection that administrators put on logs and settings.',
  },
  mac_admin: {
    allows: 'load, replace and remove AppArmor profiles',
    danger: 'root',
    note: 'A program with it can take off its own confinement.',
  },
  mac_override: {
    allows: 'override mandatory access control (Smack); AppArmor gives it no power of its own',
    danger: 'wide',
    note: 'Hardly any program needs it.',
  },
  mknod: {
    allows: 'create device files',
    danger: 'root',
    note: 'A device file for a disk reads and writes everything on it, past all file permissions.',
  },
  net_admin: {
    allows: 'configure the network: interfaces, addresses, routes, firewall, traffic capture settings',
    danger: 'wide',
    note: 'It can redirect traffic and switch the firewall off. Capturing packets needs net_raw, not this.',
  },
  net_bind_service: {
    allows: 'listen on ports below 1024',
    danger: 'narrow',
    note: 'Servers on ports such as 53, 80 and 443 need it when they do not run as root.',
  },
  net_broadcast: {
    allows: 'make broadcasts and listen to multicasts',
    danger: 'narrow',
    note: 'The kernel does not ask for it today.',
  },
  net_raw: {
    allows: 'use raw and packet sockets: capture traffic, and send packets of any content',
    danger: 'wide',
    note: 'It sees all traffic of the machine and can forge addresses. ping and packet capture need it.',
  },
  perfmon: {
    allows: 'measure performance and trace the kernel (perf, BPF tracing)',
    danger: 'wide',
    note: 'It can see what other programs do and read memory of the kernel. Before Linux 5.8 the same needed sys_admin.',
  },
  setfcap: {
    allows: 'give capabilities to program files',
    danger: 'root',
    note: 'A program file with capabilities passes them to whoever runs it.',
  },
  setgid: {
    allows: 'become any group, and choose the supplementary groups',
    danger: 'root',
    note: 'Groups such as shadow and disk open what is closed to others. Servers that drop root need it once at their start.',
  },
  setpcap: {
    allows: 'change its own capability sets and take capabilities out of the bounding set',
    danger: 'wide',
    note: 'Programs that give up capabilities may need it. It does not give capabilities that the process never had.',
  },
  setuid: {
    allows: 'become any user, root too',
    danger: 'root',
    note: 'Servers that drop root need it once at their start. As root, only the profile confines the program.',
  },
  sys_admin: {
    allows: 'do almost everything an administrator does: mount, change namespaces, and many more',
    danger: 'root',
    note: 'Not far from root itself. Look for the narrower capability that newer kernels have: bpf, perfmon, checkpoint_restore, syslog.',
  },
  sys_boot: {
    allows: 'reboot the machine and load another kernel to boot into',
    danger: 'root',
    note: 'Another kernel knows nothing of this profile.',
  },
  sys_chroot: {
    allows: 'change its root directory, and enter mount namespaces',
    danger: 'wide',
    note: 'Servers use it to lock themselves in. In a root directory of its own making a program may deceive set-user-ID programs.',
  },
  sys_module: {
    allows: 'load and unload kernel modules',
    danger: 'root',
    note: 'A module is code in the kernel: nothing confines it.',
  },
  sys_nice: {
    allows: 'raise the priority of any process and choose its processors',
    danger: 'narrow',
    note: 'It can starve the rest of the machine. Sound and real-time programs want it.',
  },
  sys_pacct: {
    allows: 'switch process accounting on and off',
    danger: 'narrow',
    note: 'Hardly any program needs it.',
  },
  sys_ptrace: {
    allows: 'trace processes of any user, and read and write their memory',
    danger: 'root',
    note: 'Reading other processes’ /proc entries, such as fd and environ, needs it too. The ptrace rules say which profiles it reaches.',
  },
  sys_rawio: {
    allows: 'talk to hardware directly: I/O ports, /dev/mem, raw disk commands',
    danger: 'root',
    note: 'It can read and write memory and disks past the kernel’s checks.',
  },
  sys_resource: {
    allows: 'exceed limits: disk quotas, rlimits, reserved space',
    danger: 'narrow',
    note: 'It can use up what was set aside for the system.',
  },
  sys_time: {
    allows: 'set the system’s clock',
    danger: 'wide',
    note: 'A wrong clock makes expired certificates valid again and confuses logs.',
  },
  sys_tty_config: {
    allows: 'configure terminals, and hang them up',
    danger: 'narrow',
    note: 'Login programs need it.',
  },
  syslog: {
    allows: 'read and clear the kernel’s log, and see kernel addresses',
    danger: 'wide',
    note: 'Kernel addresses help an attack on the kernel.',
  },
  wake_alarm: {
    allows: 'set timers that wake the machine up',
    danger: 'narrow',
    note: 'At worst it empties a battery.',
  },
};

export const dangerWords: Readonly<Record<CapabilityWords['danger'], string>> = {
  root: 'Dangerous: it may be enough to take over the machine.',
  wide: 'Reaches beyond the program itself.',
  narrow: 'Limited in what it can harm.',
};
