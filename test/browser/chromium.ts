/** The real browser of the tests, the screenshots and the benchmarks. */
import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

const candidates = [
  process.env.CHROMIUM,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  chromium.executablePath(),
];

/** Path of a Chromium on this machine, or undefined. `CHROMIUM` overrides. */
export const chromiumPath = candidates.find((path): path is string => !!path && existsSync(path));

export const noChromium =
  'no Chromium here: install it (Debian: apt-get install chromium) or name one in CHROMIUM=/path/to/chromium';

/** Flags that keep Chromium quiet (no calls home) and its drawing the same from run to run. */
export const chromiumFlags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--font-render-hinting=none',
  '--force-color-profile=srgb',
  '--disable-lcd-text',
];

/** For pictures: draw everything before it is shown, in one thread, so that the pixels do not depend on timing. */
export const pictureFlags = [
  '--run-all-compositor-stages-before-draw',
  '--disable-new-content-rendering-timeout',
  '--disable-threaded-animation',
  '--disable-threaded-scrolling',
  '--disable-checker-imaging',
  '--disable-partial-raster',
  '--disable-skia-runtime-opts',
  '--num-raster-threads=1',
];

export async function launchChromium(more: string[] = []): Promise<Browser> {
  if (!chromiumPath) throw new Error(noChromium);
  return chromium.launch({ executablePath: chromiumPath, args: [...chromiumFlags, ...more] });
}
