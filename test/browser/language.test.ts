/** The language features in the page: completion, explanations, going about, renaming, checks and their pages. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BrowserContext, Page } from 'playwright-core';
import { beforeEach, describe, expect, test } from 'vitest';
import { browsing } from './browsing.ts';
import { chromiumPath, noChromium } from './chromium.ts';
import type { Service } from './service.ts';
import type { Workbench } from './workbench.ts';

if (!chromiumPath) console.warn(`SKIPPED: ${noChromium}`);

const shipped = readFileSync(join(import.meta.dirname, '../../public/kits/rustnet/usr.bin.rustnet'), 'utf8');

describe.skipIf(!chromiumPath)('the language in the page', () => {
  const here = browsing();
  let context: BrowserContext;
  let page: Page;
  let service: Service;
  let workbench: Workbench;
  beforeEach(() => {
    ({ context, page, service, workbench } = here);
  });

  const open = async (query?: string) => {
    await workbench.open(service.url, query);
    await workbench.languageReady();
  };

  test('typing a capability offers its name, and Enter takes it', async () => {
    await open();
    await workbench.typeBelow('capability perfmon,', '  capability');
    await page.keyboard.type(' sys_adm', { delay: 30 });
    await workbench.suggestions.getByText('sys_admin').first().waitFor();
    await page.keyboard.press('Enter');
    await page.keyboard.type(',');
    expect(await workbench.text()).toContain('  capability sys_admin,\n');
    await workbench.valid();
  });

  test('after “include <” the abstractions of the target are offered', async () => {
    await open();
    await workbench.typeBelow('include <abstractions/base>', '  include');
    await page.keyboard.type(' <abstractions/nameser', { delay: 30 });
    await workbench.suggestions.getByText('nameservice').first().waitFor();
  });

  test('Ctrl+. says what stands at the caret; Escape leads back to the text', async () => {
    await open();
    await workbench.caretAt('capability net_raw', 13);
    await page.keyboard.press('Control+.');
    await workbench.card
      .getByText(/net_raw/)
      .first()
      .waitFor();
    expect(await workbench.violations()).toEqual([]);
    await page.keyboard.press('Escape');
    await workbench.card.waitFor({ state: 'hidden' });
    await page.keyboard.insertText('x');
    expect(await workbench.text()).toContain('capability next_raw,');
  });

  test('pointing at a word explains it', async () => {
    await open();
    await workbench.caretAt('capability sys_ptrace');
    await page.locator('.view-line', { hasText: 'sys_ptrace' }).getByText('sys_ptrace').first().hover();
    await workbench.card
      .getByText(/sys_ptrace/)
      .first()
      .waitFor();
  });

  test('F12 opens an abstraction behind a lock, to be read only', async () => {
    await open();
    await workbench.caretAt('<abstractions/consoles>', 5);
    await page.keyboard.press('F12');
    const tab = page.getByRole('tab', { name: 'to be read only: abstractions/consoles' });
    await tab.waitFor();
    await expect.poll(() => tab.getAttribute('aria-selected')).toBe('true');
    await page.keyboard.insertText('nothing is typed here');
    expect(await workbench.editor.textContent()).not.toContain('nothing is typed here');
    await page.getByRole('button', { name: 'Close abstractions/consoles' }).click();
    await expect.poll(() => tab.count()).toBe(0);
    expect(await workbench.text()).toBe(shipped);
  });

  test('Alt+F12 looks at a definition in place', async () => {
    await open();
    await workbench.caretAt('<abstractions/consoles>', 5);
    await page.keyboard.press('Alt+F12');
    await page.locator('.reference-zone-widget').getByText('/dev/console').first().waitFor();
    await page.keyboard.press('Escape');
    await expect.poll(() => page.locator('.reference-zone-widget').count()).toBe(0);
  });

  test('Shift+F12 lists every place of a variable', async () => {
    await open();
    await workbench.caretAt('@{RUSTNET_LOG_DIR} =', 5);
    await page.keyboard.press('Shift+F12');
    await page.locator('.reference-zone-widget .ref-tree').getByText('RUSTNET_LOG_DIR').nth(1).waitFor();
  });

  test('F2 renames a variable everywhere, in one step', async () => {
    await open();
    await workbench.caretAt('@{RUSTNET_GEOIP_DIR} =', 5);
    await page.keyboard.press('F2');
    const box = page.getByRole('textbox', { name: /^New name/ });
    await box.fill('not good');
    await box.press('Enter');
    await page.getByRole('alert').getByText('not good').waitFor();
    await box.fill('MAPS');
    await box.press('Enter');
    await box.waitFor({ state: 'hidden' });
    const text = await workbench.text();
    expect(text).toBe(shipped.replaceAll('@{RUSTNET_GEOIP_DIR}', '@{MAPS}'));
    await page.getByRole('banner').getByRole('button', { name: /^Undo/ }).click();
    expect(await workbench.text()).toBe(shipped);
  });

  test('Shift+Alt+F lays the text out; undo takes it back', async () => {
    await open();
    await workbench.typeBelow('capability perfmon,', 'capability    sys_admin ,');
    const before = await workbench.text();
    await workbench.focusEditor();
    await page.keyboard.press('Shift+Alt+f');
    await expect.poll(() => workbench.text()).toContain('\n  capability sys_admin,\n');
    await page.keyboard.press('Control+z');
    expect(await workbench.text()).toBe(before);
  });

  test('an include that is not there is a problem at once, without the service', async () => {
    await open();
    // It is asked, and does not answer.
    await context.route('**/api/check', () => undefined);
    await workbench.typeBelow('include <abstractions/base>', '  include <abstractions/nope>');
    await workbench.problem(/nope/).first().waitFor();
  });

  describe('checks', () => {
    const misplaced = '  # aa-workbench: ignore wide-path (nothing to silence)';

    test('are listed; “Why” opens the page about one, and Escape leads back', async () => {
      await open();
      const why = workbench.problems.getByRole('button', { name: 'Why: complain-left-on' });
      await why.click();
      const dialog = page.getByRole('dialog', { name: 'Check complain-left-on' });
      await dialog.getByRole('heading', { name: 'Corrected' }).waitFor();
      expect(await workbench.violations()).toEqual([]);
      await page.keyboard.press('Escape');
      await dialog.waitFor({ state: 'hidden' });
      await expect.poll(() => why.evaluate((node) => node === document.activeElement)).toBe(true);
    });

    test('what the kit answers for is counted, listed with its reasons when asked, and not marked', async () => {
      await open();
      await workbench.problems.getByRole('button', { name: /^0 warnings$/ }).waitFor();
      expect(await workbench.markers('warning').count()).toBe(0);
      await workbench.problems.getByRole('button', { name: /^\d+ answered by the kit$/ }).click();
      const answered = workbench.problems.getByRole('region', { name: 'Answered by the kit' });
      await answered.getByText('setresuid() to SUDO_UID or nobody').waitFor();
      expect(await workbench.violations()).toEqual([]);
      await answered.getByRole('button', { name: /lets the program become any user/ }).click();
      const line = shipped.split('\n').findIndex((text) => text.includes('capability setuid,')) + 1;
      await expect.poll(() => workbench.caret.textContent()).toMatch(new RegExp(`^Ln ${line},`));
    });

    test('offer a fix as a button: one undo step', async () => {
      await open();
      await workbench.typeBelow('capability perfmon,', misplaced);
      await workbench.problems.getByRole('button', { name: 'Remove the comment' }).click();
      await expect.poll(() => workbench.text()).toBe(shipped);
      await page.getByRole('banner').getByRole('button', { name: /^Undo/ }).click();
      expect(await workbench.text()).toContain(misplaced);
    });

    test('offer the same fix at the caret, by key', async () => {
      await open();
      await workbench.typeBelow('capability perfmon,', misplaced);
      await workbench.problem(/silences nothing/).waitFor();
      await workbench.caretAt('ignore wide-path', 9);
      await page.keyboard.press('Control+.');
      const fix = workbench.card.getByRole('button', { name: 'Remove the comment' });
      await fix.waitFor();
      await expect.poll(() => fix.evaluate((node) => node === document.activeElement)).toBe(true);
      await page.keyboard.press('Enter');
      await expect.poll(() => workbench.text()).toBe(shipped);
    });

    test('what the built-in parser objects to has its fix, too', async () => {
      await open();
      await workbench.typeBelow('capability perfmon,', '  capability net_rw,');
      await workbench.problems.getByRole('button', { name: 'Change to net_raw' }).click();
      await expect.poll(() => workbench.text()).toContain('  capability perfmon,\n  capability net_raw,\n');
    });

    test('line ends of Windows become those of Unix, and undo brings them back', async () => {
      const written = 'profile x {\r\n  network inet,\r\n  /a r,\r\n}\r\n';
      await workbench.open(service.url);
      await page.getByLabel('Profile file').setInputFiles({
        name: 'usr.bin.x',
        mimeType: 'text/plain',
        buffer: Buffer.from(written),
      });
      await workbench.problems
        .getByRole('button', { name: /line ends to those of Unix/ })
        .first()
        .click();
      await expect.poll(() => workbench.text('usr.bin.x')).toBe(written.replaceAll('\r', ''));
      await page.getByRole('banner').getByRole('button', { name: /^Undo/ }).click();
      expect(await workbench.text('usr.bin.x')).toBe(written);
      await page.getByRole('banner').getByRole('button', { name: /^Redo/ }).click();
      expect(await workbench.text('usr.bin.x')).toBe(written.replaceAll('\r', ''));
    });

    test('the banner about mixed line ends goes when they are mended', async () => {
      await workbench.open(service.url);
      await page.getByLabel('Profile file').setInputFiles({
        name: 'usr.bin.x',
        mimeType: 'text/plain',
        buffer: Buffer.from('profile x {\n  network inet,\r\n  /a r,\n}\n'),
      });
      await workbench.banner('Mixed line ends.').waitFor();
      await workbench.problems
        .getByRole('button', { name: /line ends to those of Unix/ })
        .first()
        .click();
      await workbench.banner('Mixed line ends.').waitFor({ state: 'detached' });
    });

    test('a severity can be left out of the list', async () => {
      await open();
      const row = workbench.problem(/In complain mode/).first();
      await row.waitFor();
      const filter = workbench.problems.getByRole('button', { name: /^\d+ hints?$/ });
      await filter.click();
      await row.waitFor({ state: 'hidden' });
      expect(await filter.getAttribute('aria-pressed')).toBe('false');
      expect(await workbench.violations()).toEqual([]);
      await filter.click();
      await row.waitFor();
    });

    test('of all targets: what only some releases refuse names them', async () => {
      await open();
      await workbench.problems.getByRole('button', { name: 'All targets' }).click();
      await workbench
        .problem(/debian-12/)
        .first()
        .waitFor({ timeout: 30_000 });
      await workbench.problems.getByRole('button', { name: 'All targets' }).click();
      await expect.poll(() => workbench.problem(/debian-12/).count()).toBe(0);
    });
  });

  describe('the outline', () => {
    const item = (name: string) => page.getByRole('treeitem', { name });

    test('shows what the file declares; Enter goes there', async () => {
      await open('kit=rustnet&left=outline');
      await item('tunables/global').click();
      await expect.poll(() => workbench.caret.textContent()).toMatch(/^Ln 6,/);
      await item('tunables/global').focus();
      await page.keyboard.press('End');
      await page.keyboard.press('Enter');
      const line = shipped.split('\n').findIndex((text) => text.includes('<local/usr.bin.rustnet>')) + 1;
      await expect.poll(() => workbench.caret.textContent()).toMatch(new RegExp(`^Ln ${line},`));
      expect(await workbench.violations()).toEqual([]);
    });

    test('folds and unfolds by key, and follows what is typed', async () => {
      await open('kit=rustnet&left=outline');
      await item('rustnet').last().waitFor();
      const profile = page.locator('[role="treeitem"][aria-expanded]').first();
      await profile.focus();
      await page.keyboard.press('ArrowLeft');
      await expect.poll(() => profile.getAttribute('aria-expanded')).toBe('false');
      await page.keyboard.press('ArrowRight');
      await expect.poll(() => profile.getAttribute('aria-expanded')).toBe('true');
      await workbench.typeBelow('include <abstractions/base>', '  include <abstractions/fonts>');
      await item('abstractions/fonts').waitFor();
    });
  });

  test('words behind an include say what it brings, move no line, and lead there', async () => {
    await workbench.open(service.url);
    const top = async () =>
      (await page.getByText('profile rustnet', { exact: false }).first().boundingBox())?.y;
    const before = await top();
    await workbench.languageReady();
    const note = page.locator('.wb-note', { hasText: 'variables' }).first();
    await note.waitFor();
    expect(await top()).toBe(before);
    await note.click();
    await page.getByRole('tab', { name: 'to be read only: tunables/global' }).waitFor();
  });

  describe('help', () => {
    test('? lists the keys', async () => {
      await open();
      await page.getByRole('tab', { name: 'Requirements' }).focus();
      await page.keyboard.press('?');
      const dialog = page.getByRole('dialog', { name: 'Keys' });
      await dialog.getByText(/Tab moves the focus/).waitFor();
      expect(await workbench.violations()).toEqual([]);
      await page.keyboard.press('Escape');
      await dialog.waitFor({ state: 'hidden' });
    });

    test('Ctrl+K finds what the language can do', async () => {
      await open();
      await workbench.focusEditor();
      await page.keyboard.press('Control+k');
      await page.getByRole('combobox').fill('definition');
      await page
        .getByRole('option', { name: /^Go to definition/ })
        .first()
        .waitFor();
    });

    test('Ctrl+M lets Tab leave the text', async () => {
      await open();
      await workbench.focusEditor();
      await page.keyboard.press('Control+m');
      await page.getByText('Tab moves the focus,').waitFor();
      await page.keyboard.press('Tab');
      expect(await page.evaluate(() => document.activeElement?.closest('.monaco-editor') === null)).toBe(
        true,
      );
      expect(await workbench.text()).toBe(shipped);
    });
  });
});
