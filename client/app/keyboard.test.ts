import { expect, test } from 'vitest';
import { keyName } from './keyboard.ts';

const none = { ctrlKey: false, metaKey: false, shiftKey: false, altKey: false };

test.each([
  [{ key: 'F8' }, 'f8'],
  [{ key: 'F8', shiftKey: true }, 'shift+f8'],
  [{ key: 'z', ctrlKey: true }, 'ctrl+z'],
  [{ key: 'Z', ctrlKey: true, shiftKey: true }, 'ctrl+shift+z'],
  [{ key: 'z', metaKey: true }, 'ctrl+z'],
  [{ key: '/' }, '/'],
  [{ key: '/', shiftKey: true }, '/'],
  [{ key: 'f', altKey: true }, 'alt+f'],
])('%j is %s', (event, name) => expect(keyName({ ...none, ...event })).toBe(name));
