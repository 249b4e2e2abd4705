/** Writes small databases in MaxMind's format, version 2.0 (https://maxmind.github.io/MaxMind-DB/): enough for a test. */

export type MmdbValue = string | number | { [key: string]: MmdbValue } | MmdbValue[];

export interface MmdbNetwork {
  /** `a.b.c.d/n`, or an IPv6 network with its address in full or shortened. Networks must not overlap. */
  network: string;
  data: MmdbValue;
}

type Node = [Branch, Branch];
type Branch = Node | { data: number } | undefined;

/** The 16 zero bytes between the tree and the data. */
const separator = 16;
const marker = Buffer.from('abcdef4d61784d696e642e636f6d', 'hex');

/** The bytes of a database; `type` is what its readers look at, e.g. `GeoLite2-City`. Times are seconds of the epoch. */
export function mmdb(type: string, networks: MmdbNetwork[], buildEpoch: number): Uint8Array {
  const root: Node = [undefined, undefined];
  const values: Buffer[] = [];
  let at = 0;
  for (const { network, data } of networks) {
    insert(root, networkBits(network), { data: at });
    const bytes = encode(data);
    values.push(bytes);
    at += bytes.length;
  }
  const nodes = numbered(root);
  const tree = Buffer.alloc(nodes.length * 6);
  nodes.forEach((node, index) => {
    node.forEach((branch, side) => {
      const record = !branch
        ? nodes.length
        : Array.isArray(branch)
          ? nodes.indexOf(branch)
          : nodes.length + separator + branch.data;
      tree.writeUIntBE(record, index * 6 + side * 3, 3);
    });
  });
  const metadata = encode({
    binary_format_major_version: 2,
    binary_format_minor_version: 0,
    build_epoch: buildEpoch,
    database_type: type,
    description: { en: 'Networks of the lab, invented for testing' },
    ip_version: 6,
    languages: ['en'],
    node_count: nodes.length,
    record_size: 24,
  });
  return Buffer.concat([tree, Buffer.alloc(separator), ...values, marker, metadata]);
}

function insert(root: Node, bits: number[], leaf: { data: number }): void {
  let node = root;
  for (const bit of bits.slice(0, -1)) {
    const next = node[bit];
    if (next && !Array.isArray(next)) throw new Error('Networks of a database must not overlap.');
    const branch: Node = next ?? [undefined, undefined];
    node[bit] = branch;
    node = branch;
  }
  const last = bits.at(-1)!;
  if (node[last]) throw new Error('Networks of a database must not overlap.');
  node[last] = leaf;
}

/** The root first. */
function numbered(root: Node): Node[] {
  const nodes = [root];
  for (let at = 0; at < nodes.length; at++)
    for (const branch of nodes[at]!) if (Array.isArray(branch)) nodes.push(branch);
  return nodes;
}

/** The bits to follow from the root: IPv4 lies at ::/96. */
export function networkBits(network: string): number[] {
  const [address = '', length] = network.split('/');
  const ipv4 = !address.includes(':');
  const bytes = ipv4
    ? [...new Array<number>(12).fill(0), ...address.split('.').map(Number)]
    : ipv6Bytes(address);
  const count = Number(length ?? (ipv4 ? 32 : 128)) + (ipv4 ? 96 : 0);
  return bytes.flatMap((byte) => [7, 6, 5, 4, 3, 2, 1, 0].map((bit) => (byte >> bit) & 1)).slice(0, count);
}

function ipv6Bytes(address: string): number[] {
  const [head = '', tail = ''] = address.split('::');
  const words = (text: string) => (text ? text.split(':').map((word) => Number.parseInt(word, 16)) : []);
  const [before, after] = [words(head), words(tail)];
  const zeros = new Array<number>(8 - before.length - after.length).fill(0);
  return [...before, ...zeros, ...after].flatMap((word) => [word >> 8, word & 0xff]);
}

/** Metadata is read strictly: these are 16 and 64 bits wide there, all other numbers 32. */
const widths: Record<string, { type: number; bytes: number }> = {
  binary_format_major_version: { type: 5, bytes: 2 },
  binary_format_minor_version: { type: 5, bytes: 2 },
  ip_version: { type: 5, bytes: 2 },
  record_size: { type: 5, bytes: 2 },
  build_epoch: { type: 9, bytes: 8 },
};

/** A value with its control byte: strings, whole numbers, maps and lists. */
function encode(value: MmdbValue, name = ''): Buffer {
  if (typeof value === 'string') {
    const bytes = Buffer.from(value);
    return Buffer.concat([control(2, bytes.length), bytes]);
  }
  if (typeof value === 'number') {
    const { type, bytes: width } = widths[name] ?? { type: 6, bytes: 4 };
    const bytes = Buffer.alloc(width);
    bytes.writeUIntBE(value, Math.max(0, width - 6), Math.min(width, 6));
    return Buffer.concat([control(type, width), bytes]);
  }
  if (Array.isArray(value))
    return Buffer.concat([control(11, value.length), ...value.map((each) => encode(each))]);
  const entries = Object.entries(value);
  const pairs = entries.flatMap(([key, each]) => [encode(key), encode(each, key)]);
  return Buffer.concat([control(7, entries.length), ...pairs]);
}

function control(type: number, size: number): Buffer {
  const short = Math.min(size, 29);
  const head = type < 8 ? [(type << 5) | short] : [short, type - 7];
  if (size >= 29 + 256) throw new Error('No value of a test database is that long.');
  return Buffer.from(size < 29 ? head : [...head, size - 29]);
}
