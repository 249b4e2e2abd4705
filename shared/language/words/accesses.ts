/** Accesses and conditions of the rules that are neither for files nor for the network (apparmor.d(5)). */

type Words = Readonly<Record<string, string>>;

export const signalAccessWords: Words = {
  send: 'send signals to the peer',
  receive: 'receive signals from the peer',
  r: 'receive',
  w: 'send',
  rw: 'send and receive',
  wr: 'send and receive',
  read: 'receive',
  write: 'send',
};

export const ptraceAccessWords: Words = {
  trace: 'debug the peer: stop it, read and change its memory',
  tracedby: 'be debugged by the peer',
  read: 'read what /proc tells of the peer, such as environ, fd and maps',
  readby: 'have the peer read what /proc tells of this program',
  r: 'read',
  w: 'trace',
  rw: 'read and trace',
  wr: 'read and trace',
  write: 'trace',
};

export const dbusAccessWords: Words = {
  send: 'send messages, to call methods and emit signals',
  receive: 'receive messages',
  bind: 'take a name on the bus',
  eavesdrop: 'read all messages of the bus',
  r: 'receive',
  w: 'send',
  rw: 'send and receive',
  wr: 'send and receive',
  read: 'receive',
  write: 'send',
};

export const mqueueAccessWords: Words = {
  create: 'make a queue',
  open: 'open a queue',
  read: 'take messages out',
  write: 'put messages in',
  delete: 'remove a queue',
  getattr: 'ask for a queue’s attributes',
  setattr: 'change a queue’s attributes',
  r: 'take messages out',
  w: 'put messages in',
  rw: 'both',
  wr: 'both',
};

export const ioUringAccessWords: Words = {
  sqpoll: 'have the kernel poll for requests with a thread of its own',
  override_creds: 'run requests with the rights of another who registered them',
};

export const usernsAccessWords: Words = {
  create: 'make a user namespace, in which the program is root of its own',
};

/** Conditions of each kind of rule; what holds for the other end stands under `peer`. */
export const conditionTexts = {
  unix: { type: 'kind of socket', addr: 'address of this end: @name, none or auto' },
  unixPeer: { addr: 'address of the other end: @name or none', label: 'profile of the other end' },
  dbus: {
    bus: 'which bus: system, session or an address',
    path: 'object path, such as /org/freedesktop/DBus',
    interface: 'interface of the message',
    member: 'method or signal',
    name: 'name to take on the bus, with bind',
  },
  dbusPeer: { name: 'name of the other end on the bus', label: 'profile of the other end' },
  signal: { set: 'which signals', peer: 'profile of the other process' },
  ptrace: { peer: 'profile of the other process' },
  mqueue: { type: 'posix or sysv', label: 'label of the queue' },
  io_uring: { label: 'profile whose rights are taken' },
  network: {
    ip: 'address of this end',
    port: 'port of this end: a number or a range 1000-2000',
    interface: 'network interface',
    label: 'label of the packets',
  },
  networkPeer: {
    ip: 'address of the other end',
    port: 'port of the other end',
    label: 'profile of the other end',
  },
  mount: {
    options: 'options that the mount must have (=) or may have (in)',
    fstype: 'kind of file system',
  },
  pivot_root: { oldroot: 'where the old root is put' },
} as const satisfies Readonly<Record<string, Words>>;

/** Options of mount(8). */
export const mountOptionWords: Words = {
  ro: 'read-only',
  rw: 'readable and writable',
  nosuid: 'set-user-ID bits do nothing',
  suid: 'set-user-ID bits count',
  nodev: 'device files do nothing',
  dev: 'device files count',
  noexec: 'no program can be run from it',
  exec: 'programs can be run from it',
  sync: 'written at once',
  async: 'written later',
  remount: 'change a mount that is there',
  mand: 'mandatory locks',
  nomand: 'no mandatory locks',
  dirsync: 'directories written at once',
  nosymfollow: 'symbolic links are not followed',
  symfollow: 'symbolic links are followed',
  noatime: 'access times are not kept',
  atime: 'access times are kept',
  nodiratime: 'access times of directories are not kept',
  diratime: 'access times of directories are kept',
  bind: 'show a directory at a second place',
  rbind: 'as bind, with what is mounted below',
  move: 'move a mount to another place',
  silent: 'some messages are left out',
  loud: 'all messages',
  acl: 'access lists count',
  noacl: 'access lists do not count',
  unbindable: 'cannot be bound elsewhere',
  private: 'mounts below it are not passed on',
  slave: 'mounts below it come in, but do not go out',
  shared: 'mounts below it are passed on both ways',
  runbindable: 'as unbindable, with all below',
  rprivate: 'as private, with all below',
  rslave: 'as slave, with all below',
  rshared: 'as shared, with all below',
  relatime: 'access times are kept now and then',
  norelatime: 'the opposite of relatime',
  iversion: 'changes are counted',
  noiversion: 'changes are not counted',
  strictatime: 'access times are kept always',
  nostrictatime: 'the opposite of strictatime',
  lazytime: 'times are written later',
  nolazytime: 'the opposite of lazytime',
  user: 'every user may mount it',
  nouser: 'only root may mount it',
};
