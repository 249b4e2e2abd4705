/** Versions of apparmor_parser, such as `4.0.1` or `5.0`. */

/** Whether a version is before another, as far as the other is told. */
export function isOlder(version: string, than: string): boolean {
  const [left, right] = [version, than].map((text) => text.split('.').map(Number));
  for (const [at, wanted] of right!.entries()) {
    const have = left![at] ?? 0;
    if (have !== wanted) return have < wanted;
  }
  return false;
}
