/** Versions of apparmor_parser, compared as Debian would: numbers part by part, `~` before everything. */

export type Version = [major: number, minor: number, patch: number];

export function parseVersion(text: string): Version {
  const match = /(\d+)\.(\d+)(?:\.(\d+))?/.exec(text);
  return match ? [Number(match[1]), Number(match[2]), Number(match[3] ?? 0)] : [0, 0, 0];
}

/** Negative where `a` is older than `b`, zero where they are the same. */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [parseVersion(a), parseVersion(b)];
  return left[0] - right[0] || left[1] - right[1] || left[2] - right[2];
}

/** The version in what `apparmor_parser -V` prints. */
export function versionFromBanner(banner: string): string | undefined {
  return /AppArmor parser version (\S+)/.exec(banner)?.[1];
}
