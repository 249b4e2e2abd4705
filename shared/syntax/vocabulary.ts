/** The words of the language, as data (apparmor.d(5), capabilities(7), signal(7), mount(8), setrlimit(2)). */

const words = (list: string): ReadonlySet<string> => new Set(list.trim().split(/\s+/));

export const capabilities = words(`
  audit_control audit_read audit_write block_suspend bpf checkpoint_restore chown dac_override dac_read_search
  fowner fsetid ipc_lock ipc_owner kill lease linux_immutable mac_admin mac_override mknod net_admin
  net_bind_service net_broadcast net_raw perfmon setfcap setgid setpcap setuid syslog sys_admin sys_boot
  sys_chroot sys_module sys_nice sys_pacct sys_ptrace sys_rawio sys_resource sys_time sys_tty_config wake_alarm`);

export const networkFamilies = words(`
  unspec unix inet ax25 ipx appletalk netrom bridge atmpvc x25 inet6 rose netbeui security key netlink packet
  ash econet atmsvc rds sna irda pppox wanpipe llc ib mpls can tipc bluetooth iucv rxrpc isdn phonet ieee802154
  caif alg nfc vsock kcm qipcrtr smc xdp mctp`);

export const networkTypes = words('stream dgram seqpacket rdm raw packet');

/** `type=` of unix rules knows these besides, although no unix socket has them. */
export const unixTypes: ReadonlySet<string> = new Set([...networkTypes, 'none', 'dccp']);

export const networkProtocols = words('tcp udp icmp');

/** Accesses of network rules; `localOnly` cannot be combined with conditions on the peer. */
export const networkAccess = words(
  'r w rw wr read write create bind listen accept connect shutdown getattr setattr getopt setopt send receive',
);
export const networkLocalOnly = words('create bind listen shutdown getattr setattr getopt setopt');

export const accessWords = {
  unix: networkAccess,
  dbus: words('r w rw wr read write send receive bind eavesdrop'),
  signal: words('r w rw wr read write send receive'),
  ptrace: words('r w rw wr read write trace tracedby readby'),
  mqueue: words('r w rw wr read write create open delete getattr setattr'),
  io_uring: words('sqpoll override_creds'),
  userns: words('create'),
} as const;

export const conditionWords = {
  unix: words('type addr'),
  unixPeer: words('addr label'),
  dbus: words('bus path interface member name'),
  dbusPeer: words('name label bus path interface member'),
  signal: words('set peer'),
  ptrace: words('peer'),
  mqueue: words('type label'),
  io_uring: words('label'),
  network: words('ip port interface label'),
  networkPeer: words('ip port label'),
  mount: words('options option fstype vfstype'),
  pivot_root: words('oldroot'),
} as const;

export const signals = words(`
  hup int quit ill trap abrt bus fpe kill usr1 segv usr2 pipe alrm term stkflt chld cont stop stp ttin ttou urg
  xcpu xfsz vtalrm prof winch io poll pwr sys emt exists tstp`);

/** A signal by name, or a real-time signal `rtmin+N`. */
export function isSignal(name: string): boolean {
  const realtime = /^rtmin\+(?![+]?-)[+]?(\d*)/.exec(name);
  return realtime ? Number(realtime[1]) <= 32 : signals.has(name);
}

export const profileModes = words('enforce complain kill unconfined prompt default_allow');

export const profileFlags = words(`
  audit debug attach_disconnected no_attach_disconnected attach_disconnected.ipc chroot_relative
  namespace_relative mediate_deleted delegate_deleted chroot_attach chroot_no_attach interruptible`);

/** Errors that `error=` can name, as errno(3) has them. */
export const errorNames = words(`
  E2BIG EACCES EADDRINUSE EADDRNOTAVAIL EADV EAFNOSUPPORT EAGAIN EALREADY EBADE EBADF EBADFD EBADMSG EBADR EBADRQC
  EBADSLT EBFONT EBUSY ECANCELED ECHILD ECHRNG ECOMM ECONNABORTED ECONNREFUSED ECONNRESET EDEADLK EDEADLOCK
  EDESTADDRREQ EDOM EDOTDOT EDQUOT EEXIST EFAULT EFBIG EHOSTDOWN EHOSTUNREACH EHWPOISON EIDRM EILSEQ EINPROGRESS
  EINTR EINVAL EIO EISCONN EISDIR EISNAM EKEYEXPIRED EKEYREJECTED EKEYREVOKED EL2HLT EL2NSYNC EL3HLT EL3RST ELIBACC
  ELIBBAD ELIBEXEC ELIBMAX ELIBSCN ELNRNG ELOOP EMEDIUMTYPE EMFILE EMLINK EMSGSIZE EMULTIHOP ENAMETOOLONG ENAVAIL
  ENETDOWN ENETRESET ENETUNREACH ENFILE ENOANO ENOBUFS ENOCSI ENODATA ENODEV ENOENT ENOEXEC ENOKEY ENOLCK ENOLINK
  ENOMEDIUM ENOMEM ENOMSG ENONET ENOPKG ENOPROTOOPT ENOSPC ENOSR ENOSTR ENOSYS ENOTBLK ENOTCONN ENOTDIR ENOTEMPTY
  ENOTNAM ENOTRECOVERABLE ENOTSOCK ENOTSUP ENOTTY ENOTUNIQ ENXIO EOPNOTSUPP EOVERFLOW EOWNERDEAD EPERM EPFNOSUPPORT
  EPIPE EPROTO EPROTONOSUPPORT EPROTOTYPE ERANGE EREMCHG EREMOTE EREMOTEIO ERESTART ERFKILL EROFS ESHUTDOWN
  ESOCKTNOSUPPORT ESPIPE ESRCH ESRMNT ESTALE ESTRPIPE ETIME ETIMEDOUT ETOOMANYREFS ETXTBSY EUCLEAN EUNATCH EUSERS
  EWOULDBLOCK EXDEV EXFULL`);

