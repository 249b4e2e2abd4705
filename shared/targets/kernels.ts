/**
 * What the targets' kernels say they can mediate, told as differences: each kernel is an older one plus what it
 * gained. Debian's are facts of the kernels 6.1, 6.12 and 7.x (security/apparmor/apparmorfs.c and net.c), and equal
 * what those releases ship in /usr/share/apparmor-features/features. Ubuntu's carry patches that no mainline kernel
 * has; they are told from the abi files that AppArmor 5.0 publishes of them (4.0-ip, 5.0).
 */
import { type FeatureTree, withFeatures, withoutFeatures } from './features.ts';

const yes = 'yes';
const words = (...parts: string[]) => parts.join(' ');

const addressFamilies = words(
  'unspec unix inet ax25 ipx appletalk netrom bridge atmpvc x25 inet6 rose netbeui security key netlink packet ash',
  'econet atmsvc rds sna irda pppox wanpipe llc ib mpls can tipc bluetooth iucv rxrpc isdn phonet ieee802154 caif alg',
  'nfc vsock kcm qipcrtr smc xdp',
);
const addressFamiliesWithMctp = `${addressFamilies} mctp`;

const capabilities = words(
  'chown dac_override dac_read_search fowner fsetid kill setgid setuid setpcap linux_immutable net_bind_service',
  'net_broadcast net_admin net_raw ipc_lock ipc_owner sys_module sys_rawio sys_chroot sys_ptrace sys_pacct sys_admin',
  'sys_boot sys_nice sys_resource sys_time sys_tty_config mknod lease audit_write audit_control setfcap mac_override',
  'mac_admin syslog wake_alarm block_suspend audit_read perfmon bpf checkpoint_restore',
);
const signals = words(
  'hup int quit ill trap abrt bus fpe kill usr1 segv usr2 pipe alrm term stkflt chld cont stop stp ttin ttou urg xcpu',
  'xfsz vtalrm prof winch io pwr sys emt lost',
);
const limits = words(
  'cpu fsize data stack core rss nproc nofile memlock as locks sigpending msgqueue nice rtprio rttime',
);
const permissionWords = words(
  'allow deny subtree cond kill complain prompt audit quiet hide xindex tag label',
);

/** Debian 12's kernel. */
const linux61: FeatureTree = {
  query: { label: { multi_transaction: yes, data: yes, perms: 'allow deny audit quiet' } },
  signal: { mask: signals },
  ptrace: { mask: 'read trace' },
  caps: { mask: capabilities },
  rlimit: { mask: limits },
  capability: '0xffffff',
  namespaces: { pivot_root: 'no', profile: yes },
  mount: { mask: 'mount umount pivot_root' },
  network_v8: { af_mask: addressFamilies },
  file: { mask: 'create read write exec append mmap_exec link lock' },
  domain: {
    version: '1.2',
    attach_conditions: { xattr: yes },
    computed_longest_left: yes,
    post_nnp_subset: yes,
    fix_binfmt_elf_mmap: yes,
    stack: yes,
    change_profile: yes,
    change_onexec: yes,
    change_hatv: yes,
    change_hat: yes,
  },
  policy: { outofband: '0x000001', set_load: yes, versions: { v5: yes, v6: yes, v7: yes, v8: yes } },
};

/** Debian 13's kernel. */
const linux612 = withFeatures(linux61, {
  'domain/disconnected.path': yes,
  'io_uring/mask': 'sqpoll override_creds',
  'mount/move_mount': 'detached',
  'namespaces/mask': 'userns_create',
  'network_v8/af_mask': addressFamiliesWithMctp,
  'policy/permstable32': permissionWords,
  'policy/permstable32_version': '0x000001',
  'policy/unconfined_restrictions/change_profile': yes,
  'policy/versions/v9': yes,
});

/** Debian unstable's kernel. */
const linux7 = withFeatures(linux612, {
  'caps/extended': yes,
  'dbus/mask': 'acquire send receive',
  'domain/kill.signal': yes,
  'domain/unconfined_allowed_children': yes,
  'network_v9/af_mask': addressFamiliesWithMctp,
  'network_v9/af_unix': yes,
  'policy/permstable32_version': '0x000003',
  'policy/state32': '0x000001',
});

/** Ubuntu 26.04's kernel, as abi/5.0 tells it: with mediation of addresses and ports, message queues and more. */
const ubuntu2604 = withFeatures(linux7, {
  'domain/disconnected.ipc': yes,
  'domain/interruptible': yes,
  'ipc/posix_mqueue': 'create read write open delete setattr getattr label',
  'namespaces/userns_create': 'pciu&',
  'network/af_mask': addressFamiliesWithMctp,
  'network/af_unix': yes,
  'network_v8/af_inet': yes,
  'policy/metadata_tagging_version': '0x000001',
  'policy/notify/user': 'file tags',
  'policy/notify_versions/v3': yes,
  'policy/notify_versions/v5': yes,
  'policy/unconfined_restrictions/io_uring': '1',
  'policy/unconfined_restrictions/userns': '1',
});

/** Ubuntu 24.04's kernel, as abi/4.0-ip tells it. */
const ubuntu2404 = withFeatures(
  withoutFeatures(linux612, [
    'domain/disconnected.path',
    'io_uring',
    'mount/move_mount',
    'policy/unconfined_restrictions',
  ]),
  {
    'dbus/mask': 'acquire send receive',
    'ipc/posix_mqueue': 'create read write open delete setattr getattr',
    'network/af_mask': addressFamiliesWithMctp,
    'network/af_unix': yes,
    'network_v8/af_inet': yes,
    'policy/permstable32_version': '0x000002',
  },
);

/**
 * Ubuntu 22.04's kernel, 5.15: dbus and abstract unix sockets are mediated; addresses and ports, user namespaces,
 * io_uring and message queues are not yet, and permissions are still packed the old way.
 */
const ubuntu2204 = withFeatures(
  withoutFeatures(ubuntu2404, [
    'ipc',
    'namespaces/mask',
    'network_v8/af_inet',
    'policy/outofband',
    'policy/permstable32',
    'policy/permstable32_version',
    'policy/versions/v9',
  ]),
  {},
);

export const kernelFeatures = { linux61, linux612, linux7, ubuntu2204, ubuntu2404, ubuntu2604 };
