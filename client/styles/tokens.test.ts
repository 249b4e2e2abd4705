import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { colours as editorColours } from '../editor/themeColours.ts';

const css = readFileSync(new URL('./tokens.css', import.meta.url), 'utf8');
const colours = (block: string) =>
  Object.fromEntries(
    [...block.matchAll(/--([\w-]+):\s*(#[0-9a-f]{6});/g)].map(([, name, value]) => [name, value]),
  );
const [lightBlock = '', darkBlock = ''] = css.split('[data-theme="dark"]');
const light = colours(lightBlock);
const dark = { ...light, ...colours(darkBlock) };

/** Relative luminance and contrast, as WCAG 2.2 defines them. */
const luminance = (hex: string) => {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
};
const contrast = (a: string, b: string) => {
  const [dim = 0, bright = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (bright + 0.05) / (dim + 0.05);
};

/** A colour of the editor's, see-through as it is, on a ground. */
const over = (theme: Record<string, string>, name: string, ground: string) => {
  const [token, opacity = 1] = editorColours[name]!;
  const top = theme[token.slice(2)] ?? '';
  const mixed = [1, 3, 5].map((at) => {
    const [a, b] = [top, ground].map((hex) => Number.parseInt(hex.slice(at, at + 2), 16)) as [number, number];
    return Math.round(a * opacity + b * (1 - opacity))
      .toString(16)
      .padStart(2, '0');
  });
  return `#${mixed.join('')}`;
};

const syntax = ['com', 'key', 'var', 'str', 'perm', 'acc', 'num', 'txt'].map((kind) => `s-${kind}`);
const grounds = ['bg', 'surface', 'sunken', 'raised', 'hover'];
const soft = (tone: string) => [tone, ['surface', 'sunken', `${tone}-soft`]] as const;
/** What is written on what. */
const written: (readonly [ink: string, on: readonly string[]])[] = [
  [
    'text',
    [...grounds, 'accent-soft', 'ok-soft', 'warn-soft', 'bad-soft', 'info-soft', 'ed', 'ed-line', 'ed-flash'],
  ],
  ['text-2', [...grounds, 'accent-soft', 'ok-soft', 'warn-soft', 'bad-soft', 'info-soft']],
  ['text-3', ['bg', 'surface', 'sunken', 'raised', 'hover']],
  ['accent', ['surface', 'sunken', 'raised']],
  ['accent-2', ['surface', 'accent-soft']],
  ['on-accent', ['accent']],
  soft('ok'),
  soft('warn'),
  soft('bad'),
  soft('info'),
  ['ed-num', ['ed', 'ed-line']],
  ...syntax.map((ink) => [ink, ['ed', 'ed-line', 'ed-flash']] as const),
];

describe.each([
  ['light', light],
  ['dark', dark],
])('%s', (_, theme) => {
  const pair = (ink: string, on: string) => contrast(theme[ink] ?? '', theme[on] ?? '');
  test('has every colour', () => expect(Object.keys(theme).length).toBeGreaterThan(40));
  test.each(written)('%s can be read on %j', (ink, on) => {
    for (const ground of on) expect(pair(ink, ground), `${ink} on ${ground}`).toBeGreaterThanOrEqual(4.5);
  });
  test.each([...syntax, 'bad'])('%s can be read where it is selected, on the caret’s line too', (ink) => {
    for (const line of ['ed', 'ed-line']) {
      const selected = over(theme, 'editor.selectionBackground', theme[line] ?? '');
      for (const ground of [selected, over(theme, 'editor.wordHighlightBackground', selected)])
        expect(contrast(theme[ink] ?? '', ground), line).toBeGreaterThanOrEqual(4.5);
    }
  });
  test('edges of controls can be seen', () => {
    for (const ground of ['surface', 'sunken']) expect(pair('ctl', ground)).toBeGreaterThanOrEqual(3);
  });
  test('white can be read on the fill of what is wrong', () =>
    expect(contrast('#ffffff', theme['bad-fill'] ?? '')).toBeGreaterThanOrEqual(4.5));
});
