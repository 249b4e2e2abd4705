/** The editor's colours, read from the page's own tokens, so that there is one place to change them. */
import { monaco } from './monaco.ts';
import { colours } from './themeColours.ts';
import type { TokenKind } from './tokenize.ts';

const tokenColours: Record<TokenKind, string> & Record<string, string> = {
  text: '--s-txt',
  comment: '--s-com',
  keyword: '--s-key',
  variable: '--s-var',
  include: '--s-str',
  permission: '--s-perm',
  access: '--s-acc',
  condition: '--s-num',
};

let applied: 'light' | 'dark' = 'light';

/** Colours of parts that come later than the editor: tokens' by their type, others by Monaco's names. */
export function addColours(more: {
  tokens: Record<string, string>;
  parts: Record<string, [token: string, opacity?: number]>;
}): void {
  Object.assign(tokenColours, more.tokens);
  Object.assign(colours, more.parts);
  applyEditorTheme(applied);
}

/** Define and choose the editor's theme from the style sheet as it is now. Call it after `data-theme` was set. */
export function applyEditorTheme(theme: 'light' | 'dark'): void {
  applied = theme;
  const style = getComputedStyle(document.documentElement);
  const colour = (token: string) => sixDigits(style.getPropertyValue(token).trim());
  const rules = Object.entries(tokenColours)
    .map(([token, property]) => ({
      token,
      foreground: colour(property)?.slice(1),
      fontStyle: token.startsWith('permission') ? 'bold' : '',
    }))
    .filter((rule) => rule.foreground !== undefined);
  const entries = Object.entries(colours)
    .map(([name, [token, opacity]]) => [name, withOpacity(colour(token), opacity)] as const)
    .filter((entry): entry is readonly [string, string] => entry[1] !== undefined);
  const name = `workbench-${theme}`;
  monaco.editor.defineTheme(name, {
    base: theme === 'dark' ? 'vs-dark' : 'vs',
    inherit: true,
    rules,
    colors: Object.fromEntries(entries),
  });
  monaco.editor.setTheme(name);
}

/** `#abc` and `#aabbcc` as `#aabbcc`; anything else is not a colour that Monaco takes. */
function sixDigits(value: string): string | undefined {
  if (/^#[0-9a-f]{6}$/i.test(value)) return value;
  const short = /^#([0-9a-f])([0-9a-f])([0-9a-f])$/i.exec(value);
  return short ? `#${short[1]}${short[1]}${short[2]}${short[2]}${short[3]}${short[3]}` : undefined;
}

function withOpacity(colour: string | undefined, opacity = 1): string | undefined {
  if (colour === undefined || opacity === 1) return colour;
  return (
    colour +
    Math.round(opacity * 255)
      .toString(16)
      .padStart(2, '0')
  );
}
