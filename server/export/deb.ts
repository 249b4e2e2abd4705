/** A package of a profile alone: what a .deb of the program would install, load, keep and take away again. */
import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import type { PolicyText } from '../../shared/api/schemas.ts';
import { debName } from '../../shared/debName.ts';
import { parse } from '../../shared/syntax/index.ts';
import { RequestError } from '../parser/errors.ts';
import { requireGoodPaths } from '../parser/paths.ts';
import { compareVersions } from '../toolchains/version.ts';
import { ar } from './ar.ts';
import { archive } from './archive.ts';
import { type LayoutEntry, withDirectories } from './layout.ts';
import { loadingCommands, newScript } from './scripts.ts';

export interface DebFacts {
  /** The first is the profile. Files below local/ are where the machine's own rules begin; all others are kept on upgrade. */
  files: readonly PolicyText[];
  /** The program that is confined, e.g. `rustnet`: the package is called after it. */
  program: string;
  /** Debian version, e.g. `20261124.1416+aa0.1.0`. */
  version: string;
  /** `Name <address>` */
  maintainer: string;
  /** One line for the changelog. */
  change: string;
  /** The first AppArmor version that reads the profile, where more is known than its abi tells. */
  since?: string;
  homepage?: string;
  date: Date;
}

/**
 * The package's bytes. Throws RequestError where a path could leave the policy directory or mean something to a shell,
 * or where version or maintainer are none.
 */
export async function deb(facts: DebFacts): Promise<Buffer> {
  const { files, date } = facts;
  requireGoodPaths(files.map((file) => file.path));
  requirePlain(facts);
  const name = debName(facts.program);
  const isLocal = ({ path }: PolicyText) => path.startsWith('local/');
  const localText = files.find(isLocal)?.text;
  const kept = files.filter((file) => !isLocal(file));
  const share = `usr/share/${name}/local`;
  const data: LayoutEntry[] = [
    ...kept.map(({ path, text }) => ({ path: `etc/apparmor.d/${path}`, text })),
    ...(localText === undefined ? [] : [{ path: share, text: localText }]),
    { path: `usr/share/doc/${name}/copyright`, text: copyright(facts) },
    {
      path: `usr/share/doc/${name}/changelog.gz`,
      text: gzipSync(changelog(name, facts), { level: 9 }),
    },
  ];
  const scripts = scriptsOf(name, files[0]!.path, localText === undefined ? undefined : `/${share}`);
  const control: LayoutEntry[] = [
    { path: 'control', text: controlText(name, facts, data) },
    { path: 'conffiles', text: kept.map(({ path }) => `/etc/apparmor.d/${path}\n`).join('') },
    { path: 'md5sums', text: data.map(({ path, text }) => `${md5(text!)}  ${path}\n`).join('') },
    ...Object.entries(scripts).map(([path, commands]) => ({
      path,
      text: newScript(commands),
      executable: true,
    })),
  ];
  return ar(
    [
      { name: 'debian-binary', bytes: Buffer.from('2.0\n') },
      { name: 'control.tar.gz', bytes: await archive(below(control), date) },
      { name: 'data.tar.gz', bytes: await archive(below(withDirectories(data)), date) },
    ],
    Math.floor(date.getTime() / 1000),
  );
}

