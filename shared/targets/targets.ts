/** The releases a profile can be written for: what each one's parser and kernel are. */
import type { FeatureTree } from './features.ts';
import { kernelFeatures } from './kernels.ts';

export interface TargetFacts {
  id: string;
  title: string;
  distribution: 'debian' | 'ubuntu';
  /** The release's number as /etc/os-release gives it in VERSION_ID; Debian unstable has none and is `sid`. */
  release: string;
  /** The release's code name, as /etc/os-release gives it in VERSION_CODENAME. */
  codename: string;
  /** The release's kernel: major and minor version. */
  kernel: string;
  /** The version of apparmor_parser that the release ships, as far as it is known. */
  parserVersion: string;
  /** The Debian suite whose packages bring this parser, or the nearest newer one. */
  suite: string;
  /** What the kernel mediates, and how we know. */
  features: {
    tree: FeatureTree;
    source: 'measured' | 'shipped' | 'approximated';
    note: string;
  };
}

export const defaultTarget = 'ubuntu-26.04';

const debianNote = (kernel: string, codename: string) =>
  `What Linux ${kernel} mediates, as ${codename}’s apparmor package lists it in /usr/share/apparmor-features/features.`;

export const targetFacts: TargetFacts[] = [
  {
    id: 'debian-12',
    title: 'Debian 12 (bookworm)',
    distribution: 'debian',
    release: '12',
    codename: 'bookworm',
    kernel: '6.1',
    parserVersion: '3.0.8',
    suite: 'bookworm',
    features: { tree: kernelFeatures.linux61, source: 'shipped', note: debianNote('6.1', 'bookworm') },
  },
  {
    id: 'debian-13',
    title: 'Debian 13 (trixie)',
    distribution: 'debian',
    release: '13',
    codename: 'trixie',
    kernel: '6.12',
    parserVersion: '4.1.0',
    suite: 'trixie',
    features: { tree: kernelFeatures.linux612, source: 'shipped', note: debianNote('6.12', 'trixie') },
  },
  {
    id: 'debian-sid',
    title: 'Debian unstable (sid)',
    distribution: 'debian',
    release: 'sid',
    codename: 'sid',
    kernel: '7.2',
    parserVersion: '5.0.2',
    suite: 'sid',
    features: { tree: kernelFeatures.linux7, source: 'shipped', note: debianNote('7.2', 'sid') },
  },
  {
    id: 'ubuntu-22.04',
    title: 'Ubuntu 22.04 LTS',
    distribution: 'ubuntu',
    release: '22.04',
    codename: 'jammy',
    kernel: '5.15',
    parserVersion: '3.0.4',
    suite: 'bookworm',
    features: {
      tree: kernelFeatures.ubuntu2204,
      source: 'approximated',
      note: 'Approximated: abi/4.0-ip of AppArmor 5.0 without what came after Linux 5.15 (addresses and ports, user namespaces, message queues). Paste the output of “aa-features-abi -x” from such a machine to be exact.',
    },
  },
  {
    id: 'ubuntu-24.04',
    title: 'Ubuntu 24.04 LTS',
    distribution: 'ubuntu',
    release: '24.04',
    codename: 'noble',
    kernel: '6.8',
    parserVersion: '4.0.1',
    suite: 'trixie',
    features: {
      tree: kernelFeatures.ubuntu2404,
      source: 'approximated',
      note: 'Approximated from abi/4.0-ip of AppArmor 5.0, which lists an Ubuntu kernel with mediation of addresses and ports. Paste the output of “aa-features-abi -x” from such a machine to be exact.',
    },
  },
  {
    id: 'ubuntu-26.04',
    title: 'Ubuntu 26.04 LTS',
    distribution: 'ubuntu',
    release: '26.04',
    codename: 'resolute',
    kernel: '7.0',
    parserVersion: '5.0',
    suite: 'sid',
    features: {
      tree: kernelFeatures.ubuntu2604,
      source: 'approximated',
      note: 'Approximated from abi/5.0 of AppArmor 5.0, which lists an Ubuntu development kernel. Paste the output of “aa-features-abi -x” from such a machine to be exact.',
    },
  },
];

/** Targets of people's own, told to this process; the newest last (own.ts). */
const own = new Map<string, TargetFacts>();
/** More than anyone compares; the oldest is forgotten then, and told again by the page that needs it. */
const mostOwn = 64;

export function rememberOwn(target: TargetFacts): void {
  own.delete(target.id);
  own.set(target.id, target);
  for (const id of own.keys()) {
    if (own.size <= mostOwn) break;
    own.delete(id);
  }
}

/** The facts of a target, or undefined where there is none of that id. */
export function findTarget(id: string): TargetFacts | undefined {
  return targetFacts.find((target) => target.id === id) ?? own.get(id);
}

/** The target that an /etc/os-release describes, if it is one. */
export function targetOfMachine(osRelease: string): TargetFacts | undefined {
  const field = (name: string) =>
    new RegExp(`^${name}=["']?([^"'\\n]*)["']?\\s*$`, 'm').exec(osRelease)?.[1] ?? '';
  const distribution = field('ID');
  const version = field('VERSION_ID');
  const codename = field('VERSION_CODENAME');
  return targetFacts.find(
    (target) =>
      target.distribution === distribution &&
      (version
        ? target.release === version
        : target.codename === codename || (target.release === 'sid' && distribution === 'debian')),
  );
}
