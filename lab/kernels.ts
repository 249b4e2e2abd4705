/** The kernels that the lab can boot: Debian's cloud kernels, each with the release whose parser belongs to it. */

export interface LabKernel {
  /** What a person types: the kernel's version as far as it matters, e.g. `6.12`. */
  id: string;
  /** The Debian suite whose package `linux-image-cloud-amd64` is this kernel. */
  suite: string;
  /** The target (shared/targets) that this kernel and its suite's parser are. */
  target: string;
}

export const labKernels: LabKernel[] = [
  { id: '6.1', suite: 'bookworm', target: 'debian-12' },
  { id: '6.12', suite: 'trixie', target: 'debian-13' },
  { id: '7.x', suite: 'sid', target: 'debian-sid' },
];

/** The kernel of that id, also by its suite, its target or `7`, `7.2`; undefined where there is none. */
export function findLabKernel(name: string): LabKernel | undefined {
  return (
    labKernels.find((kernel) => [kernel.id, kernel.suite, kernel.target].includes(name)) ??
    (/^7(?:\.\d+)?$/.test(name) ? labKernels.find((kernel) => kernel.id === '7.x') : undefined)
  );
}
