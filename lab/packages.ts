/** What a boot is made of, fetched once from Debian packages: kernels, and the programs that run in the guest. */
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  downloadedPackage,
  downloadPackages,
  packageDepends,
  packagesToInstall,
  privateApt,
  unpackPackage,
} from '../server/toolchains/apt.ts';
import { type ProgressOptions, ToolchainError, toolchainsDirectory } from '../server/toolchains/index.ts';
import type { LabKernel } from './kernels.ts';

/** Written last: a directory without it is not finished. */
const markerName = 'lab.json';

/** Where packages are kept: AA_LAB, else beside the toolchains, which do not look at names that begin with a dot. */
export function labDirectory(): string {
  return process.env.AA_LAB || join(toolchainsDirectory(), '.lab');
}

export interface KernelFiles {
  /** The version as the kernel says it of itself (`uname -r`), e.g. `6.12.117+deb13-cloud-amd64`. */
  release: string;
  /** The package's version, e.g. `6.12.117-1`. */
  version: string;
  /** Absolute paths. */
  image: string;
  modules: string;
}

/** The kernel's files, fetched where they are not here. Throws ToolchainError with one sentence. */
export async function kernelFiles(kernel: LabKernel, options: ProgressOptions = {}): Promise<KernelFiles> {
  const root = await unpacked(`linux-${kernel.suite}`, kernel.suite, options, fetchKernel);
  const modulesParent = ['usr/lib/modules', 'lib/modules'].map((place) => join(root, place)).find(existsSync);
  const [release] = modulesParent ? await readdir(modulesParent) : [];
  if (!modulesParent || !release)
    throw new ToolchainError(`The kernel package of ${kernel.suite} holds no modules.`);
  const modules = join(modulesParent, release);
  // Newer packages keep the kernel beside its modules.
  const image = [join(root, 'boot', `vmlinuz-${release}`), join(modules, 'vmlinuz')].find(existsSync);
  if (!image) throw new ToolchainError(`The kernel package of ${kernel.suite} holds no kernel.`);
  const marker = JSON.parse(await readFile(join(root, markerName), 'utf8')) as { packages: string[] };
  const archive = marker.packages.find((name) => name.includes(encodeURIComponent(release).toLowerCase()));
  return { release, version: packageVersion(archive ?? marker.packages[0] ?? ''), image, modules };
}

/** The version in a package's file name, in which apt writes `:` as `%3a`. */
function packageVersion(archive: string): string {
  return decodeURIComponent(archive.split('_')[1] ?? '');
}

/** The directory of the guest's programs (busybox, perl and its libraries), fetched where it is not here. */
export function guestRoot(options: ProgressOptions = {}): Promise<string> {
  return unpacked('guest', 'bookworm', options, async (apt) => {
    options.onProgress?.('Fetching busybox and perl for the guest.');
    await downloadPackages(apt, ['busybox-static', 'perl-base', 'libc6', 'libcrypt1'], options);
  });
}

/** The directory of a release's packages of profiles, fetched where it is not here. */
export function profilePackages(suite: string, options: ProgressOptions = {}): Promise<string> {
  return unpacked(`profiles-${suite}`, suite, options, async (apt) => {
    options.onProgress?.(`Fetching the profiles of Debian ${suite}.`);
    await downloadPackages(apt, ['apparmor-profiles'], options);
    try {
      await downloadPackages(apt, ['apparmor-profiles-extra'], options);
    } catch (error) {
      // Not every release has it.
      options.onProgress?.((error as Error).message);
    }
  });
}

/**
 * A directory of a release's packages with all that they depend on, fetched where it is not here. `alone` are packages
 * whose dependencies are left out: a library of a service, say, that is not to run. Throws ToolchainError.
 */
export function userLand(
  name: string,
  suite: string,
  packages: { names: string[]; alone: string[] },
  options: ProgressOptions = {},
): Promise<string> {
  return unpacked(`${name}-${suite}`, suite, options, async (apt) => {
    options.onProgress?.(`Fetching a user land of Debian ${suite}: ${packages.names.join(', ')}.`);
    const needed = await packagesToInstall(apt, packages.names, options);
    await downloadPackages(apt, [...needed, ...packages.alone], options);
  });
}

type Apt = Awaited<ReturnType<typeof privateApt>>;

/** `linux-image-cloud-amd64` only names the newest kernel, which may be split into packages of its own again. */
async function fetchKernel(apt: Apt, options: ProgressOptions): Promise<void> {
  options.onProgress?.(`Fetching the cloud kernel of Debian ${apt.suite}.`);
  const wanted = ['linux-image-cloud-amd64'];
  for (const name of wanted) {
    await downloadPackages(apt, [name], options);
    const depends = await packageDepends(await downloadedPackage(apt, name), options);
    for (const clause of depends.split(',')) {
      const depended = /^\s*(linux-(?:image|binary|modules)-[\w.+-]+)/.exec(clause)?.[1];
      if (depended && !wanted.includes(depended)) wanted.push(depended);
    }
  }
}

/** The unpacked directory of that name: filled by `fetch` on the first call, by way of one beside it. */
async function unpacked(
  name: string,
  suite: string,
  options: ProgressOptions,
  fetch: (apt: Apt, options: ProgressOptions) => Promise<void>,
): Promise<string> {
  const directory = labDirectory();
  const place = join(directory, name);
  if (existsSync(join(place, markerName))) return place;
  await mkdir(directory, { recursive: true });
  const work = await mkdtemp(join(directory, `.unpacking-${name}-`));
  try {
    const apt = await privateApt(suite, work, options);
    await fetch(apt, options);
    const packages = (await readdir(apt.downloads)).filter((file) => file.endsWith('.deb')).sort();
    const root = join(work, 'root');
    await mkdir(root);
    for (const archive of packages) await unpackPackage(join(apt.downloads, archive), root, options);
    for (const unused of ['usr/share/doc', 'usr/share/man', 'usr/share/locale'])
      await rm(join(root, unused), { recursive: true, force: true });
    await writeFile(join(root, markerName), `${JSON.stringify({ suite, packages }, null, 2)}\n`);
    // Another process may have been quicker: its tree is as good.
    await rename(root, place).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error;
    });
    return place;
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}
