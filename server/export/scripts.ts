/** Maintainer scripts: what dh_apparmor writes into a package's, and the same for one that debhelper does not make. */
import { CannotPlace, lineBreakOf, linesOf, textOf } from './place.ts';

export type ScriptName = 'postinst' | 'postrm';

/** Throws CannotPlace where a script would leave out what debhelper generates. */
export function requireDebhelperMark(script: string): void {
  if (!/^#DEBHELPER#\s*$/m.test(script))
    throw new CannotPlace(
      'it has no #DEBHELPER# line, so what dh_apparmor writes would be left out: add one after “set -e”',
    );
}

/**
 * The commands in a script, as dh_apparmor writes them for a profile's file name. `localText` is the file that the
 * machine's own rules begin with.
 */
export function loadingCommands(script: ScriptName, profile: string, localText = '/dev/null'): string[] {
  const path = `/etc/apparmor.d/${profile}`;
  const local = `/etc/apparmor.d/local/${profile}`;
  if (script === 'postinst')
    return [
      `if [ "$1" = "configure" ] && [ -f "${path}" ]; then`,
      '    # Rules of this machine alone; an upgrade leaves them as they are',
      `    if ! [ -e "${local}" ]; then`,
      '        mkdir -p /etc/apparmor.d/local',
      `        install --mode 644 ${localText} "${local}"`,
      '    fi',
      '    # Load the profile, with what changed in the files it includes',
      '    if aa-enabled --quiet 2>/dev/null; then',
      `        apparmor_parser -r -T -W "${path}" || true`,
      '    fi',
      'fi',
    ];
  return [
    `if [ "$1" = "purge" ] && ! [ -e "${path}" ]; then`,
    `    rm -f "/etc/apparmor.d/disable/${profile}"`,
    `    rm -f "/etc/apparmor.d/force-complain/${profile}"`,
    `    rm -f "${local}"`,
    `    rm -f /var/cache/apparmor/*/"${profile}"`,
    '    rmdir /etc/apparmor.d/disable /etc/apparmor.d/local 2>/dev/null || true',
    'fi',
  ];
}

/** A script of its own; with a mark, where a tool is to put commands of its own in. */
export function newScript(commands: readonly string[], { mark = false } = {}): string {
  return textOf(
    ['#!/bin/sh', 'set -e', '', ...commands, ...(mark ? ['', '#DEBHELPER#'] : []), '', 'exit 0'],
    '\n',
  );
}

/**
 * A shell script with the commands in it: before its #DEBHELPER# line (which starts services, and a profile must be loaded
 * before what it confines), else before its last `exit 0`, else at its end.
 * Unchanged where it loads the profile already. Throws CannotPlace where it is no shell script.
 */
export function addToScript(script: string, commands: readonly string[], profile: string): string {
  if (script.includes(`/etc/apparmor.d/${profile}`)) return script;
  const lines = linesOf(script);
  if (!/^#!\s*\/bin\/(ba|da)?sh\b/.test(lines[0] ?? ''))
    throw new CannotPlace(`it is not a shell script: make it do\n${commands.join('\n')}`);
  const block = ['# AppArmor: as dh_apparmor writes it', ...commands];
  const mark = lines.findIndex((line) => /^#DEBHELPER#\s*$/.test(line));
  const leaves = lines.findLastIndex((line) => /^exit 0\s*$/.test(line));
  if (mark >= 0) lines.splice(mark, 0, ...block, '');
  else if (leaves >= 0) lines.splice(leaves, 0, ...block, '');
  else lines.push('', ...block);
  return textOf(lines, lineBreakOf(script));
}
