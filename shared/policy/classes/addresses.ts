/** Internet addresses as bytes. */

/** Four bytes of a dotted address; undefined where it is none. */
export function ipv4(text: string): Uint8Array | undefined {
  const parts = text.split('.');
  if (parts.length !== 4) return undefined;
  const bytes = new Uint8Array(4);
  for (const [at, part] of parts.entries()) {
    if (!/^\d{1,3}$/.test(part) || Number(part) > 255) return undefined;
    bytes[at] = Number(part);
  }
  return bytes;
}

/** Sixteen bytes of an IPv6 address, which may end in a dotted one; undefined where it is none. */
export function ipv6(text: string): Uint8Array | undefined {
  const dotted = /^(.*:)(\d+\.\d+\.\d+\.\d+)$/.exec(text);
  const last = dotted && ipv4(dotted[2]!);
  if (dotted && !last) return undefined;
  const hex = (pair: number) =>
    (((last as Uint8Array)[pair]! << 8) | (last as Uint8Array)[pair + 1]!).toString(16);
  const plain = dotted ? `${dotted[1]}${hex(0)}:${hex(2)}` : text;
  const halves = plain.split('::');
  if (halves.length > 2) return undefined;
  const groups = halves.map((half) => (half === '' ? [] : half.split(':')));
  const written = groups.reduce((sum, part) => sum + part.length, 0);
  if (halves.length === 1 ? written !== 8 : written > 7) return undefined;
  const all = [...groups[0]!, ...Array<string>(8 - written).fill('0'), ...(groups[1] ?? [])];
  const bytes = new Uint8Array(16);
  for (const [at, group] of all.entries()) {
    if (!/^[0-9a-fA-F]{1,4}$/.test(group)) return undefined;
    const value = Number.parseInt(group, 16);
    bytes[2 * at] = value >> 8;
    bytes[2 * at + 1] = value & 0xff;
  }
  return bytes;
}
