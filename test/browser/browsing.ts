/** What the browser tests of a file share: the service, a browser, and for each test a page of its own. */
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest';
import { launchChromium } from './chromium.ts';
import { type Service, startService } from './service.ts';
import { Workbench } from './workbench.ts';

/** As it is at the moment: the service from before all tests on, the rest from before each. */
export interface Browsing {
  service: Service;
  context: BrowserContext;
  page: Page;
  workbench: Workbench;
  /** Errors of the page and of its console; expected ones are to be taken out. */
  complaints: string[];
}

/** To be called in a `describe`. Pages that complain fail their test, unless they may. */
export function browsing({
  args,
  mayComplain = false,
}: {
  args?: string[];
  mayComplain?: boolean;
} = {}): Browsing {
  const here = {} as Browsing;
  let browser: Browser | undefined;
  beforeAll(async () => {
    here.service = await startService(args ? { args } : {});
    browser = await launchChromium();
  });
  afterAll(async () => {
    await browser?.close();
    await here.service?.stop();
  });
  beforeEach(async () => {
    here.context = await browser!.newContext({
      viewport: { width: 1440, height: 900 },
      acceptDownloads: true,
    });
    here.page = await here.context.newPage();
    here.workbench = new Workbench(here.page);
    here.complaints = [];
    here.page.on('pageerror', (error) => here.complaints.push(error.message));
    here.page.on('console', (message) => message.type() === 'error' && here.complaints.push(message.text()));
  });
  afterEach(async () => {
    await here.context.close();
    if (!mayComplain) expect(here.complaints).toEqual([]);
  });
  return here;
}
