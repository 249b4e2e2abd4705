/** The guest's root directory: busybox, perl, the agent and the kernel modules it needs, as one archive. */
import { existsSync, lstatSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import { type CpioEntry, cpioArchive } from './cpio.ts';
import type { KernelFiles } from './packages.ts';

// Virtio, in the order to load them. Where a kernel has one built in, there is no such file.
const modules = [
  'virtio',
  'virtio_ring',
  'virtio_pci_legacy_dev',
  'virtio_pci_modern_dev',
  'virtio_pci',
  'virtio_console',
];

/** What perl needs at run time, out of its package and its libraries'. */
const guestFiles = [
  'usr/bin/perl',
  'bin/busybox',
  'lib64',
  'lib/x86_64-linux-gnu/ld-linux-x86-64.so.2',
  'lib/x86_64-linux-gnu/libc.so.6',
  'lib/x86_64-linux-gnu/libm.so.6',
  'lib/x86_64-linux-gnu/libcrypt.so.1',
  'usr/lib/x86_64-linux-gnu/perl-base',
];

const directories = [
  'dev',
  'proc',
  'sys',
  'tmp',
  'etc',
  'root',
  'home',
  'sbin',
  'usr/sbin',
  'modules',
  'var',
  'run',
];

export interface InitramfsOptions {
  kernel: KernelFiles;
  /** The directory that `guestRoot` fetched. */
  guest: string;
  /** A shell on the console instead of the agent. */
  interactive?: boolean;
  /** Further files for the guest: programs to run confined, say. */
  extra?: CpioEntry[];
}

/** The archive to boot with. Not compressed: unpacking is quicker than decompressing where a processor is emulated. */
export function initramfs({ kernel, guest, interactive, extra = [] }: InitramfsOptions): Uint8Array {
  const own = join(import.meta.dirname, 'guest');
  const entries: CpioEntry[] = [
    ...directories.map((path): CpioEntry => ({ path, type: 'directory', mode: 0o755 })),
    { path: 'dev/console', type: 'character', mode: 0o600, major: 5, minor: 1 },
    file('init', 0o755, join(own, 'init')),
    file('agent', 0o755, join(own, 'agent')),
    file('deeds', 0o644, join(own, 'deeds')),
    ...guestFiles.flatMap((path) => copied(guest, path)),
    // The commands that scripts and people expect.
    ...['sh', 'cat', 'ls'].map(
      (name): CpioEntry => ({ path: `bin/${name}`, type: 'link', target: 'busybox' }),
    ),
    ...moduleEntries(kernel),
    ...(interactive
      ? [{ path: 'interactive', type: 'file', mode: 0o644, data: new Uint8Array() } as const]
      : []),
    ...extra,
  ];
  return cpioArchive(withParents(entries));
}

/** Kernel modules where init loads them from, in the order of their loading: virtio, then the named ones. */
export function moduleEntries(kernel: KernelFiles, further: string[] = []): CpioEntry[] {
  return moduleFiles(kernel, [...modules, ...further]).map((path, index) =>
    file(`modules/${String(index).padStart(2, '0')}-${path.split('/').at(-1)}`, 0o644, path),
  );
}

export function file(path: string, mode: number, from: string): CpioEntry {
  return { path, type: 'file', mode, data: readFileSync(from) };
}

function copied(root: string, path: string): CpioEntry[] {
  const from = join(root, path);
  const found = lstatSync(from);
  if (found.isSymbolicLink()) {
    const target = readlinkSync(from);
    // What a library's name points at is not copied under its own name too.
    return isAbsolute(target) ? [{ path, type: 'link', target }] : [file(path, 0o755, from)];
  }
  if (!found.isDirectory()) return [file(path, found.mode & 0o777, from)];
  return [
    { path, type: 'directory', mode: 0o755 },
    ...readdirSync(from).flatMap((name) => copied(root, join(path, name))),
  ];
}

function moduleFiles(kernel: KernelFiles, names: string[]): string[] {
  const found = readdirSync(kernel.modules, { recursive: true, encoding: 'utf8' });
  return names.flatMap((name) => {
    const path = found.find((each) => new RegExp(`/${name}\\.ko(?:\\.xz)?$`).test(each));
    return path && existsSync(join(kernel.modules, path)) ? [join(kernel.modules, path)] : [];
  });
}

/** Every directory that an entry lies in, once, before it. */
export function withParents(entries: CpioEntry[]): CpioEntry[] {
  const seen = new Set<string>();
  return entries.flatMap((entry) => {
    const parts = entry.path.split('/');
    const before = parts.slice(0, -1).map((_, index) => parts.slice(0, index + 1).join('/'));
    const missing = before.filter((path) => !seen.has(path));
    const repeated = entry.type === 'directory' && seen.has(entry.path);
    for (const path of [...missing, entry.path]) seen.add(path);
    return [
      ...missing.map((path): CpioEntry => ({ path, type: 'directory', mode: 0o755 })),
      ...(repeated ? [] : [entry]),
    ];
  });
}
