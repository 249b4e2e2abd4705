/** A parser that can be run here, with the policy tree it belongs to. */
export interface Toolchain {
  /** `system`, or the Debian suite it was unpacked from. */
  id: string;
  /** The parser's version as it says itself, e.g. `5.0.2`. */
  version: string;
  /** What to run: the argv prefix, e.g. the tree's own ld.so with its library path and the parser. */
  command: string[];
  /** The policy tree: absolute path of the directory that plays /etc/apparmor.d. */
  base: string;
  /** Absolute path of the features file of the release's own kernel, where its packages ship one. */
  features?: string;
  /** The directory everything is in: `/` for the system's, else the unpacked tree. */
  root: string;
}

/** A toolchain could not be had. The message is one sentence for the person who asked. */
export class ToolchainError extends Error {
  override name = 'ToolchainError';
}

export interface ProgressOptions {
  /** Called with one short sentence at each step. */
  onProgress?: ((line: string) => void) | undefined;
  signal?: AbortSignal | undefined;
}
