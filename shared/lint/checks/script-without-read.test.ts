import { expect, test } from 'vitest';
import { findings, fixed } from '../testing.ts';

const code = 'script-without-read';
test.each([
  ['/opt/a.sh ix,', ['/opt/a.sh']],
  ['/opt/*.py ix,', ['/opt/*.py']],
  ['/opt/a.sh rix,', []],
  ['/opt/a.sh Px,', []],
  ['/opt/a.sh ix,\n/opt/* r,', []],
  ['/opt/a.sh ix,\n/srv/* r,', ['/opt/a.sh']],
  ['/opt/a ix,', []],
])('%s', (text, marked) => expect(findings(text, code)).toEqual(marked));

test('the fix adds r', () => expect(fixed('/opt/a.sh mix,', code)).toBe('/opt/a.sh rmix,'));
