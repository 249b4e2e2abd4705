/** The small vocabulary that generated policies and queries share, so that they meet, or nearly do. */
import type { Random } from '../random.ts';

const segments = [
  'a',
  'ab',
  'abc',
  'etc',
  'home',
  'u',
  'tmp',
  'x.log',
  'x.conf',
  '.ssh',
  'lib',
  'lib64',
  'ö',
  'b c',
];

/** Names of processes at the other end. */
export const labels = [
  'unconfined',
  '/usr/bin/a',
  '/usr/bin/ab',
  'p',
  'p1',
  'p1//child',
  'peer',
  'lab',
  'a//b//c',
];

export const busNames = ['org.a', 'org.a.B', 'org.ab', 'com.x.Y', 'org.freedesktop.DBus'];
export const interfaces = ['org.a.I', 'org.a.B.I', 'org.freedesktop.DBus.Properties'];
export const members = ['Get', 'Set', 'Go', 'G'];
export const fileSystems = ['ext4', 'tmpfs', 'proc', 'nfs', 'ext'];
export const devices = ['/dev/sda1', '/dev/sda', 'tmpfs', 'none', '/a/b'];

/** A path without wildcards; a directory now and then. */
export function literalPath(random: Random): string {
  const path = random.times(1 + random.below(3), () => `/${random.pick(segments)}`).join('');
  return random.chance(0.2) ? `${path}/` : path;
}

/** A path pattern as rules have it: sometimes plain, mostly with one or two wildcards. */
export function pathPattern(random: Random): string {
  const part = () => {
    const word = random.pick(segments).replace(' ', '?');
    if (random.chance(0.6)) return word;
    return random.pick([
      '*',
      `${word}*`,
      `*${word}`,
      `${word}?`,
      `[${word[0]}x]${word.slice(1)}`,
      `[^${word[0]}]*`,
      `[a-m]${word}`,
      `{${word},${random.pick(segments).replace(' ', '?')}}`,
      `{,${word}}b`,
    ]);
  };
  const parts = random.times(1 + random.below(3), part).join('/');
  const end = random.chance(0.25) ? random.pick(['/**', '/', '/*', '/**/', '/{,**}', '/**.log']) : '';
  return `/${parts}${end}`;
}

/** A pattern of labels, names or the like. */
export function namePattern(random: Random, names: readonly string[]): string {
  const name = random.pick(names);
  const kind = random.below(5);
  if (kind === 0) return `${name}*`;
  if (kind === 1) return '**';
  if (kind === 2) return `{${name},${random.pick(names)}}`;
  return name;
}
