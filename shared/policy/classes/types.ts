/**
 * A request as a kernel asks it: a mediation class, and the bytes its hook feeds to the policy's automaton, with the
 * places on the way where it may already decide.
 */

export interface Chunk {
  bytes: Uint8Array;
  /** After these bytes the kernel decides already, where all that is wanted is allowed or no more is to come. */
  early?: true;
  /** What must be allowed after these bytes for the next chunk to be fed (mount data); else the decision is here. */
  onlyIf?: number;
}

/** One way to ask, by the class that mediates it. */
export interface Way {
  /** The byte the policy is entered with. */
  mediationClass: number;
  chunks: Chunk[];
}

/** One question; a request that comes to several is allowed where each of them is. */
export interface Walk {
  /** The first whose class the policy mediates is asked; where it mediates none, the kernel does not ask at all. */
  ways: Way[];
  /** Permission bits that are needed, as `perms.h` numbers them. */
  wanted: number;
  /** What is asked, for people: `connect, send`. */
  words: string;
}

/** How a class answers a request for a kernel: the questions, or why the kernel never asks. */
export type Encoded = { walks: Walk[] } | { unmediated: string };

export const mediationClass = {
  file: 2,
  capability: 3,
  networkV7: 4,
  rlimit: 5,
  domain: 6,
  mount: 7,
  ptrace: 9,
  signal: 10,
  networkV8: 14,
  networkV9: 15,
  label: 16,
  mqueue: 17,
  userns: 21,
  ioUring: 22,
  dbus: 32,
} as const;
