/** Something that a process does in the guest, and the requests that shared/policy is asked in its place. */
import type { Request } from '../../shared/policy/requests.ts';

export interface Deed {
  /** Whose deed: a profile's name, or empty for a process that is not confined. */
  label: string;
  /** As guest/deeds names it, with its arguments. */
  kind: string;
  args: string[];
  /** Judged for `label`; all must be allowed. */
  requests: Request[];
  /** The other side of a deed between two processes: judged for that label. */
  peer?: { label: string; requests: Request[] };
}

export interface DeedResult {
  pid: number;
  /** 0 where it was done; undefined where it could not be tried, or the process was killed. */
  errno: number | undefined;
  killed: boolean;
  /** The label after an exec or a change of profile or hat; else why it could not be tried. */
  detail: string;
  /** AppArmor's audit records of the process. */
  records: string[];
}
