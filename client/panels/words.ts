/** Figures and findings in the few words that bars and lists have room for. */
import type { Severity } from '../../shared/syntax/diagnostics.ts';

/** `count(1, 'error')` is "1 error", `count(2, 'error')` "2 errors". */
export const count = (n: number, what: string) => `${n} ${what}${n === 1 ? '' : 's'}`;

/** A time of day on this machine's clock, e.g. "14:02". `at`: milliseconds since 1970. */
export const clock = (at: number) =>
  new Date(at).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });

/** "41 ms", "1.2 s". */
export const duration = (milliseconds: number) =>
  milliseconds < 1000 ? `${Math.round(milliseconds)} ms` : `${(milliseconds / 1000).toFixed(1)} s`;

/** Decimal kilobytes, as file managers count: "812 B", "41 kB", "1.3 MB". */
export function size(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  if (bytes < 999_500) return `${Math.round(bytes / 1000)} kB`;
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}

/** The first sentence, which says it all, and the rest. A dot within a name or a number ends none. */
export function sentences(message: string): [first: string, rest: string] {
  const end = message.search(/[.:!?]\s/);
  return end < 0 ? [message, ''] : [message.slice(0, end + 1), message.slice(end + 2)];
}

/** Where a target's kernel features are from, in a few words: its note up to the first comma, colon or full stop. */
export const featuresFrom = (note: string, source: string) => {
  const start = note.split(/[,.:;](?:\s|$)/)[0]?.trim() || source;
  return start[0]?.toLowerCase() + start.slice(1);
};

/** The policy version a profile asks for (`abi <abi/4.0>,`), as it is written; undefined where it names none. */
export function abiOf(text: string): string | undefined {
  const found = /^[ \t]*abi[ \t]+(?:<([^>\n]+)>|"([^"\n]+)")/m.exec(text);
  return found?.[1] ?? found?.[2];
}

/** A file name for a pasted profile, by its own name or attachment: `profile foo`, `/usr/bin/foo` → usr.bin.foo. */
export function nameFor(text: string): string {
  const named = /^[ \t]*(?:profile[ \t]+"?([^\s"{]+)|"?(\/[^\s"{]+))/m.exec(text);
  const name = (named?.[1] ?? named?.[2] ?? '').replace(/^\/+/, '').replace(/[^A-Za-z0-9._-]+/g, '.');
  return name.replace(/^\.+|\.+$/g, '') || 'profile';
}

export const severityWords: Record<Severity, string> = {
  error: 'error',
  warning: 'warning',
  info: 'notice',
  hint: 'hint',
};
