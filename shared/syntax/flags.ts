/** Profile flags: which there are, what their values look like, which exclude each other (parser/profile.h). */
import type { Context } from './context.ts';
import type { Word } from './nodes.ts';
import { errorNames, isSignal, profileFlags, profileModes, valuedFlags } from './vocabulary.ts';

const exclusive: readonly (readonly [string, string])[] = [
  ['attach_disconnected', 'no_attach_disconnected'],
  ['attach_disconnected.ipc', 'no_attach_disconnected'],
  ['chroot_attach', 'chroot_no_attach'],
  ['chroot_relative', 'namespace_relative'],
  ['mediate_deleted', 'delegate_deleted'],
];

/** What the value of a flag must look like. Values with variables are known only when they are expanded. */
const goodValue: Readonly<Record<string, (value: string) => boolean>> = {
  'kill.signal': isSignal,
  error: (value) => errorNames.has(value.toUpperCase()),
  'attach_disconnected.path': (value) => /^[/@]/.test(value),
  'attach_disconnected.ipc': (value) => /^[/@]/.test(value),
};

export function checkFlags(context: Context, flags: readonly Word[]): void {
  const seen = new Map<string, Word>();
  let mode: Word | undefined;
  for (const flag of flags) {
    const [name, value] = splitFlag(flag.value);
    checkOne(context, flag, name, value);
    if (profileModes.has(name)) {
      if (mode && mode.value !== name)
        context.report(
          'flag-conflict',
          flag,
          `A profile has one mode: “${mode.value}” and “${name}” exclude each other.`,
        );
      mode = flag;
    }
    // A path to attach to means to attach.
    const plain = name === 'attach_disconnected.path' ? 'attach_disconnected' : name;
    for (const pair of exclusive) {
      const rival = pair[0] === plain ? pair[1] : pair[1] === plain ? pair[0] : undefined;
      if (rival && seen.has(rival))
        context.report('flag-conflict', flag, `“${rival}” and “${name}” exclude each other.`);
    }
    const earlier = value === undefined ? undefined : seen.get(`${name}=`);
    if (earlier && meaning(earlier) !== meaning(flag))
      context.report(
        'flag-conflict',
        flag,
        `“${name}” is given two values: ${earlier.value} and ${flag.value}.`,
      );
    seen.set(plain, flag);
    if (value !== undefined) seen.set(`${name}=`, flag);
  }
}

/** Numbers with two names: errno(3), signal(7). */
const sameNumber: Readonly<Record<string, string>> = {
  EWOULDBLOCK: 'EAGAIN',
  EDEADLOCK: 'EDEADLK',
  ENOTSUP: 'EOPNOTSUPP',
  poll: 'io',
  tstp: 'stp',
};

/** A flag as what it stands for: equal for two names of one error or signal. */
function meaning(flag: Word): string {
  const [name, value = ''] = splitFlag(flag.value);
  const plain = name === 'error' ? value.toUpperCase() : value;
  const realtime = /^rtmin\+\+?(\d*)/.exec(plain);
  return `${name}=${realtime ? `rtmin+${Number(realtime[1])}` : (sameNumber[plain] ?? plain)}`;
}

function checkOne(context: Context, flag: Word, name: string, value: string | undefined): void {
  const known =
    value === undefined ? profileFlags.has(name) || profileModes.has(name) : valuedFlags.has(name);
  if (!known) context.report('bad-flag', flag, flag.value);
  else if (value === '') context.report('missing-value', flag, name);
  else if (value !== undefined && !goodValue[name]?.(value)) context.report('bad-flag', flag, flag.value);
}

/** A flag's name and value; the value may stand in quotes. */
export function splitFlag(flag: string): [string, string | undefined] {
  const at = flag.indexOf('=');
  if (at < 0) return [flag, undefined];
  return [flag.slice(0, at), flag.slice(at + 1)];
}
