/** Written and enforced, and the targets, in the page: judged by the real parsers. */
import type { Page } from 'playwright-core';
import { beforeEach, describe, expect, test } from 'vitest';
import { printFeatures } from '../../shared/targets/features.ts';
import { kernelFeatures } from '../../shared/targets/kernels.ts';
import { browsing } from './browsing.ts';
import { chromiumPath, noChromium } from './chromium.ts';
import type { Service } from './service.ts';
import type { Workbench } from './workbench.ts';

if (!chromiumPath) console.warn(`SKIPPED: ${noChromium}`);

describe.skipIf(!chromiumPath)('written and enforced', () => {
  const here = browsing();
  let page: Page;
  let service: Service;
  let workbench: Workbench;
  beforeEach(() => {
    ({ page, service, workbench } = here);
  });

  // As a text: its spaces are hard ones, which no pattern takes for spaces.
  const hint = (words: string) => page.locator('.wb-enforced', { hasText: words }).first();
  const peerOnly = '  network inet dgram peer=(port=53),';
  const aside = 'capability perfmon,';

  describe('a rule that is not enforced as written', () => {
    test('is told after its line, in the verdict and in the list, with the page of its check', async () => {
      await workbench.open(service.url, 'kit=rustnet&target=ubuntu-26.04');
      await workbench.typeBelow(aside, peerOnly);
      await hint('also connect to 203.0.113.77').waitFor();
      await workbench.verdict('Valid, 1 rule wider than written');
      await workbench
        .problem(/Not enforced as written/)
        .first()
        .waitFor();
      expect(await workbench.violations()).toEqual([]);
      await workbench.problems.getByRole('button', { name: 'Why: peer-only-inet' }).first().click();
      await page.getByRole('dialog', { name: 'Check peer-only-inet' }).waitFor();
    });

    test('has a card of what is written and what is enforced, by key', async () => {
      await workbench.open(service.url, 'kit=rustnet&target=ubuntu-26.04');
      await workbench.typeBelow(aside, peerOnly);
      await hint('also connect').waitFor();
      await workbench
        .problem(/Not enforced as written/)
        .first()
        .click();
      const card = workbench.card.locator('.wb-enforced-card').first();
      await card.getByText('network inet dgram peer=(port=53),').waitFor();
      await card.getByText(/lets connect to 203\.0\.113\.77/).waitFor();
      expect(await workbench.violations()).toEqual([]);
    });

    test('goes from the page as it is mended, and its hint moves with its line', async () => {
      await workbench.open(service.url, 'kit=rustnet&target=ubuntu-26.04');
      await workbench.typeBelow(aside, peerOnly);
      await hint('also connect').waitFor();
      await workbench.typeBelow('include <abstractions/base>', '  # one more line');
      await hint('also connect').waitFor();
      await workbench.caretAt('network inet dgram peer=(port=53)');
      await page.keyboard.press('Control+Shift+k');
      await expect.poll(() => hint('also connect').count()).toBe(0);
      await workbench.valid();
    });

    test('of another target has a wave in the margin; with that target chosen, words', async () => {
      await workbench.open(service.url, 'kit=rustnet&target=ubuntu-26.04');
      await workbench.caretAt('network (connect, send, receive) inet dgram');
      await page.locator('.wb-glyph.wave').first().waitFor({ state: 'attached' });
      await page.getByRole('button', { name: /^Target:/ }).click();
      await page.getByRole('menuitemradio', { name: /^Debian unstable/ }).click();
      await hint('≈ wider').waitFor();
      await workbench.verdict('Valid, 8 rules wider than written');
    });
  });

  test('each target is asked once about an edit, and not again when another is chosen', async () => {
    const asked: string[] = [];
    page.on('request', (request) => {
      if (request.url().endsWith('/api/enforced')) asked.push(request.postDataJSON().target);
    });
    await workbench.open(service.url, 'kit=rustnet&target=ubuntu-26.04');
    await workbench.languageReady();
    const all = ['debian-12', 'debian-13', 'debian-sid', 'ubuntu-22.04', 'ubuntu-24.04', 'ubuntu-26.04'];
    await expect.poll(() => [...asked].sort(), { timeout: 20_000 }).toEqual(all);
    asked.length = 0;
    await workbench.typeBelow(aside, peerOnly);
    await hint('also connect').waitFor();
    await expect.poll(() => [...asked].sort(), { timeout: 20_000 }).toEqual(all);
    await page.getByRole('button', { name: /^Target:/ }).click();
    await page.getByRole('menuitemradio', { name: /^Debian unstable/ }).click();
    await hint('enforced: every address and port').waitFor();
    await page.waitForTimeout(3_000);
    expect([...asked].sort()).toEqual(all);
  });

  test('of an included file is told while that file is open', async () => {
    await workbench.open(service.url, 'kit=rustnet&target=ubuntu-26.04');
    await workbench.languageReady();
    await page.getByRole('button', { name: /^Target:/ }).click();
    await page.getByRole('menuitemradio', { name: /^Debian 13/ }).click();
    await page.getByRole('button', { name: 'Use the portable form' }).click();
    await workbench.typeBelow('include <abstractions/base>', '  include <abstractions/dbus-session>');
    await workbench.caretAt('<abstractions/dbus-session>', 5);
    await page.keyboard.press('F12');
    await hint('enforced: nothing, all is allowed').waitFor();
    await workbench
      .problem(/does not mediate messages on D-Bus/)
      .first()
      .waitFor();
  });

  describe('the targets page', () => {
    const dialog = () => page.getByRole('dialog', { name: 'Targets' });
    const openIt = async () => {
      await page.getByRole('button', { name: /^Target:/ }).click();
      await page.getByRole('menuitem', { name: /What each supports/ }).click();
      await dialog().waitFor();
    };
    const add = async (title: string, features: string) => {
      await dialog().getByLabel('Name').fill(title);
      await dialog()
        .getByLabel(/policy tree/)
        .selectOption('ubuntu-26.04');
      await dialog()
        .getByLabel(/^Output/)
        .fill(features);
      await dialog().getByRole('button', { name: 'Add and choose it' }).click();
    };
    const mine = () => page.getByRole('banner').getByRole('button', { name: /^Target: My server/ });

    test('says what each kernel mediates and where that is from', async () => {
      await workbench.open(service.url);
      await openIt();
      const ports = dialog().getByRole('row', { name: /^Network addresses and ports/ });
      expect(await ports.getByRole('cell').allTextContents()).toEqual(['no', 'no', 'no', 'no', 'yes', 'yes']);
      await dialog().getByText('approximated').first().waitFor();
      expect(await workbench.violations()).toEqual([]);
      await page.keyboard.press('Escape');
      await dialog().waitFor({ state: 'hidden' });
    });

    test('takes a pasted dump: the text is judged for it, here and after a reload, until it is removed', async () => {
      await workbench.open(service.url);
      await openIt();
      await add('My server', printFeatures(kernelFeatures.linux7));
      await dialog()
        .getByRole('columnheader', { name: /My server/ })
        .waitFor();
      expect(await workbench.violations()).toEqual([]);
      await page.keyboard.press('Escape');
      await workbench.verdict('Valid, 8 rules wider than written');
      await page.reload();
      await workbench.ready();
      await mine().waitFor();
      await workbench.verdict('Valid, 8 rules wider than written');
      await openIt();
      await dialog().getByRole('button', { name: 'Remove My server' }).click();
      await page.keyboard.press('Escape');
      await workbench.valid();
      expect(await mine().count()).toBe(0);
    });

    test('says what is wrong with a text that is no dump, and where', async () => {
      await workbench.open(service.url);
      await openIt();
      await add('Broken', 'file {mask {read\n}\n');
      await dialog().getByRole('alert').getByText('expected “}” for “file” at line 3').waitFor();
      // The browser tells of the refusal, too.
      expect(here.complaints.splice(0)).toEqual([expect.stringContaining('400')]);
    });
  });

  test('a switch turns all of it off, and the page remembers', async () => {
    await workbench.open(service.url, 'kit=rustnet&target=debian-sid');
    await workbench.caretAt('network (connect, send, receive) inet dgram');
    await hint('≈ wider').waitFor();
    const toggle = workbench.problems.getByRole('button', { name: 'Enforced hints' });
    await toggle.click();
    await expect.poll(() => page.locator('.wb-enforced').count()).toBe(0);
    await workbench.valid();
    expect(await toggle.getAttribute('aria-pressed')).toBe('false');
    await page.reload();
    await workbench.ready();
    await workbench.caretAt('network (connect, send, receive) inet dgram');
    await page.waitForTimeout(1500);
    expect(await page.locator('.wb-enforced').count()).toBe(0);
    await toggle.click();
    await hint('≈ wider').waitFor();
  });
});
