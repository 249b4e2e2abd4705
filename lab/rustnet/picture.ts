/** Draws a terminal's screen as a picture: Chromium lays out its cells. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { chromiumPath, launchChromium, noChromium, pictureFlags } from '../../test/browser/chromium.ts';
import type { Cell, Screen } from './terminal.ts';

/** Writes PNG files of screens; says why where there is no Chromium. The names are absolute paths. */
export async function drawScreens(
  screens: { path: string; screen: Screen }[],
  onProgress: (line: string) => void,
): Promise<void> {
  if (!chromiumPath) return onProgress(`No pictures: ${noChromium}.`);
  const browser = await launchChromium(pictureFlags);
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
    for (const { path, screen } of screens) {
      await page.setContent(html(screen));
      await page.evaluate(() => document.fonts.ready);
      await page.locator('pre').screenshot({ path });
    }
  } finally {
    await browser.close();
  }
}

const require = createRequire(import.meta.url);
const font = () =>
  readFileSync(
    require.resolve('@fontsource-variable/jetbrains-mono/files/jetbrains-mono-latin-wght-normal.woff2'),
  ).toString('base64');

function html({ cells }: Screen): string {
  const lines = cells.map((line) => line.map(span).join('')).join('\n');
  return `<!doctype html><meta charset="utf-8"><style>
@font-face { font-family: Mono; src: url(data:font/woff2;base64,${font()}); font-weight: 100 800; }
body { margin: 0; background: #11151c; }
pre { margin: 0; padding: 12px; display: inline-block; background: #11151c; color: #d7dce5;
  font: 13px/17px Mono, 'DejaVu Sans Mono', monospace; font-variant-ligatures: none; }
span { display: inline-block; width: 1ch; height: 17px; overflow: hidden; vertical-align: top; }
</style><pre>${lines}</pre>`;
}

function span({ text, foreground, background, bold, dim, inverse }: Cell): string {
  if (text === '') return '';
  const [front, back] = [colour(foreground) ?? '#d7dce5', colour(background)];
  const style = [
    inverse ? `color:${back ?? '#11151c'};background:${front}` : `color:${front}`,
    !inverse && back ? `background:${back}` : '',
    bold ? 'font-weight:700' : '',
    dim ? 'opacity:.6' : '',
  ].filter(Boolean);
  return `<span style="${style.join(';')}">${text.replace(/[&<>]/g, (sign) => `&#${sign.charCodeAt(0)};`)}</span>`;
}

/** The first sixteen are a terminal's own to choose; the rest are xterm's cube and greys. */
const sixteen =
  '#1c212b #e06c75 #98c379 #e5c07b #61afef #c678dd #56b6c2 #abb2bf #5c6370 #f0808a #b5e08f #f5d58a #82c4ff #dd9cf0 #7fd6e0 #ffffff'.split(
    ' ',
  );

function colour(value: number | string | undefined): string | undefined {
  if (typeof value !== 'number') return value;
  if (value < 16) return sixteen[value];
  if (value >= 232) return `rgb(${Array(3).fill(8 + (value - 232) * 10)})`;
  const at = value - 16;
  const level = (step: number) => (step === 0 ? 0 : 55 + step * 40);
  return `rgb(${[Math.floor(at / 36), Math.floor(at / 6) % 6, at % 6].map(level)})`;
}
