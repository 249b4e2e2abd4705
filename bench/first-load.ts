/**
 * First load: bytes over the wire until the page is whole, and time until a typed letter stands on the screen, against a page
 * with Monaco alone. Both are served by the same service code, each load in a fresh, empty browser context.
 */
import type { Server, Socket } from 'node:net';
import type { Browser, Page } from 'playwright-core';
import { kilobytes, type Measurement, median, milliseconds } from './measure.ts';

export interface Load {
  /** Until the page is whole: text, panels and first verdict. */
  bytes: number;
  /** Until nothing more comes by itself: with completion, checks, the policy tree, and every target's answers. */
  bytesLater: number;
  milliseconds: number;
}

/** A page and what its server has sent so far, in bytes. */
export interface Served {
  url: string;
  sent(): number;
  /** Whether the page says on its root element when its first view is whole. */
  tellsWhenReady?: true;
}

/**
 * What a server sends, counted at its sockets: the browser's own figures leave out what workers are made of.
 * Call it before the first connection.
 */
export function countSent(server: Server): () => number {
  const sockets = new Set<Socket>();
  let closed = 0;
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => {
      sockets.delete(socket);
      closed += socket.bytesWritten;
    });
  });
  return () => closed + [...sockets].reduce((sum, { bytesWritten }) => sum + bytesWritten, 0);
}

/** Load a page once and type into the editor as soon as it takes a letter. */
export async function load(browser: Browser, served: Served): Promise<Load> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  const before = served.sent();
  const whole = served.tellsWhenReady && (await sentWhenReady(page, served));
  const started = performance.now();
  await page.goto(served.url, { waitUntil: 'commit' });
  await page.locator('.monaco-editor .view-line').first().waitFor({ state: 'attached' });
  await page.locator('.monaco-editor textarea, .monaco-editor .native-edit-context').first().focus();
  await page.keyboard.press('Control+Home');
  await page.keyboard.type('Q');
  await page.waitForFunction(() => document.querySelector('.view-lines')?.textContent?.includes('Q'));
  const spent = performance.now() - started;
  // What the first view still lacks after the first letter counts (workers, fonts, panels, the verdict). What a page
  // with Monaco alone never has (the language service, checks, decisions) comes after that, and is told apart.
  if (!whole) await page.waitForLoadState('networkidle');
  const bytes = (whole ? await whole.bytes : served.sent()) - before;
  await page.waitForLoadState('networkidle');
  const bytesLater = served.sent() - before;
  await context.close();
  return { bytes, bytesLater, milliseconds: spent };
}

/**
 * The bytes sent when the page says that it is whole, counted at that moment: a look from outside comes later, by as much
 * as the machine is busy. In an object, as a promise alone would be waited for.
 */
async function sentWhenReady(page: Page, { sent }: Served): Promise<{ bytes: Promise<number> }> {
  let tell: (bytes: number) => void = () => {};
  const bytes = new Promise<number>((resolve) => {
    tell = resolve;
  });
  await page.exposeFunction('benchReady', () => tell(sent()));
  await page.addInitScript(() => {
    const told = globalThis as unknown as { benchReady(): void };
    new MutationObserver(() => {
      if (document.documentElement?.dataset.ready === 'true') told.benchReady();
    }).observe(document, { subtree: true, attributeFilter: ['data-ready'] });
  });
  return { bytes };
}

export async function measureFirstLoad(
  browser: Browser,
  pages: { workbench: Served; alone: Served },
  rounds: number,
): Promise<Measurement[]> {
  const loads: Record<'workbench' | 'alone', Load[]> = { workbench: [], alone: [] };
  for (let round = -1; round < rounds; round++) {
    for (const name of ['alone', 'workbench'] as const) {
      const one = await load(browser, pages[name]);
      if (round >= 0) loads[name].push(one);
    }
  }
  const of = (name: 'workbench' | 'alone', what: keyof Load) => median(loads[name].map((one) => one[what]));
  const bytes = { workbench: of('workbench', 'bytes'), alone: of('alone', 'bytes') };
  const times = { workbench: of('workbench', 'milliseconds'), alone: of('alone', 'milliseconds') };
  return [
    {
      id: 'first-load-bytes',
      what: 'First load, bytes sent: the page against Monaco alone',
      ratio: bytes.workbench / bytes.alone,
      atMost: 1.3,
      medians: { workbench: kilobytes(bytes.workbench), 'Monaco alone': kilobytes(bytes.alone) },
      note: `until the first verdict stands; with completion, checks and all targets' answers, which load after it, ${kilobytes(of('workbench', 'bytesLater'))}`,
    },
    {
      id: 'first-load-typing',
      what: 'First load, time until typing works: the page against Monaco alone',
      ratio: times.workbench / times.alone,
      atMost: 1.3,
      medians: { workbench: milliseconds(times.workbench), 'Monaco alone': milliseconds(times.alone) },
    },
  ];
}
