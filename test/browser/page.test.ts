/** The page in a real browser, served by the real service, judged by the real parser. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BrowserContext, chromium, type Page } from 'playwright-core';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { checkPolicy, closeParsers } from '../../server/parser/check.ts';
import { browsing } from './browsing.ts';
import { chromiumFlags, chromiumPath, noChromium } from './chromium.ts';
import { type Service, startService } from './service.ts';
import { Workbench } from './workbench.ts';

if (!chromiumPath) console.warn(`SKIPPED: ${noChromium}`);
test.runIf(process.env.CI)('a Chromium is here', () => expect(chromiumPath, noChromium).toBeDefined());

const shipped = readFileSync(join(import.meta.dirname, '../../public/kits/rustnet/usr.bin.rustnet'), 'utf8');

describe.skipIf(!chromiumPath)('the page', () => {
  const here = browsing({ mayComplain: true });
  let context: BrowserContext;
  let page: Page;
  let service: Service;
  let workbench: Workbench;
  let foreign: string[];
  beforeEach(() => {
    ({ context, page, service, workbench } = here);
    foreign = [];
    page.on('request', (request) => {
      const { protocol, hostname } = new URL(request.url());
      if (/^https?:$/.test(protocol) && hostname !== 'localhost') foreign.push(request.url());
    });
  });
  afterAll(closeParsers);

  describe('first load', () => {
    test("shows rustnet's profile, valid, with nothing from other hosts and no complaint", async () => {
      await workbench.open(service.url);
      await workbench.valid();
      expect(await workbench.text()).toBe(shipped);
      expect(foreign).toEqual([]);
      expect(here.complaints).toEqual([]);
    });

    test.each(['light', 'dark'])('has no accessibility violation, %s', async (theme) => {
      await workbench.open(service.url, `kit=rustnet&panel=install&theme=${theme}`);
      expect(await workbench.violations()).toEqual([]);
    });
  });

  describe('switching rules', () => {
    test('takes the rule out of the text, and undo brings it back byte for byte', async () => {
      await workbench.open(service.url);
      const option = workbench.option('Capture', 'Any device');
      await option.click();
      await expect.poll(() => option.getAttribute('aria-checked')).toBe('false');
      expect(await workbench.text()).toBe(shipped.replace(/.*network packet dgram,.*\n/, ''));
      await page.getByRole('banner').getByRole('button', { name: /^Undo/ }).click();
      await expect.poll(() => option.getAttribute('aria-checked')).toBe('true');
      expect(await workbench.text()).toBe(shipped);
    });

    test('flashes the lines it wrote', async () => {
      await workbench.open(service.url);
      const option = workbench.option('Capture', 'Any device');
      await option.click();
      await expect.poll(() => option.getAttribute('aria-checked')).toBe('false');
      await option.click();
      await page
        .locator('.monaco-editor [class*="flash"]')
        .first()
        .waitFor({ state: 'attached', timeout: 5_000 });
    });

    test('of one way leaves the others', async () => {
      await workbench.open(service.url);
      await workbench.option('Reverse DNS', 'Resolver socket only').click();
      await expect
        .poll(() => workbench.option('Reverse DNS', 'Port 53 only').getAttribute('aria-checked'))
        .toBe('false');
      expect(await workbench.text()).not.toContain('inet dgram');
      await workbench.valid();
    });

    test('the mode switch edits the flags', async () => {
      await workbench.open(service.url);
      await workbench.mode('Enforce').click();
      await expect.poll(() => workbench.mode('Enforce').getAttribute('aria-checked')).toBe('true');
      expect(await workbench.text()).toBe(shipped.replace(' flags=(complain)', ''));
    });
  });

  describe('typing', () => {
    test('moves the checkboxes', async () => {
      await workbench.open(service.url);
      const option = workbench
        .option('eBPF', 'Kernels before 5.8')
        .or(workbench.option('eBPF', 'Kernels < 5.8'))
        .first();
      await expect.poll(() => option.getAttribute('aria-checked')).toBe('false');
      await workbench.typeBelow('capability perfmon,', '  capability sys_admin,');
      await expect.poll(() => option.getAttribute('aria-checked')).toBe('true');
    });

    test('an error marks it, lists it, and its row moves the caret', async () => {
      await workbench.open(service.url);
      await workbench.typeBelow('network packet raw,', '  network inet dgram peer=(addr=127.0.0.53),');
      await workbench.markers('error').first().waitFor({ timeout: 10_000 });
      await workbench.verdict('Invalid');
      await workbench.focusEditor();
      await page.keyboard.press('Control+Home');
      await workbench.problem(/addr/).first().click();
      const line = shipped.split('\n').findIndex((text) => text.includes('network packet raw,')) + 2;
      await expect.poll(() => workbench.caret.textContent()).toMatch(new RegExp(`^Ln ${line},`));
    });

    test('broken text loses neither panels nor text', async () => {
      await workbench.open(service.url);
      await workbench.typeBelow('profile rustnet', '  "an open string {{{ [ ( @{');
      await workbench.markers('error').first().waitFor({ timeout: 10_000 });
      expect(await workbench.option('Capture', 'Any device').count()).toBe(1);
      expect((await workbench.text()).replace(/ *"an open string.*\n/, '')).toBe(shipped);
    });

    test('undo goes back through text and controls in the order of time', async () => {
      await workbench.open(service.url);
      await workbench.typeBelow('capability perfmon,', '  # mine');
      await workbench.option('Capture', 'Any device').click();
      await expect
        .poll(() => workbench.option('Capture', 'Any device').getAttribute('aria-checked'))
        .toBe('false');
      const undo = page.getByRole('banner').getByRole('button', { name: /^Undo/ });
      await undo.click();
      await expect
        .poll(() => workbench.option('Capture', 'Any device').getAttribute('aria-checked'))
        .toBe('true');
      expect(await workbench.text()).toContain('# mine');
      while (await undo.isEnabled()) await undo.click();
      expect(await workbench.text()).toBe(shipped);
    });
  });

  describe('tunables', () => {
    const add = async (value: string) => {
      await page.getByRole('button', { name: 'Add a directory to @{RUSTNET_LOG_DIR}' }).first().click();
      await page.keyboard.insertText(value);
      await page.keyboard.press('Enter');
    };

    test('a new value goes into the site file, and the profile stays as it is', async () => {
      await workbench.open(service.url);
      await add('/srv/captures');
      await expect.poll(() => workbench.text('site')).toContain('@{RUSTNET_LOG_DIR} += /srv/captures\n');
      expect(await workbench.text()).toBe(shipped);
      await workbench.valid();
    });

    test.each(['srv/captures', '/', '/a\u0007b', '/srv/../etc'])(
      'refuses %j with a reason',
      async (value) => {
        await workbench.open(service.url);
        await add(value);
        const field = page.locator('input[aria-invalid="true"]').first();
        await field.waitFor();
        const reason = await field.getAttribute('aria-describedby');
        expect(await page.locator(`[id="${reason}"]`).textContent()).not.toBe('');
      },
    );
  });

  describe('work survives', () => {
    test('a reload', async () => {
      await workbench.open(service.url);
      await workbench.typeBelow('capability perfmon,', '  # kept');
      await workbench.saved();
      await page.reload();
      await workbench.ready();
      await workbench.banner(/Restored/).waitFor();
      expect(await workbench.text()).toContain('  # kept\n');
    });

    test('a killed browser', async () => {
      const profile = mkdtempSync(join(tmpdir(), 'aa-browser-'));
      try {
        const start = () =>
          chromium.launchPersistentContext(profile, { executablePath: chromiumPath!, args: chromiumFlags });
        const first = await start();
        const before = new Workbench(await first.newPage());
        await before.open(service.url);
        await before.typeBelow('capability perfmon,', '  # killed');
        await before.page.waitForTimeout(100);
        await before.saved();
        execFileSync('pkill', ['-KILL', '-f', profile]);
        await first.close().catch(() => {});
        const second = await start();
        const after = new Workbench(await second.newPage());
        await after.open(service.url);
        expect(await after.text()).toContain('  # killed\n');
        await second.close();
      } finally {
        rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
      }
    });

    test('a corrupt store, with a message', async () => {
      await workbench.open(service.url);
      await workbench.typeBelow('capability perfmon,', '  # will be broken');
      await workbench.saved();
      await page.goto(`${service.url}/icon.svg`);
      await page.evaluate(
        () =>
          new Promise<void>((resolve, reject) => {
            const open = indexedDB.open('apparmor-workbench');
            open.onerror = () => reject(open.error);
            open.onsuccess = () => {
              const change = open.result.transaction('sessions', 'readwrite');
              const cursor = change.objectStore('sessions').openCursor();
              cursor.onsuccess = () => {
                const at = cursor.result;
                if (!at) return;
                at.update({ key: at.key, nonsense: [1, 2, 3] });
                at.continue();
              };
              change.oncomplete = () => {
                open.result.close();
                resolve();
              };
            };
          }),
      );
      await workbench.open(service.url);
      await page
        .locator('.banners')
        .getByText(/could not be read|cannot be read|not readable|damaged|corrupt/i)
        .first()
        .waitFor();
      expect(await workbench.text()).toBe(shipped);
    });

    test('a full disk, with a message and a way out', async () => {
      await workbench.open(service.url);
      await workbench.saved();
      const devtools = await context.newCDPSession(page);
      await devtools.send('Storage.overrideQuotaForOrigin', { origin: service.url, quotaSize: 1 });
      await workbench.typeBelow('capability perfmon,', `  # ${'x'.repeat(2_000)}`);
      await page
        .getByText(/Not saved/)
        .first()
        .waitFor();
      await page
        .getByRole('button', { name: /Download a copy/ })
        .first()
        .waitFor();
    });

    test('a service that goes away and comes back', async () => {
      const other = await startService();
      await workbench.open(other.url);
      await other.stop();
      await workbench.typeBelow('capability perfmon,', '  # away');
      await page
        .getByText(/does not answer/)
        .first()
        .waitFor({ timeout: 15_000 });
      await workbench.option('Capture', 'Any device').click();
      await expect
        .poll(() => workbench.option('Capture', 'Any device').getAttribute('aria-checked'))
        .toBe('false');
      const back = await startService({ port: other.port });
      try {
        await page.getByRole('button', { name: 'Try again' }).first().click();
        await workbench.valid();
      } finally {
        await back.stop();
      }
    });

    test('a second tab, which only reads until it takes over', async () => {
      await workbench.open(service.url);
      const second = new Workbench(await context.newPage());
      await second.page.goto(`${service.url}/?kit=rustnet`);
      await second.page.getByRole('button', { name: 'Edit here' }).waitFor({ timeout: 20_000 });
    });
  });

  describe('downloads', () => {
    test('the profile is one that apparmor_parser takes', async () => {
      await workbench.open(service.url);
      await workbench.option('Capture', 'Any device').click();
      await expect
        .poll(() => workbench.option('Capture', 'Any device').getAttribute('aria-checked'))
        .toBe('false');
      const text = await workbench.text();
      expect(text).not.toBe(shipped);
      expect(
        await checkPolicy({ files: [{ path: 'usr.bin.rustnet', text }], target: 'ubuntu-26.04' }),
      ).toMatchObject({ verdict: 'valid' });
    });

    test('the archive holds what goes into /etc, and how to install it', async () => {
      await workbench.open(service.url);
      const download = await workbench.download(async () => {
        await page.getByRole('button', { name: 'Download', exact: true }).click();
        await page.getByRole('menuitem').filter({ hasText: '.tar.gz' }).click();
      });
      const folder = mkdtempSync(join(tmpdir(), 'aa-archive-'));
      try {
        writeFileSync(join(folder, 'archive.tar.gz'), readFileSync((await download.path())!));
        execFileSync('tar', ['-xzf', 'archive.tar.gz'], { cwd: folder });
        const root = execFileSync('find', [folder, '-path', '*etc/apparmor.d/usr.bin.rustnet'], {
          encoding: 'utf8',
        }).trim();
        expect(readFileSync(root, 'utf8')).toBe(shipped);
        expect(execFileSync('find', [folder, '-name', 'INSTALL'], { encoding: 'utf8' })).not.toBe('');
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
    });
  });

  test('the Changes tab shows what differs from the shipped profile', async () => {
    await workbench.open(service.url, 'kit=rustnet&panel=changes');
    await workbench.option('Capture', 'Any device').click();
    await page
      .getByRole('tabpanel', { name: /Changes/ })
      .getByText('network packet dgram')
      .first()
      .waitFor();
  });

  test('another target is asked, and its refusal shown', async () => {
    await workbench.open(service.url, 'kit=rustnet&target=debian-12');
    await workbench.verdict('Invalid');
  });

  test('every pane is reached by keyboard', async () => {
    await workbench.open(service.url);
    await page.keyboard.press('/');
    await expect.poll(() => page.evaluate(() => document.activeElement?.id)).toBe('rules-filter');
    const seen = new Set<string>();
    for (let step = 0; step < 6; step++) {
      await page.keyboard.press('F6');
      seen.add(
        await page.evaluate(
          () => document.activeElement?.closest('[aria-label]')?.getAttribute('aria-label') ?? '',
        ),
      );
    }
    // Rules, text, checks, problems.
    expect([...seen]).toHaveLength(4);
  });
});
