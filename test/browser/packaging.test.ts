/** Packages and patches from the page, in a real browser: what is downloaded is what Debian's tools and git take. */
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { missingTools, run, temporaryFolder } from '../../server/export/forTests.ts';
import { browsing } from './browsing.ts';
import type { Service } from './service.ts';
import type { Workbench } from './workbench.ts';

const missing = missingTools('packages and patches from the page', ['git', 'dpkg-deb']);
const folder = temporaryFolder();
const checkout = join(folder, 'checkout');
const git = (...words: string[]) =>
  run('git', ['-C', checkout, '-c', 'user.name=T', '-c', 'user.email=t@program.example.org', ...words]);

describe.skipIf(missing.length > 0)('packaging', () => {
  beforeAll(() => {
    cpSync(join(import.meta.dirname, '../../server/export/patch/fixture'), checkout, { recursive: true });
    git('init', '-q', '-b', 'main');
    git('add', '-A');
    git('commit', '-qm', 'The program');
  });
  const here = browsing({ args: ['--workspace', checkout] });
  let page: Page;
  let service: Service;
  let workbench: Workbench;
  beforeEach(() => {
    ({ page, service, workbench } = here);
  });

  async function fromMenu(item: string): Promise<{ name: string; bytes: Buffer }> {
    const download = await workbench.download(async () => {
      await page.getByRole('button', { name: 'Download', exact: true }).click();
      await page.getByRole('menuitem').filter({ hasText: item }).click();
    });
    return { name: download.suggestedFilename(), bytes: readFileSync((await download.path())!) };
  }

  test('a .deb of the open texts', async () => {
    await workbench.open(service.url);
    const { name, bytes } = await fromMenu('A package of the profile');
    expect(name).toBe('rustnet-apparmor.deb');
    writeFileSync(join(folder, name), bytes);
    expect(run('dpkg-deb', ['-f', join(folder, name), 'Package'])).toBe('rustnet-apparmor\n');
  });

  test('a patch for the checkout that is open, which git takes, and then nothing more', async () => {
    await workbench.open(service.url);
    const { name, bytes } = await fromMenu('Patch for the checkout that is open');
    expect(name).toBe('rustnet-apparmor.patch');
    await page
      .getByText(/apply it with git am/)
      .first()
      .waitFor();
    writeFileSync(join(folder, name), bytes);
    git('am', '-q', join(folder, name));
    await page.getByRole('button', { name: 'Download', exact: true }).click();
    await page.getByRole('menuitem').filter({ hasText: 'Patch for the checkout' }).click();
    await page.getByText('The checkout has all of it already.').first().waitFor();
  });
});
