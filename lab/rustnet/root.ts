/** The root directory of the machine that rustnet runs in: a release's own programs, a user, and rustnet as its package puts it. */
import { lstatSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { type CpioEntry, cpioArchive } from '../cpio.ts';
import { file, moduleEntries, withParents } from '../initramfs.ts';
import type { KernelFiles } from '../packages.ts';
import { byTcp, cityDatabase, hosts, interfaces } from './internet.ts';

/** What is fetched from a release, with all that it needs. */
export const userLandPackages = {
  names: [
    'base-files',
    'busybox-static',
    'perl-base',
    'dash',
    'sudo',
    'apparmor',
    'iproute2',
    'netcat-openbsd',
    'libcap2-bin',
    // What rustnet's own package depends on.
    'libpcap0.8',
    'libelf1',
    'zlib1g',
    'libgcc-s1',
  ],
  // systemd itself is not run; its socket is answered by guest/resolved.
  alone: ['libnss-resolve'],
};

/** Not needed, and large or many. */
const leftOut =
  /^(?:usr\/share\/(?:doc|man|locale|perl5|bash-completion|lintian|bug|info|common-licenses|zoneinfo)|usr\/lib\/x86_64-linux-gnu\/(?:gconv|ossl-modules|engines-3)|etc\/systemd|lib\/systemd|usr\/lib\/systemd)(?:\/|$)/;

const merged = ['bin', 'sbin', 'lib', 'lib64'];

const busybox =
  'timeout cat ls mkdir mount chmod chown hostname sleep id env touch rm cp mv grep head tail wc dd date ps dmesg stat sysctl ln cut sed sync od tr true pwd whoami'.split(
    ' ',
  );

/** Devices and dummies that are modules in Debian's kernels. */
const kernelModules = ['veth', 'dummy'];

export interface RootOptions {
  kernel: KernelFiles;
  /** The directory that `userLand` fetched. */
  userLand: string;
  /** The binary. */
  rustnet: string;
}

/** The archive to boot with. */
export function rustnetRoot({ kernel, userLand, rustnet }: RootOptions): Uint8Array {
  const lab = join(import.meta.dirname, '../guest');
  const own = join(import.meta.dirname, 'guest');
  const directories = [
    'dev',
    'proc',
    'sys',
    'tmp',
    'var/tmp',
    'root',
    'run',
    'modules',
    'lab',
    'home/ada/work',
  ];
  const entries: CpioEntry[] = [
    ...directories.map(directory),
    ...merged.flatMap((name): CpioEntry[] => [
      directory(`usr/${name}`),
      { path: name, type: 'link', target: `usr/${name}` },
    ]),
    { path: 'dev/console', type: 'character', mode: 0o600, major: 5, minor: 1 },
    ...copied(userLand, ''),
    ...busybox.map((name): CpioEntry => ({ path: `usr/bin/${name}`, type: 'link', target: 'busybox' })),
    // Its package leaves the name to update-alternatives.
    { path: 'usr/bin/nc', type: 'link', target: 'nc.openbsd' },
    file('init', 0o755, join(lab, 'init')),
    file('agent', 0o755, join(lab, 'agent')),
    file('deeds', 0o644, join(lab, 'deeds')),
    file('setup', 0o755, join(own, 'setup')),
    ...readdirSync(own).map((name) => file(`lab/${name}`, 0o755, join(own, name))),
    file('usr/bin/rustnet', 0o755, rustnet),
    ...moduleEntries(kernel, kernelModules),
    { path: 'usr/share/GeoIP/GeoLite2-City.mmdb', type: 'file', mode: 0o644, data: cityDatabase() },
    ...Object.entries(texts).map(
      ([path, text]): CpioEntry => ({ path, type: 'file', mode: 0o644, data: Buffer.from(text) }),
    ),
  ];
  return cpioArchive(withParents(lastOfEach(entries)));
}

const directory = (path: string): CpioEntry => ({ path, type: 'directory', mode: 0o755 });

/** What is listed later takes the place of what is listed before. */
function lastOfEach(entries: CpioEntry[]): CpioEntry[] {
  const last = new Map(entries.map((entry, index) => [entry.path, index]));
  return entries.filter((entry, index) => last.get(entry.path) === index);
}

function copied(root: string, path: string): CpioEntry[] {
  return readdirSync(join(root, path)).flatMap((name) => {
    const inside = path ? `${path}/${name}` : name;
    if (leftOut.test(inside) || inside === 'lab.json') return [];
    const from = join(root, inside);
    const found = lstatSync(from);
    const to = merged.includes(inside.split('/')[0]!) ? `usr/${inside}` : inside;
    if (found.isSymbolicLink())
      return merged.includes(inside) ? [] : [{ path: to, type: 'link', target: readlinkSync(from) }];
    if (found.isDirectory())
      return [{ path: to, type: 'directory', mode: found.mode & 0o7777 }, ...copied(root, inside)];
    return found.isFile()
      ? [{ path: to, type: 'file', mode: found.mode & 0o7777, data: readFileSync(from) }]
      : [];
  });
}

const pam = 'auth required pam_permit.so\naccount required pam_permit.so\nsession required pam_permit.so\n';

const texts: Record<string, string> = {
  'etc/passwd':
    'root:x:0:0:root:/root:/bin/sh\nnobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin\nada:x:1000:1000:Ada:/home/ada:/bin/sh\n',
  'etc/group': 'root:x:0:\ntty:x:5:\nsudo:x:27:ada\nnogroup:x:65534:\nada:x:1000:\n',
  'etc/shadow': 'root:*:20000:0:99999:7:::\nada:$y$j9T$lab$lab:20000:0:99999:7:::\n',
  'etc/hosts': '127.0.0.1 localhost lab\n::1 localhost lab\n',
  'etc/hostname': 'lab\n',
  'etc/nsswitch.conf': 'passwd: files\ngroup: files\nshadow: files\nhosts: files dns\n',
  'etc/resolv.conf': 'nameserver 127.0.0.53\n',
  'etc/sudoers': 'Defaults !use_pty, env_reset\nroot ALL=(ALL) ALL\nada ALL=(ALL) NOPASSWD: ALL\n',
  'etc/pam.d/sudo': pam,
  'etc/pam.d/other': pam,
  'home/ada/.bashrc': '# ada’s shell\n',
  'home/ada/.profile': '# ada’s login\n',
  'home/ada/.ssh/id_ed25519': 'a private key\n',
  'home/ada/.config/rustnet/config.toml': '',
  'lab/names': hosts
    .map(({ address, name }) => `${address} ${name}${name === byTcp ? ' tcp' : ''}\n`)
    .join(''),
  'lab/network': networkScript(),
};

/** Both ends of every interface, and the way to each host. */
function networkScript(): string {
  const lines = interfaces.flatMap(({ name, address, gateway }) => [
    `ip link add ${name} type veth peer name far-${name} netns beyond`,
    `ip addr add ${address} dev ${name}`,
    `ip link set ${name} up`,
    `ip -n beyond addr add ${gateway}/24 dev far-${name}`,
    `ip -n beyond link set far-${name} up`,
  ]);
  const gateways = Object.fromEntries(interfaces.map(({ name, gateway }) => [name, gateway]));
  return [
    ...lines,
    'ip addr add fd00:20::2/64 dev lan0 nodad',
    'ip -n beyond addr add fd00:20::1/64 dev far-lan0 nodad',
    'ip -n beyond addr add 10.30.0.53/24 dev far-wan1',
    `ip route add default via ${gateways.lan0}`,
    'ip -6 route add default via fd00:20::1',
    ...hosts.flatMap(({ address, by }) =>
      address.includes(':')
        ? [`ip -n beyond addr add ${address}/128 dev lo nodad`]
        : [`ip -n beyond addr add ${address}/32 dev lo`, `ip route add ${address} via ${gateways[by]}`],
    ),
    '',
  ].join('\n');
}
