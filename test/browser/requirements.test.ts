/** The grid of requirements, What if, and requirements of one's own, answered by the real parsers. */
import type { Page } from 'playwright-core';
import { beforeEach, describe, expect, test } from 'vitest';
import { browsing } from './browsing.ts';
import { chromiumPath, noChromium } from './chromium.ts';
import { Workbench } from './workbench.ts';

if (!chromiumPath) console.warn(`SKIPPED: ${noChromium}`);

describe.skipIf(!chromiumPath)('requirements', () => {
  const here = browsing();
  let page: Page;
  beforeEach(async () => {
    ({ page } = here);
    await here.workbench.open(here.service.url, 'kit=rustnet&target=ubuntu-26.04&panel=requirements');
    await page.getByText(/^\d+ of \d+ met$/).waitFor();
  });

  test('are answered on every target, and a cell names the rules that decide', async () => {
    await page
      .getByRole('button', { name: /^UDP 9\.9\.9\.9:53 on ubuntu-26\.04: allowed, as required/ })
      .click();
    const why = page.getByRole('region', { name: 'The cell explained' });
    await why
      .getByText(/peer=\(port=53\)/)
      .first()
      .waitFor();
    expect(await why.textContent()).toContain('Allowed, as required');
    expect(await here.workbench.violations()).toEqual([]);
  });

  test('cells are moved in by arrows; Enter explains, Escape closes, and once more leads to the text', async () => {
    const why = page.getByRole('region', { name: 'The cell explained' });
    const here = () => page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? '');
    await page.getByRole('button', { name: /^UDP 9\.9\.9\.9:53 on ubuntu-26\.04: / }).focus();
    await page.keyboard.press('ArrowLeft');
    expect(await here()).toMatch(/^UDP 9\.9\.9\.9:53 on ubuntu-24\.04: /);
    await page.keyboard.press('ArrowDown');
    const below = await here();
    expect(below).toMatch(/ on ubuntu-24\.04: /);
    expect(below).not.toMatch(/^UDP 9\.9\.9\.9:53 /);
    await page.keyboard.press('Home');
    expect(await here()).toMatch(/ on debian-12: /);
    await page.keyboard.press('Enter');
    await why.getByText('debian-12', { exact: true }).waitFor();
    await page.keyboard.press('Escape');
    await why.waitFor({ state: 'detached' });
    expect(await here()).toMatch(/ on debian-12: /);
    await page.keyboard.press('Escape');
    await expect
      .poll(() => page.evaluate(() => document.activeElement?.closest('.monaco-editor') !== null))
      .toBe(true);
  });

  test('the grid, a cell and What if have no accessibility violation in dark', async () => {
    await page.getByRole('button', { name: /^Theme/ }).click();
    await page.getByRole('menuitemradio', { name: 'Dark' }).click();
    await page.getByRole('button', { name: /^UDP 203\.0\.113\.7:1234 on debian-13: / }).click();
    await page.getByRole('region', { name: 'The cell explained' }).getByText('Not expressible').waitFor();
    expect(await here.workbench.violations()).toEqual([]);
    await page.getByRole('tab', { name: 'What if' }).click();
    await page.getByRole('button', { name: 'load a module' }).click();
    await page.getByText('Denied on ubuntu-26.04').waitFor();
    expect(await here.workbench.violations()).toEqual([]);
  });

  test('an edit that would mend a cell is applied, and one undo takes it back', async () => {
    const workbench = new Workbench(page);
    await workbench.option('Capture', 'Packet sockets').click();
    await page.getByRole('button', { name: /^Packet socket.* on ubuntu-26\.04: denied, wrong/ }).click();
    const why = page.getByRole('region', { name: 'The cell explained' });
    await why.getByRole('button', { name: /Packet sockets/ }).click();
    await page
      .getByRole('button', { name: /^Packet socket.* on ubuntu-26\.04: allowed, as required/ })
      .waitFor();
    await expect
      .poll(() => workbench.option('Capture', 'Packet sockets').getAttribute('aria-checked'))
      .toBe('true');
    await page.getByRole('banner').getByRole('button', { name: /^Undo/ }).click();
    await expect
      .poll(() => workbench.option('Capture', 'Packet sockets').getAttribute('aria-checked'))
      .toBe('false');
  });

  test('a file that is none is refused with the place, and what was there stays', async () => {
    const read = (text: string) =>
      page.getByLabel('Requirements file').setInputFiles({
        name: 'mine.json',
        mimeType: 'application/json',
        buffer: Buffer.from(text),
      });
    await read(
      '{"requirements": [{"id": "a", "title": "A", "want": "perhaps", "request": {"op": "userns"}}]}',
    );
    await page.getByText(/^mine\.json is not read\. .*want/).waitFor();
    await read('not JSON');
    await page.getByText(/^mine\.json is not read\. /).waitFor();
    await page.getByRole('button', { name: /^UDP 9\.9\.9\.9:53 on ubuntu-26\.04: allowed/ }).waitFor();
  });

  test('a profile without a kit has What if, and requirements of one’s own', async () => {
    await page.getByLabel('Profile file').setInputFiles({
      name: 'usr.bin.x',
      mimeType: 'text/plain',
      buffer: Buffer.from('abi <abi/4.0>,\nprofile x /usr/bin/x {\n  /etc/x.conf r,\n}\n'),
    });
    await page.getByText('No requirements', { exact: true }).waitFor();
    expect(await here.workbench.violations()).toEqual([]);
    await page.getByRole('button', { name: 'New requirement' }).click();
    await page.getByLabel('Title').fill('No passwords');
    await page.getByRole('button', { name: 'Keep the requirement' }).click();
    await page.getByRole('button', { name: /^No passwords on ubuntu-26\.04: denied, as required/ }).waitFor();
    await page.getByRole('tab', { name: 'What if' }).click();
    await page.getByRole('button', { name: 'load a module' }).click();
    await page.getByText('Denied on ubuntu-26.04').waitFor();
  });

  test('what a kernel cannot tell apart is not expressible there', async () => {
    await page
      .getByRole('button', { name: /^UDP 203\.0\.113\.7:1234 on debian-13: .*not expressible/i })
      .click();
    await page.getByRole('region', { name: 'The cell explained' }).getByText('Not expressible').waitFor();
  });

  test('what real kernels did is told in the cell, and opens with commands, records and screens', async () => {
    const workbench = new Workbench(page);
    await page.getByRole('button', { name: /^Read \/etc\/shadow on debian-13: denied, as required/ }).click();
    const seen = workbench.seenOnKernels;
    await seen
      .getByText(/^Linux 6\.\d+ passed · 7\.\d+ passed$/)
      .first()
      .waitFor();
    // The form for Ubuntu's kernels is open, and another one was run.
    expect(await seen.textContent()).toContain('the form for ubuntu-26.04, which is open here');
    await seen.getByRole('button', { name: 'Reading /etc/shadow is refused' }).click();
    const evidence = workbench.dialog('Reading /etc/shadow is refused');
    await evidence
      .getByText(/apparmor="DENIED".*name="\/etc\/shadow"/)
      .first()
      .waitFor();
    expect(await here.workbench.violations()).toEqual([]);

    await evidence.getByRole('button', { name: 'All checks' }).click();
    await workbench
      .dialog('Seen on real kernels')
      .getByRole('button', { name: 'Countries from the City database in enforce mode' })
      .click();
    const countries = workbench.dialog('Countries from the City database in enforce mode');
    const picture = countries.getByRole('img').first();
    await expect
      .poll(() => picture.evaluate((image: HTMLImageElement) => image.naturalWidth))
      .toBeGreaterThan(100);
    await countries.getByText('As text').first().click();
    await countries
      .getByText(/Country\s+[A-Z]/)
      .first()
      .waitFor();
    expect(await here.workbench.violations()).toEqual([]);
    await page.keyboard.press('Escape');
    await countries.waitFor({ state: 'detached' });
  });

  test('what was run is not taken for one’s own edits', async () => {
    const workbench = new Workbench(page);
    await workbench.option('Logging and export', '/tmp and /var/tmp').click();
    await page.getByRole('button', { name: /^Read \/etc\/shadow on ubuntu-26\.04/ }).click();
    await workbench.seenOnKernels
      .getByText(/as shipped, not for your edits: .*“Logging and export”/)
      .waitFor();
    await workbench.seenOnKernels.getByText(/^Not run on ubuntu-26\.04/).waitFor();
    await page.getByRole('button', { name: /^Read \/proc\/kcore on debian-13/ }).click();
    await page.getByText('decided from the compiled policy only').waitFor();
  });

  test('a part that cannot be fetched says so, is not fetched without end, and comes when it can', async () => {
    const parts = /\/assets\/(?:evidence|InstallPanel)-/;
    const asked: string[] = [];
    await page.route(parts, (route) => {
      asked.push(route.request().url());
      return route.abort();
    });
    await page.reload();
    await page.getByRole('button', { name: /^Read \/etc\/shadow on debian-13/ }).click();
    await page.getByText(/^The evidence of the runs cannot be shown: /).waitFor();
    await page.getByRole('tab', { name: 'Install' }).click();
    await page.getByText('This part could not be shown').waitFor();
    // Once or twice each when they were shown, and once when nothing else was to do.
    expect(asked.length).toBeLessThan(10);
    await page.unroute(parts);
    await expect
      .poll(
        async () => {
          const again = page.getByRole('button', { name: 'Try again' });
          if (await again.isVisible()) await again.click();
          return page.getByRole('radiogroup', { name: /^Release/ }).isVisible();
        },
        { timeout: 20_000 },
      )
      .toBe(true);
    here.complaints = here.complaints.filter(
      (words) => !/ERR_FAILED|dynamically imported|preload CSS/.test(words),
    );
  });

  test('What if answers on every target', async () => {
    await page.getByRole('tab', { name: 'What if' }).click();
    await page.getByRole('button', { name: 'load a module' }).click();
    await page.getByText('Denied on ubuntu-26.04').waitFor();
    expect(await here.workbench.violations()).toEqual([]);
  });

  test('of one’s own are asked too, and are still there after a reload', async () => {
    await page.getByRole('button', { name: 'New requirement' }).click();
    await page.getByLabel('Title').fill('No passwords');
    await page.getByRole('button', { name: 'Keep the requirement' }).click();
    const cell = page.getByRole('button', { name: /^No passwords on ubuntu-26\.04: denied, as required/ });
    await cell.waitFor();
    expect(await here.workbench.violations()).toEqual([]);
    await page.getByText('Saved', { exact: true }).waitFor();
    await page.reload();
    await cell.waitFor();
    await cell.click();
    await page.getByRole('button', { name: 'Remove' }).click();
    await cell.waitFor({ state: 'detached' });
  });
});
