/** debian/control: which packages there are, and what building them needs. */
import { CannotPlace, lineBreakOf, linesOf, textOf } from '../place.ts';

/** The names of the binary packages, in order. */
export function binaryPackages(control: string): string[] {
  return linesOf(control).flatMap((line) => /^Package:\s*(\S+)/i.exec(line)?.[1] ?? []);
}

/** The debhelper level: what Build-Depends asks for (`debhelper-compat (= 13)`), else what debian/compat says. */
export function debhelperLevel(control: string, compat = ''): number | undefined {
  const level =
    /debhelper-compat\s*\(=\s*(\d+)\)/.exec(control)?.[1] ??
    /^\s*X-DH-Compat:\s*(\d+)/im.exec(control)?.[1] ??
    /^\s*(\d+)\s*$/.exec(compat)?.[1];
  return level === undefined ? undefined : Number(level);
}

/**
 * Adds packages to Build-Depends, in the field's own layout; those that are there stay as they are. Throws CannotPlace
 * where there is no such field.
 */
export function addBuildDepends(control: string, packages: readonly string[]): string {
  const lines = linesOf(control);
  // Comments may stand before the first paragraph, with an empty line behind them.
  const begin = lines.findIndex((line) => line.trim() !== '' && !line.startsWith('#'));
  const end = lines.findIndex((line, at) => at > begin && line.trim() === '');
  const source = end < 0 ? lines.length : end;
  const first = lines.findIndex((line, at) => at < source && /^Build-Depends:/i.test(line));
  if (first < 0)
    throw new CannotPlace(`it has no Build-Depends field: add ${packages.join(', ')} to what a build needs`);
  const missing = packages.filter((name) => !namesIn(lines.slice(0, source)).has(name));
  if (missing.length === 0) return control;

  let last = first;
  for (let at = first + 1; at < source && /^([ \t]|#)/.test(lines[at]!); at++)
    if (!lines[at]!.startsWith('#') && lines[at]!.trim() !== '') last = at;
  const line = lines[last]!.trimEnd();
  const comma = line.endsWith(',');
  if (/^[ \t]*,/.test(line))
    // Each line begins with its comma.
    lines.splice(last + 1, 0, ...missing.map((name) => `${/^[ \t]*,[ \t]*/.exec(line)![0]}${name}`));
  else if (last === first && !comma) lines[last] = `${line}, ${missing.join(', ')}`;
  else {
    const indent = last === first ? ' ' : /^[ \t]*/.exec(line)![0];
    lines[last] = comma ? line : `${line},`;
    const added = missing.map((name, at) => `${indent}${name}${comma || at + 1 < missing.length ? ',' : ''}`);
    lines.splice(last + 1, 0, ...added);
  }
  return textOf(lines, lineBreakOf(control));
}

/** The packages that the Build-Depends fields name. */
function namesIn(lines: readonly string[]): Set<string> {
  const names = new Set<string>();
  let inField = false;
  for (const line of lines) {
    if (line.startsWith('#')) continue;
    if (!/^[ \t]/.test(line)) inField = /^Build-Depends(-Arch)?:/i.test(line);
    if (inField)
      for (const part of line.replace(/^Build-Depends(-Arch)?:/i, '').split(/[,|]/)) {
        const name = /^\s*([a-z0-9][a-z0-9+.-]*)/.exec(part)?.[1];
        if (name) names.add(name);
      }
  }
  return names;
}
