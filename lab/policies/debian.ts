/** The profiles that a Debian release ships, read from its packages at run time. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { PolicyText } from '../../shared/api/schemas.ts';
import type { SourcePolicy } from './types.ts';

/**
 * Profiles of the release's policy tree (`base`), and of the unpacked packages apparmor-profiles and
 * apparmor-profiles-extra (`packages`): those for /etc/apparmor.d and those in /usr/share/apparmor/extra-profiles.
 */
export async function debianPolicies(base: string, packages: string): Promise<SourcePolicy[]> {
  const active = join(packages, 'etc/apparmor.d');
  const beside = await includedFiles(active);
  const places: [string, string, PolicyText[]][] = [
    ['debian', base, []],
    ['debian', active, beside],
    ['debian extra', join(packages, 'usr/share/apparmor/extra-profiles'), beside],
  ];
  const policies: SourcePolicy[] = [];
  for (const [kind, directory, others] of places)
    for (const name of await profileNames(directory)) {
      const text = await readFile(join(directory, name), 'utf8');
      // Installing a package makes the empty local/NAME that its profile includes.
      const local = /include <(local\/[^>]+)>/.exec(text)?.[1];
      const given = others.filter(({ path }) => path !== name);
      const made = local && !given.some(({ path }) => path === local) ? [{ path: local, text: '' }] : [];
      policies.push({ name: `${kind}: ${name}`, files: [{ path: name, text }, ...given, ...made] });
    }
  return policies;
}

/** Plain files directly in a directory; the parser passes over README and editors' copies. */
async function profileNames(directory: string): Promise<string[]> {
  const entries = await readdir(directory, { withFileTypes: true }).catch(() => []);
  return entries
    .filter((entry) => entry.isFile() && entry.name !== 'README' && !/~$|^\./.test(entry.name))
    .map((entry) => entry.name)
    .sort();
}

/** What the packages bring for others to include: abstractions, tunables, drop-ins. */
async function includedFiles(root: string): Promise<PolicyText[]> {
  const entries = await readdir(root, { withFileTypes: true, recursive: true }).catch(() => []);
  const paths = entries
    .filter((entry) => entry.isFile() && entry.parentPath !== root)
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1))
    .sort();
  return Promise.all(paths.map(async (path) => ({ path, text: await readFile(join(root, path), 'utf8') })));
}
