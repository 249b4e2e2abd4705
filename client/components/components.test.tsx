import type { ReactNode } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, test } from 'vitest';
import { Button, Checkbox, Chip, IconButton, Radio, Segmented, Tabs, TooltipProvider } from './index.ts';

const html = (node: ReactNode) => renderToStaticMarkup(<TooltipProvider>{node}</TooltipProvider>);
const attribute = (node: ReactNode, name: string) => new RegExp(` ${name}="([^"]*)"`).exec(html(node))?.[1];
const nothing = () => {};

describe('checkbox', () => {
  test.each([
    ['on', 'true'],
    ['half', 'mixed'],
    ['off', 'false'],
  ] as const)('%s is said as %s', (state, said) =>
    expect(attribute(<Checkbox label="x" state={state} onChange={nothing} />, 'aria-checked')).toBe(said),
  );
  test('one that cannot be switched stays in the tab order', () => {
    const off = html(<Checkbox label="x" state="off" disabled="why" onChange={nothing} />);
    expect(off).toContain('aria-disabled="true"');
    expect(off).not.toMatch(/ disabled|tabindex="-1"/);
  });
});

test('a radio that lacks rules says so, since radios know no half', () => {
  const half = <Radio label="Port 53 only" state="half" onChange={nothing} />;
  expect([attribute(half, 'aria-checked'), attribute(half, 'aria-label')]).toEqual([
    'true',
    'Port 53 only, incomplete',
  ]);
});

test('an icon button has a name', () =>
  expect(attribute(<IconButton icon="close" label="Close" />, 'aria-label')).toBe('Close'));
test('a disabled button can be reached', () =>
  expect(html(<Button disabled="because">x</Button>)).toMatch(/aria-disabled="true"(?!.* disabled=)/));
test('a default value cannot be removed, another can', () => {
  expect(html(<Chip value="/a" isDefault onRemove={nothing} />)).not.toContain('<button');
  expect(html(<Chip value="/a" onRemove={nothing} />)).toContain('aria-label="Remove /a"');
});
test('a choice that is none of the shown ones checks none', () => {
  const items = [
    { id: 'a', label: 'A' },
    { id: 'b', label: 'B' },
  ] as const;
  const shown = html(<Segmented label="x" items={[...items]} value="" onChange={nothing} />);
  expect(shown.match(/aria-checked="false"/g)).toHaveLength(2);
});
test('a dot on a tab is said in words', () =>
  expect(
    html(
      <Tabs label="x" items={[{ id: 'a', label: 'A', dot: 'changed' }]} value="a" onChange={nothing}>
        a
      </Tabs>,
    ),
  ).toMatch(/<span class="sr-only">.*changed<\/span>/));
