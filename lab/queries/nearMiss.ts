/** Bytes that are almost others: where rules end, questions are worth asking. */
import type { Random } from '../random.ts';

type Change = (bytes: Buffer, random: Random) => Uint8Array[];

const cut = (bytes: Buffer, at: number, count: number, put: Uint8Array = new Uint8Array()) => [
  bytes.subarray(0, at),
  put,
  bytes.subarray(at + count),
];

const changes: Change[] = [
  (bytes) => [bytes.subarray(0, -1)],
  (bytes) => [bytes, Buffer.from('/')],
  (bytes, random) => [bytes, Buffer.from(random.pick(['a', 'x', '~', '.', 'z9', '/a', '\0', '\0\0', 'ö']))],
  (bytes, random) => [bytes.subarray(0, random.below(bytes.length + 1))],
  (bytes, random) => cut(bytes, random.below(bytes.length), 1),
  (bytes, random) => cut(bytes, random.below(bytes.length), 1, Buffer.of(random.below(256))),
  (bytes, random) => cut(bytes, random.below(bytes.length + 1), 0, Buffer.of(random.below(256))),
  (bytes, random) =>
    cut(bytes, random.below(bytes.length + 1), 0, Buffer.from(random.pick(['/', '//', 'a', '\0']))),
  // The neighbour of a byte: ranges end beside it, and numbers count on.
  (bytes, random) => {
    const at = random.below(bytes.length);
    return cut(bytes, at, 1, Buffer.of((bytes[at]! + random.pick([1, 255])) & 0xff));
  },
  // Upper case for lower case.
  (bytes, random) => {
    const at = random.below(bytes.length);
    return cut(bytes, at, 1, Buffer.of(bytes[at]! ^ 0x20));
  },
  (bytes) => (bytes.at(-1) === 0x2f ? [bytes.subarray(0, -1)] : [bytes, Buffer.from('/')]),
];

/** A change of one place or end. */
export function nearMiss(bytes: Uint8Array, random: Random): Uint8Array {
  const given = Buffer.from(bytes);
  if (given.length === 0) return Buffer.of(random.below(256));
  return Buffer.concat(random.pick(changes)(given, random));
}
