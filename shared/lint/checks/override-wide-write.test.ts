import { expect, test } from 'vitest';
import { findings } from '../testing.ts';

const code = 'override-wide-write';
const dac = 'capability dac_override,';

test.each([
  [`${dac}\n/var/lib/** rw,`, ['/var/lib/**']],
  [`capability,\n/etc/** w,`, ['/etc/**']],
  [`${dac}\nowner /etc/** w,`, []],
  [`${dac}\n/etc/t/** w,`, []],
  [`${dac}\n/etc/** r,`, []],
  [`${dac}\ndeny ${dac}\n/etc/** w,`, []],
  ['/etc/** w,', []],
])('%s', (text, marked) => expect(findings(text, code)).toEqual(marked));
