/** A policy to be compiled and asked about. */
import type { PolicyText } from '../../shared/api/schemas.ts';

export interface SourcePolicy {
  /** For reports: where it comes from, e.g. `rustnet: all off`, `debian: bin.ping`, `generated: mount 3`. */
  name: string;
  /** The profile's file first, then files that it may include. */
  files: PolicyText[];
}
