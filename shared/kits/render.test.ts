import { expect, test } from 'vitest';
import { rustnet, shipped, sources, textOf } from './fixtures.ts';
import { renderKit } from './render.ts';

test('nothing chosen gives the shipped files', () =>
  expect(renderKit(rustnet, sources, {})).toEqual(shipped()));
test('so does the default target', () =>
  expect(renderKit(rustnet, sources, { target: 'ubuntu-26.04' })).toEqual(shipped()));
test.each(['debian-12', 'debian-13', 'debian-sid', 'ubuntu-22.04', 'ubuntu-24.04', 'some-other'])(
  'the portable form for %s',
  (target) => {
    const text = textOf(renderKit(rustnet, sources, { target }));
    expect(text).toContain('\nabi <abi/3.0>,');
    expect(text).toContain('\n  network inet dgram,\n');
    expect(text).not.toMatch(/peer=|network \(/);
  },
);
test('options, tunables and mode', () => {
  const files = renderKit(rustnet, sources, {
    options: { 'sudo/chown': false },
    tunables: { RUSTNET_LOG_DIR: ['/srv/captures'] },
    mode: 'enforce',
  });
  expect(textOf(files)).not.toContain('capability chown,');
  expect(textOf(files)).toContain('profile rustnet /usr/bin/rustnet {');
  expect(textOf(files, 'tunables')).toMatch(/\n@\{RUSTNET_LOG_DIR\} \+= \/srv\/captures\n$/);
});
test('an unknown option is named', () =>
  expect(() => renderKit(rustnet, sources, { options: { 'a/b': true } })).toThrow(
    'There is no option “a/b”',
  ));
