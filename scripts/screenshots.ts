/**
 * `npm run screenshots`: docs/screenshots/*.png from the real page, served by the real service, in headless Chromium.
 * The same machine gives the same pixels: `--twice` takes them two times and compares. With names, only those:
 * `npm run screenshots -- evidence`.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { PNG } from 'pngjs';
import { chromiumPath, launchChromium, noChromium, pictureFlags } from '../test/browser/chromium.ts';
import { startService } from '../test/browser/service.ts';
import { Workbench } from '../test/browser/workbench.ts';

const folder = join(import.meta.dirname, '../docs/screenshots');
const themes = ['light', 'dark'] as const;

interface Shot {
  name: string;
  /** Deep link, theme apart. */
  query: string;
  prepare?: (workbench: Workbench) => Promise<void>;
  /** Only this pane, by its name. */
  part?: string;
}

const shots: Shot[] = [
  { name: 'page', query: 'kit=rustnet&panel=install' },
  { name: 'requirements', query: 'kit=rustnet&panel=requirements' },
  {
    name: 'what-if',
    query: 'kit=rustnet&panel=whatif',
    prepare: async ({ page }) => {
      await page.getByRole('button', { name: 'nc -u 203.0.113.7 1234' }).click();
      await page.getByText('How ubuntu-26.04 decides').waitFor();
    },
  },
  {
    name: 'evidence',
    query: 'kit=rustnet&panel=requirements',
    prepare: async (workbench) => {
      const { page } = workbench;
      await page.getByRole('button', { name: /^Read ~\/\.ssh\/id_ed25519 on debian-13/ }).click();
      await workbench.seenOnKernels.getByRole('button', { name: 'Reading an ssh key is refused' }).click();
      await workbench.dialog('Reading an ssh key is refused').getByText('DENIED').first().waitFor();
    },
  },
  { name: 'rules', query: 'kit=rustnet', part: 'Rules, tunables and outline' },
  { name: 'tunables', query: 'kit=rustnet&left=tunables', part: 'Rules, tunables and outline' },
  {
    name: 'parser-error',
    query: 'kit=rustnet&panel=changes',
    prepare: async (workbench) => {
      await workbench.languageReady();
      await workbench.page.getByText('includes 83 variables').waitFor();
      await workbench.typeBelow('network packet raw,', '  network inet dgram peer=(addr=127.0.0.53),');
      await workbench.verdict('Invalid');
      await workbench.problem(/addr/).first().click();
    },
  },
];

async function take(browser: Browser, url: string): Promise<Map<string, Buffer>> {
  const pictures = new Map<string, Buffer>();
  const named = process.argv.slice(2).filter((word) => !word.startsWith('--'));
  const wanted = named.length > 0 ? shots.filter(({ name }) => named.includes(name)) : shots;
  for (const theme of themes)
    for (const shot of wanted) {
      // A context of its own: nothing is restored from the shot before.
      const context = await browser.newContext({
        viewport: { width: 1440, height: 900 },
        colorScheme: theme,
        reducedMotion: 'reduce',
        locale: 'en-GB',
        timezoneId: 'UTC',
      });
      const page = await context.newPage();
      const workbench = new Workbench(page);
      await workbench.open(url, `${shot.query}&theme=${theme}`);
      await shot.prepare?.(workbench);
      await settle(page);
      const place = shot.part ? page.getByRole('region', { name: shot.part, exact: true }) : page;
      pictures.set(
        `${shot.name}-${theme}.png`,
        await still(() => place.screenshot({ animations: 'disabled', caret: 'hide' })),
      );
      await context.close();
    }
  return pictures;
}

/** The rectangle in which two pictures differ, in words; undefined where every pixel is the same. */
function difference(one: Buffer, other: Buffer): string | undefined {
  const [a, b] = [PNG.sync.read(one), PNG.sync.read(other)];
  if (a.width !== b.width || a.height !== b.height) return 'another size';
  const [xs, ys]: [number[], number[]] = [[], []];
  for (let at = 0; at < a.data.length; at += 4)
    if (a.data.readUInt32LE(at) !== b.data.readUInt32LE(at)) {
      xs.push((at / 4) % a.width);
      ys.push(Math.floor(at / 4 / a.width));
    }
  if (xs.length === 0) return undefined;
  const span = (values: number[]) =>
    values
      .reduce(([low, high], value) => [Math.min(low!, value), Math.max(high!, value)], [Infinity, 0])
      .join(' to ');
  return `x ${span(xs)}, y ${span(ys)}`;
}

/** The picture once nothing moves any more: two in a row with the same pixels. */
async function still(shoot: () => Promise<Buffer>): Promise<Buffer> {
  let before = await shoot();
  for (let tries = 0; tries < 20; tries++) {
    await new Promise((resolve) => setTimeout(resolve, 300));
    const now = await shoot();
    if (now.equals(before)) return now;
    before = now;
  }
  throw new Error('the page does not come to rest');
}

/** What changes from run to run is not the page's look: times measured, and messages that come and go. */
async function settle(page: Page): Promise<void> {
  await page.mouse.move(0, 0);
  await page.addStyleTag({
    content:
      '.toasts, .monaco-editor .cursors-layer, .monaco-editor [class*=wordHighlight], .monaco-editor .bracket-match, .monaco-editor .scrollbar, .monaco-editor .decorationsOverviewRuler { visibility: hidden !important; }',
  });
  // How long the parser took differs from run to run: the times are left out.
  await page.evaluate(() => {
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = texts.nextNode(); node; node = texts.nextNode())
      node.nodeValue = (node.nodeValue ?? '').replace(/(?: · )?\d+(?:\.\d+)? m?s$/, '');
  });
  await page.waitForTimeout(1_000);
}

if (!chromiumPath) {
  console.error(noChromium);
  process.exit(2);
}
const service = await startService();
const browser = await launchChromium(pictureFlags);
try {
  const pictures = await take(browser, service.url);
  mkdirSync(folder, { recursive: true });
  for (const [name, picture] of pictures) writeFileSync(join(folder, name), picture);
  console.log(`wrote ${[...pictures.keys()].join(', ')} to docs/screenshots`);
  if (process.argv.includes('--twice')) {
    const again = await take(browser, service.url);
    const changed = [...pictures].flatMap(([name, picture]) => {
      const place = difference(picture, again.get(name)!);
      return place ? [`${name} (${place})`] : [];
    });
    console.log(
      changed.length === 0
        ? 'the second time: the same pixels'
        : `DIFFERENT the second time: ${changed.join(', ')}`,
    );
    if (changed.length > 0) process.exitCode = 1;
  }
} finally {
  await browser.close();
  await service.stop();
}
