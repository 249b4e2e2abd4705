/** The words of the language, as data (apparmor.d(5), capabilities(7), signal(7), mount(8), setrlimit(2)). */

const words = (list: string): ReadonlySet<string> => new Set(list.trim().split(/\s+/));

export const capabilities = words(`
  audit_control audit_read audit_write block_suspend bpf checkpoint_restore chown dac_override dac_read_search
  fowner fsetid ipc_lock ipc_owner kill lease linux_immutable mac_admin mac_override mknod net_admin
  net_bind_service net_broadcast net_raw perfmon setfcap setgid setpcap setuid syslog sys_admin sys_boot
  sys_chroot sys_module sys_nice sys_pacct sys_ptrace sys_rawio sys_resource sys_time sys_tty_config wake_alarm`);

export const networkFamilies = words(`
  unspec unix local inet ax25 ipx appletalk netrom bridge atmpvc x25 inet6 rose netbeui security key netlink packet
  ash econet atmsvc rds sna irda pppox wanpipe llc ib mpls can tipc bluetooth iucv rxrpc isdn phonet ieee802154
  caif alg nfc vsock kcm qipcrtr smc xdp mctp`);

export const networkTypes = words('stream dgram seqpacket rdm raw packet dccp');

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
  unix: words('type protocol addr label attr opt'),
  unixPeer: words('addr label'),
  dbus: words('bus path interface member name'),
  dbusPeer: words('name label'),
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
  xcpu xfsz vtalrm prof winch io pwr sys emt lost exists tstp`);

export const profileModes = words('enforce complain kill unconfined prompt default_allow');

export const profileFlags = words(`
  audit debug hat attach_disconnected no_attach_disconnected attach_disconnected.ipc chroot_relative
  namespace_relative mediate_deleted delegate_deleted chroot_attach chroot_no_attach interruptible`);

/** Flags with a value, by the name before `=`. */
export const valuedFlags = words('kill.signal error attach_disconnected.path attach_disconnected.ipc');

export const mountOptions = words(`
  ro r read-only rw w suid nosuid dev nodev exec noexec sync async remount mand nomand dirsync dirsync atime noatime
  diratime nodiratime bind B move M rbind R verbose silent loud acl noacl unbindable make-unbindable runbindable
  make-runbindable private make-private rprivate make-rprivate slave make-slave rslave make-rslave shared
  make-shared rshared make-rshared relatime norelatime iversion noiversion strictatime nostrictatime lazytime
  nolazytime user nouser symfollow nosymfollow`);

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

/** Words that begin a rule, besides paths. */
export const ruleWords = words(`
  file link capability network unix dbus signal ptrace mount remount umount unmount pivot_root change_profile set
  userns mqueue io_uring all`);

/** Exec modes, as they may stand in permissions. Upper case scrubs the environment. */
export const execModes = words(`
  x ix ux Ux px Px cx Cx pix Pix cix Cix pux PUx cux CUx pUx Pux cUx Cux`);