function requirePlain({ files, version, maintainer }: DebFacts): void {
  for (const { path } of files)
    if (!/^[A-Za-z0-9@_.+/-]+$/.test(path))
      throw new RequestError(
        `“${path}” cannot be in a package: its name may have letters, digits and . _ + - @ only.`,
      );
  if (!/^\d[A-Za-z0-9.+~]*$/.test(version))
    throw new RequestError(
      `“${version}” is no version of a package: it begins with a digit and has letters, digits, . + and ~ only.`,
    );
  if (!/^[^<>\n"]+ <[^<>\s@]+@[^<>\s@]+>$/.test(maintainer))
    throw new RequestError(`“${maintainer}” is no maintainer: write Name <name@example.org>.`);
}

/** As dpkg-deb packs: everything below `./`. */
function below(entries: readonly LayoutEntry[]): LayoutEntry[] {
  return [{ path: './' }, ...entries.map((entry) => ({ ...entry, path: `./${entry.path}` }))];
}

function scriptsOf(name: string, profile: string, localText: string | undefined): Record<string, string[]> {
  const path = `/etc/apparmor.d/${profile}`;
  const disable = `/etc/apparmor.d/disable/${profile}`;
  const state = `/var/lib/${name}`;
  return {
    postinst: [
      'if [ "$1" = "configure" ]; then',
      '    # Installed again after a removal: what the removal switched off is switched on',
      `    if [ -e "${state}/disabled" ]; then`,
      `        rm -f "${disable}" "${state}/disabled"`,
      `        rmdir "${state}" 2>/dev/null || true`,
      '    fi',
      'fi',
      ...loadingCommands('postinst', profile, localText),
    ],
    prerm: [
      'if [ "$1" = "remove" ]; then',
      '    if aa-enabled --quiet 2>/dev/null; then',
      `        apparmor_parser -R "${path}" || true`,
      '    fi',
      '    # The profile stays until purge, as configuration does, but must not be loaded at the next start',
      `    if ! [ -e "${disable}" ] && ! [ -h "${disable}" ]; then`,
      `        mkdir -p "${state}" /etc/apparmor.d/disable`,
      `        ln -s "${path}" "${disable}"`,
      `        touch "${state}/disabled"`,
      '    fi',
      'fi',
    ],
    postrm: [
      ...loadingCommands('postrm', profile),
      'if [ "$1" = "purge" ]; then',
      '    # Another package may have brought the profile since: what the removal switched off is switched on for it',
      `    if [ -e "${state}/disabled" ]; then`,
      `        rm -f "${disable}"`,
      `        if [ -e "${path}" ] && aa-enabled --quiet 2>/dev/null; then`,
      `            apparmor_parser -r -T -W "${path}" || true`,
      '        fi',
      '    fi',
      `    rm -rf "${state}"`,
      'fi',
    ],
  };
}

function controlText(name: string, facts: DebFacts, data: readonly LayoutEntry[]): string {
  const { program, version, maintainer, homepage } = facts;
  const bytes = data.reduce((sum, { text }) => sum + Buffer.byteLength(text!), 0);
  return [
    `Package: ${name}`,
    `Version: ${version}`,
    'Architecture: all',
    `Maintainer: ${maintainer}`,
    `Installed-Size: ${Math.ceil(bytes / 1024)}`,
    `Depends: apparmor (>= ${sinceOf(facts)}~)`,
    'Section: admin',
    'Priority: optional',
    ...(homepage ? [`Homepage: ${homepage}`] : []),
    `Description: AppArmor profile that confines ${program}`,
    ` Installs /etc/apparmor.d/${facts.files[0]!.path} and loads it, now and at every`,
    ' upgrade. Local rules, values and modes are kept on upgrade; removal unloads',
    ' the profile, and purging leaves nothing behind.',
    ' .',
    ` This package is for trying the profile. Remove it before installing a package`,
    ` of ${program} that brings its own.`,
    '',
  ].join('\n');
}

/** An abi is a file that AppArmor ships from the version of its name on; without it the profile does not load. */
function sinceOf({ files, since = '3.0' }: DebFacts): string {
  let newest = since;
  for (const item of parse(files[0]!.text).tree.items) {
    const version = item.kind === 'abi' && /^abi\/(\d+\.\d+)$/.exec(item.path?.value ?? '')?.[1];
    if (version && compareVersions(version, newest) > 0) newest = version;
  }
  return newest;
}

function changelog(name: string, { version, change, maintainer, date }: DebFacts): string {
  const when = date.toUTCString().replace(/GMT$/, '+0000');
  return `${name} (${version}) unstable; urgency=medium\n\n  * ${change}\n\n -- ${maintainer}  ${when}\n`;
}

function copyright({ maintainer, homepage, date }: DebFacts): string {
  return [
    'Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/',
    ...(homepage ? [`Source: ${homepage}`] : []),
    '',
    'Files: *',
    `Copyright: ${date.getUTCFullYear()} ${maintainer}`,
    'License: Apache-2.0',
    ' On Debian systems, the full text of the Apache License 2.0 is in',
    ' /usr/share/common-licenses/Apache-2.0.',
    '',
  ].join('\n');
}

function md5(text: string | Buffer): string {
  return createHash('md5').update(text).digest('hex');
}
