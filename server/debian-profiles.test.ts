/** Profiles nobody here wrote: every one of Debian's packages, before the built-in and the real parser. */
import { execFile, execFileSync } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { readState } from '../shared/kits/index.ts';
import { parse, printFile, walk } from '../shared/syntax/index.ts';
import { includesFrom } from './policyIncludes.ts';

const packages = ['apparmor', 'apparmor-profiles', 'apparmor-profiles-extra'];
const parser = ['/usr/sbin/apparmor_parser', '/sbin/apparmor_parser'].find(existsSync);
const features = '/usr/share/apparmor-features/features';
const fragment = /\/(?:abstractions|tunables|abi|local|disable|force-complain)\//;

function installedProfiles(): string[] {
  try {
    return execFileSync('dpkg', ['-L', ...packages], { encoding: 'utf8' })
      .split('\n')
      .filter((path) => /^\/(?:etc\/apparmor\.d|usr\/share\/apparmor\/extra-profiles)\//.test(path))
      .filter(
        (path) =>
          !fragment.test(path) && !path.endsWith('README') && existsSync(path) && statSync(path).isFile(),
      );
  } catch {
    return [];
  }
}

/** As the real parser finds it: everything that the system's profiles include. */
const resolveInclude = includesFrom('/etc/apparmor.d');

const profiles = installedProfiles();
const runnable = profiles.length > 0 && parser !== undefined;
if (!runnable) console.warn(`SKIPPED: needs the packages ${packages.join(', ')} of Debian or Ubuntu.`);

test.runIf(process.env.CI)('the packages are here', () => expect(runnable).toBe(true));

/** Whether the system's own parser accepts the file; loads nothing. */
async function accepted(path: string): Promise<boolean> {
  const known = existsSync(features) ? ['-M', features] : [];
  try {
    await promisify(execFile)(parser!, ['-QKT', '-j0', '--config-file', '/dev/null', ...known, path], {
      env: { LC_ALL: 'C' },
    });
    return true;
  } catch (error) {
    if (typeof (error as { code?: unknown }).code === 'number') return false;
    throw error;
  }
}

describe.skipIf(!runnable)('profiles of the packages', () => {
  test('there are many', () => expect(profiles.length).toBeGreaterThan(100));

  test.each(profiles)('%s', async (path) => {
    const text = readFileSync(path, 'utf8');
    const result = parse(text, { resolveInclude });
    expect(printFile(result)).toBe(text);

    const errors = result.diagnostics.filter(({ severity }) => severity === 'error');
    expect(errors.length === 0, errors.map(({ message }) => message).join('\n')).toBe(await accepted(path));

    const rules = [...walk(result.tree.items)].filter(
      ({ kind }) => !['comment', 'profile', 'variable', 'abi'].includes(kind),
    );
    const state = readState(undefined, [{ role: 'profile', path: basename(path), text }]);
    // Every profile with rules gets panels made from them.
    if (errors.length === 0 && rules.some(({ kind }) => kind === 'include' || kind === 'file'))
      expect(state.groups.length).toBeGreaterThan(0);
    expect(state.profileNames.length > 0).toBe(
      [...walk(result.tree.items)].some(({ kind }) => kind === 'profile'),
    );
  });
});
