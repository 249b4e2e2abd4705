/** The Install tab for each release: what is enforced there, how that is known, and the commands. */
import type { Page } from 'playwright-core';
import { beforeEach, describe, expect, test } from 'vitest';
import { browsing } from './browsing.ts';
import { chromiumPath, noChromium } from './chromium.ts';
import type { Service } from './service.ts';
import type { Workbench } from './workbench.ts';

if (!chromiumPath) console.warn(`SKIPPED: ${noChromium}`);

describe.skipIf(!chromiumPath)('install', () => {
  const here = browsing();
  let page: Page;
  let service: Service;
  let workbench: Workbench;
  beforeEach(async () => {
    ({ page, service, workbench } = here);
    await workbench.open(service.url, 'kit=rustnet&target=ubuntu-26.04&panel=install');
    await says(/^\d+ of \d+ requirements met/);
  });

  /** Waits until the tab says this of the release. */
  const says = (words: RegExp | string) =>
    workbench.part('Enforced there').getByText(words).first().waitFor();

  test('a kernel that was run says what is not enforced there, and opens the runs', async () => {
    await workbench.release('13').click();
    await says(/by the kit’s form for it$/);
    await says(/^Not enforced, because .*Non-DNS egress blocked/);
    await says(/all of it is allowed: .*Network addresses and ports/);
    await says('shipped');
    await page.getByText(/The kit has a portable form for it .*Any inet/).waitFor();
    await says(/^Run on Linux 6\.\d+ with the kit’s form/);
    expect(await workbench.violations()).toEqual([]);
    await workbench.part('Enforced there').getByRole('button', { name: 'See the runs' }).click();
    await workbench
      .dialog('Seen on real kernels')
      .getByRole('button', { name: 'Reading /etc/shadow is refused' })
      .waitFor();
  });

  test('a kernel that was not run is told as computed, and as approximated', async () => {
    await workbench.release('26.04').click();
    await says(/^(\d+) of \1 requirements met, by this text$/);
    await says('approximated');
    await says('Not run on a real kernel of ubuntu-26.04: computed only');
    await page.getByText(/This text has the options of the kit’s form of its own .*Port 53 only/).waitFor();
    await workbench.release('22.04').click();
    await page.getByText('ubuntu-22.04 cannot read this text.').waitFor();
    await says(/^Not enforced, because .*Non-DNS egress blocked/);
  });

  test('has the commands for an archive and for a package', async () => {
    await page
      .getByText('sudo apparmor_parser -R /etc/apparmor.d/usr.bin.rustnet', { exact: true })
      .waitFor();
    await page.getByRole('radio', { name: 'Package' }).click();
    await page.getByText('sudo apt install ./rustnet-apparmor.deb').waitFor();
    await page.getByText('sudo apt purge rustnet-apparmor').waitFor();
    for (const command of ['apparmor_parser -r', 'aa-complain', 'aa-enforce'])
      await page.getByText(`sudo ${command} /etc/apparmor.d/usr.bin.rustnet`).first().waitFor();
    expect(await workbench.violations()).toEqual([]);
  });

  test('the archive is for the release that is chosen there', async () => {
    await workbench.release('24.04').click();
    const [request] = await Promise.all([
      page.waitForRequest(/\/api\/download$/),
      workbench.download(() =>
        page.getByRole('button', { name: 'Download rustnet-apparmor.tar.gz' }).click(),
      ),
    ]);
    expect(request.postDataJSON()).toMatchObject({ target: 'ubuntu-24.04', format: 'tar' });
  });
});
