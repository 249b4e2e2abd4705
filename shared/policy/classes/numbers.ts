/** Numbers of the kernel's interfaces, by the words that the language uses. */

const numbered = (list: string): Readonly<Record<string, number>> =>
  Object.fromEntries(
    list
      .trim()
      .split(/\s+/)
      .map((pair) => {
        const [name, number] = pair.split('=');
        return [name!, Number(number)];
      }),
  );

const counted = (list: string): Readonly<Record<string, number>> =>
  Object.fromEntries(
    list
      .trim()
      .split(/\s+/)
      .map((name, at) => [name, at]),
  );

/** include/uapi/linux/capability.h */
export const capabilityNumbers = counted(`
  chown dac_override dac_read_search fowner fsetid kill setgid setuid setpcap linux_immutable net_bind_service
  net_broadcast net_admin net_raw ipc_lock ipc_owner sys_module sys_rawio sys_chroot sys_ptrace sys_pacct sys_admin
  sys_boot sys_nice sys_resource sys_time sys_tty_config mknod lease audit_write audit_control setfcap mac_override
  mac_admin syslog wake_alarm block_suspend audit_read perfmon bpf checkpoint_restore`);

/** include/linux/socket.h */
export const familyNumbers = numbered(`
  unspec=0 unix=1 local=1 inet=2 ax25=3 ipx=4 appletalk=5 netrom=6 bridge=7 atmpvc=8 x25=9 inet6=10 rose=11
  netbeui=13 security=14 key=15 netlink=16 packet=17 ash=18 econet=19 atmsvc=20 rds=21 sna=22 irda=23 pppox=24
  wanpipe=25 llc=26 ib=27 mpls=28 can=29 tipc=30 bluetooth=31 iucv=32 rxrpc=33 isdn=34 phonet=35 ieee802154=36
  caif=37 alg=38 nfc=39 vsock=40 kcm=41 qipcrtr=42 smc=43 xdp=44 mctp=45`);

/** include/linux/net.h */
export const typeNumbers = numbered('stream=1 dgram=2 raw=3 rdm=4 seqpacket=5 dccp=6 packet=10');

/** include/uapi/linux/in.h */
export const protocolNumbers = numbered(`
  ip=0 icmp=1 igmp=2 tcp=6 udp=17 ipv6=41 gre=47 esp=50 ah=51 icmpv6=58 ipv6-icmp=58 sctp=132 udplite=136 raw=255
  mptcp=262`);

/** How the kernel numbers signals for a policy, alike on every architecture (security/apparmor/include/sig_names.h). */
export const signalNumbers = numbered(`
  hup=1 int=2 quit=3 ill=4 trap=5 abrt=6 bus=7 fpe=8 kill=9 usr1=10 segv=11 usr2=12 pipe=13 alrm=14 term=15
  stkflt=16 chld=17 cont=18 stop=19 stp=20 tstp=20 ttin=21 ttou=22 urg=23 xcpu=24 xfsz=25 vtalrm=26 prof=27 winch=28
  io=29 poll=29 pwr=30 sys=31 emt=32 lost=33 unused=34 exists=35`);

/** Real-time signals: `rtmin+N`. */
export const realtimeSignal = 128;

/** include/uapi/linux/mount.h, by the words of mount rules. Several words may clear a flag: they are left out. */
export const mountFlagNumbers: Readonly<Record<string, number>> = {
  ro: 1,
  nosuid: 2,
  nodev: 4,
  noexec: 8,
  sync: 0x10,
  remount: 0x20,
  mand: 0x40,
  dirsync: 0x80,
  nosymfollow: 0x100,
  noatime: 0x400,
  nodiratime: 0x800,
  bind: 0x1000,
  rbind: 0x5000,
  move: 0x2000,
  rec: 0x4000,
  silent: 0x8000,
  acl: 0x10000,
  unbindable: 0x20000,
  runbindable: 0x24000,
  private: 0x40000,
  rprivate: 0x44000,
  slave: 0x80000,
  rslave: 0x84000,
  shared: 0x100000,
  rshared: 0x104000,
  relatime: 0x200000,
  iversion: 0x800000,
  strictatime: 0x1000000,
  lazytime: 0x2000000,
};

/** Mount flag words that clear a flag or stand for none. */
export const mountFlagNone: ReadonlySet<string> = new Set([
  'rw',
  'suid',
  'dev',
  'exec',
  'async',
  'nomand',
  'symfollow',
  'atime',
  'diratime',
  'noacl',
  'loud',
  'norelatime',
  'nostrictatime',
  'noiversion',
  'nolazytime',
  'user',
  'nouser',
]);

/** Permission bits (security/apparmor/include/perms.h, net.h, ipc.h). */
export const perm = {
  exec: 0x1,
  write: 0x2,
  read: 0x4,
  append: 0x8,
  create: 0x10,
  delete: 0x20,
  open: 0x40,
  rename: 0x80,
  setattr: 0x100,
  getattr: 0x200,
  chmod: 0x1000,
  chown: 0x2000,
  lock: 0x8000,
  linkSubset: 0x8000,
  mmap: 0x10000,
  link: 0x40000,
  accept: 0x100000,
  bind: 0x200000,
  listen: 0x400000,
  setopt: 0x1000000,
  getopt: 0x2000000,
  continues: 0x8000000,
  stack: 0x10000000,
  onexec: 0x20000000,
  changeProfile: 0x40000000,
  changeHat: 0x80000000,
} as const;

/** Accesses of sockets. */
export const socketAccess: Readonly<Record<string, number>> = {
  create: 0x10,
  bind: perm.bind,
  listen: perm.listen,
  accept: perm.accept,
  connect: 0x40,
  shutdown: 0x20,
  getattr: perm.getattr,
  setattr: perm.setattr,
  getopt: perm.getopt,
  setopt: perm.setopt,
  send: 0x2,
  receive: 0x4,
};