/** Flags with a value, by the name before `=`. */
export const valuedFlags = words('kill.signal error attach_disconnected.path attach_disconnected.ipc');

/** Options of mount(8) by the flag they set, in all spellings; those in `no` clear it (parser/mount.cc). */
export const mountFlags: readonly {
  set: readonly string[];
  no?: readonly string[];
  /** Does something else than mounting, so that it stands for its own kind of rule. */
  command?: 'remount' | 'bind' | 'move' | 'propagation';
}[] = [
  { set: ['ro', 'r', 'read-only'], no: ['rw', 'w'] },
  { set: ['nosuid'], no: ['suid'] },
  { set: ['nodev'], no: ['dev'] },
  { set: ['noexec'], no: ['exec'] },
  { set: ['sync'], no: ['async'] },
  { set: ['remount'], command: 'remount' },
  { set: ['mand'], no: ['nomand'] },
  { set: ['dirsync'] },
  { set: ['nosymfollow'], no: ['symfollow'] },
  { set: ['noatime'], no: ['atime'] },
  { set: ['nodiratime'], no: ['diratime'] },
  { set: ['bind', 'B', 'rbind', 'R'], command: 'bind' },
  { set: ['move', 'M'], command: 'move' },
  { set: ['verbose', 'silent'], no: ['loud'] },
  { set: ['acl'], no: ['noacl'] },
  {
    set: `unbindable make-unbindable runbindable make-runbindable private make-private rprivate make-rprivate slave
      make-slave rslave make-rslave shared make-shared rshared make-rshared`.split(/\s+/),
    command: 'propagation',
  },
  { set: ['relatime'], no: ['norelatime'] },
  { set: ['iversion'], no: ['noiversion'] },
  { set: ['strictatime'], no: ['nostrictatime'] },
  { set: ['lazytime'], no: ['nolazytime'] },
  { set: ['nouser'], no: ['user'] },
];

export const mountOptions: ReadonlySet<string> = new Set(
  mountFlags.flatMap(({ set, no = [] }) => [...set, ...no]),
);

export const rlimits: Readonly<Record<string, 'number' | 'size' | 'time' | 'microseconds' | 'nice'>> = {
  cpu: 'time',
  fsize: 'size',
  data: 'size',
  stack: 'size',
  core: 'size',
  rss: 'size',
  nofile: 'number',
  ofile: 'number',
  as: 'size',
  nproc: 'number',
  memlock: 'size',
  locks: 'number',
  sigpending: 'number',
  msgqueue: 'size',
  nice: 'nice',
  rtprio: 'number',
  rttime: 'microseconds',
};

const microsecond = 1;
const second = 1e6;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

/** Units of limits: bytes, and microseconds. */
export const limitUnits: Readonly<Record<'size' | 'time', Readonly<Record<string, number>>>> = {
  size: { K: 2 ** 10, KB: 2 ** 10, M: 2 ** 20, MB: 2 ** 20, G: 2 ** 30, GB: 2 ** 30 },
  time: {
    us: microsecond,
    microsecond,
    microseconds: microsecond,
    ms: 1000,
    millisecond: 1000,
    milliseconds: 1000,
    s: second,
    sec: second,
    second,
    seconds: second,
    min: minute,
    minute,
    minutes: minute,
    h: hour,
    hour,
    hours: hour,
    d: day,
    day,
    days: day,
    week: 7 * day,
    weeks: 7 * day,
  },
};

/** Words with a meaning of their own, which cannot be paths (parser/parser_misc.c). */
export const keywords = words(`
  network unix capability if else not defined change_profile unsafe safe link owner user other subset audit deny
  allow prompt set rlimit alias rewrite ptrace file mount remount umount unmount pivot_root in dbus signal send
  receive bind read write eavesdrop peer trace tracedby readby abi userns mqueue delete open io_uring
  override_creds sqpoll all priority and or profile hat include`);

/** Words that begin a rule, besides paths. */
export const ruleWords = words(`
  file link capability network unix dbus signal ptrace mount remount umount unmount pivot_root change_profile set
  userns mqueue io_uring all`);
