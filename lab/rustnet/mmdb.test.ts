import { describe, expect, test } from 'vitest';
import { type MmdbValue, mmdb, networkBits } from './mmdb.ts';

/** A reader of its own, after the format's description: the value of an address, or undefined. */
function lookUp(file: Buffer, address: string): MmdbValue | undefined {
  const marker = file.lastIndexOf(Buffer.from('\xab\xcd\xefMaxMind.com', 'latin1'));
  const metadata = read(file, marker + 14, marker + 14).value as { node_count: number };
  const nodes = metadata.node_count;
  let record = 0;
  for (const bit of networkBits(address)) {
    record = file.readUIntBE(record * 6 + bit * 3, 3);
    if (record >= nodes) break;
  }
  return record > nodes ? read(file, record - nodes + nodes * 6, nodes * 6 + 16).value : undefined;
}

function read(file: Buffer, at: number, base: number): { value: MmdbValue; next: number } {
  const control = file[at++]!;
  let type = control >> 5;
  if (type === 0) type = 7 + file[at++]!;
  let size = control & 31;
  if (size === 29) size = 29 + file[at++]!;
  if (type === 2) return { value: file.toString('utf8', at, at + size), next: at + size };
  if (type === 9) return { value: Number(file.readBigUInt64BE(at)), next: at + size };
  if (type === 5 || type === 6) return { value: file.readUIntBE(at, size), next: at + size };
  const list: MmdbValue[] = [];
  for (let count = 0; count < (type === 7 ? 2 * size : size); count++) {
    const { value, next } = read(file, at, base);
    list.push(value);
    at = next;
  }
  if (type === 11) return { value: list, next: at };
  const pairs = Array.from({ length: size }, (_, index) => [list[2 * index] as string, list[2 * index + 1]!]);
  return { value: Object.fromEntries(pairs) as MmdbValue, next: at };
}

const london: MmdbValue = { city: { names: { en: 'London' } }, 'a name of more than twenty-nine letters': 7 };
const file = Buffer.from(
  mmdb(
    'GeoLite2-City',
    [
      { network: '81.2.69.0/24', data: london },
      { network: '89.160.20.112/32', data: 'Linköping' },
      { network: '2001:218::/32', data: ['Tokyo', 4_294_967_295] },
    ],
    0,
  ),
);

describe('a database', () => {
  test.each<[string, MmdbValue | undefined]>([
    ['81.2.69.142', london],
    ['81.2.69.0', london],
    ['81.2.70.0', undefined],
    ['89.160.20.112', 'Linköping'],
    ['89.160.20.113', undefined],
    ['::89:1', undefined],
    ['2001:218::17', ['Tokyo', 4_294_967_295]],
    ['2001:219::', undefined],
  ])('%s', (address, value) => {
    expect(lookUp(file, address)).toEqual(value);
  });

  test('networks that overlap are refused, either way round', () => {
    const inner = { network: '10.1.0.0/16', data: 1 };
    const outer = { network: '10.0.0.0/8', data: 2 };
    expect(() => mmdb('t', [inner, outer], 0)).toThrow('overlap');
    expect(() => mmdb('t', [outer, inner], 0)).toThrow('overlap');
  });
});
