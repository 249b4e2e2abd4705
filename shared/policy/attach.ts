/** Which profile a program comes under by its path (security/apparmor/domain.c, find_attach). */
import { type Dfa, deadState } from './dfa.ts';
import type { Kernel } from './kernel.ts';
import { attaches } from './permissions.ts';
import type { Attachment, CompiledProfile } from './profile.ts';

export type AttachResult = { profile: CompiledProfile } | { conflict: CompiledProfile[] } | undefined;

/** A program that several profiles attach to alike is always logged by newer kernels (seen on 7.2, not on 6.12). */
export function logsConflicts({ version: [major, minor] }: Kernel): boolean {
  return major > 6 || (major === 6 && minor >= 17);
}

const encoder = new TextEncoder();

/**
 * The profile among these that a program's path attaches to. The one whose pattern has most before its first loop
 * wins, then the one with more extended attributes; where two are alike, the kernel takes neither. A profile without
 * a pattern attaches to its own name, and then nothing else counts.
 */
export function findAttachment(
  profiles: readonly CompiledProfile[],
  path: string,
  xattrs: Readonly<Record<string, string>> = {},
): AttachResult {
  const bytes = encoder.encode(path);
  let best: CompiledProfile | undefined;
  let rivals: CompiledProfile[] = [];
  let length = 0;
  let attributes = 0;
  for (const profile of profiles) {
    const { attachment } = profile;
    if (!attachment) {
      if (ownName(profile) === path) return { profile };
      continue;
    }
    const { state, count } = leftMatch(attachment.db.dfa, attachment.db.start, bytes);
    if (!attaches(attachment.db, state) || count < length) continue;
    const matched = attachment.xattrs.length === 0 ? 0 : matchXattrs(attachment, state, xattrs);
    if (matched === undefined) continue;
    if (count === length && matched <= attributes) {
      if (matched === attributes) rivals.push(profile);
      continue;
    }
    best = profile;
    rivals = [];
    length = Math.max(count, attachment.length);
    attributes = matched;
  }
  if (best && rivals.length === 0) return { profile: best };
  return rivals.length > 0 ? { conflict: best ? [best, ...rivals] : rivals } : undefined;
}

/** The last part of `parent//child`; a child may be named by a path, as in `parent///bin/child`. */
export function ownName({ name }: CompiledProfile): string {
  let rest = name;
  for (let at = rest.indexOf('//'); at >= 0; at = rest.indexOf('//')) rest = rest.slice(at + 2);
  return rest;
}

/** How many of the attributes match, all in turn; undefined where one does not, or is missing and must be there. */
function matchXattrs(
  { db, xattrs: names }: Attachment,
  matched: number,
  values: Readonly<Record<string, string>>,
): number | undefined {
  const { dfa } = db;
  let state = dfa.outside(matched);
  let count = names.length;
  for (const name of names) {
    const value = Object.hasOwn(values, name) ? values[name] : undefined;
    if (value !== undefined) {
      state = dfa.walkText(dfa.nul(state), value);
      if (!attaches(db, state)) return undefined;
    }
    state = dfa.outside(state);
    if (value === undefined) {
      if (state === deadState) return undefined;
      count--;
    }
  }
  return count;
}

/** How many states the kernel remembers when it looks for a loop (WB_HISTORY_SIZE). */
const remembered = 32;

/**
 * Walks a path, and counts the bytes up to where the automaton first comes back to a state: what a pattern says before
 * its first wildcard for many characters (security/apparmor/match.c, leftmatch_fb).
 */
export function leftMatch(dfa: Dfa, start: number, bytes: Uint8Array): { state: number; count: number } {
  const history: number[] = [];
  let state = start;
  let count = 0;
  for (let at = 0; at < bytes.length; at++) {
    const before = state;
    history.push(before);
    if (history.length > remembered) history.shift();
    state = dfa.step(state, bytes[at]!);
    // The kernel does not look at the state it started from.
    const back = before < state ? -1 : loopBack(history, state, Math.min(at, remembered));
    if (back >= 0) {
      state = dfa.walk(state, bytes, at + 1);
      count -= back;
      break;
    }
    count++;
  }
  return { state, count: state === deadState ? 0 : count };
}

/** How many steps before the last one the state was seen; -1 where it was not among the last `length`. */
function loopBack(history: readonly number[], state: number, length: number): number {
  for (let back = 0; back < length; back++) if (history[history.length - 1 - back] === state) return back;
  return -1;
}
