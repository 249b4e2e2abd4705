/** Test support: automatons in plain form, written out as parsers write them. */

/** Of each state: where every byte leads that is not in `to`, and those that are. State 0 is dead, 1 the start. */
export interface PlainState {
  otherwise: number;
  to: Readonly<Record<number, number>>;
  /** Where the transition outside of all bytes leads. */
  outside?: number;
  accept?: number;
  accept2?: number;
}

export interface Encoding {
  /** Bytes that no state tells apart share a column. */
  classes?: boolean;
  /** 32-bit tables. */
  wide?: boolean;
  /** States are told as differences from the state before them. */
  differences?: boolean;
  /** Bytes of padding before the table. */
  padding?: number;
}

export function plainStep(states: readonly PlainState[], state: number, byte: number): number {
  const { to, otherwise } = states[state]!;
  return to[byte] ?? otherwise;
}

/** Writes an automaton; the size of the table is a multiple of 8, so the padding is told by the length. */
export function writeDfa(
  states: readonly PlainState[],
  { classes = false, wide = false, differences = false, padding = 0 }: Encoding = {},
): Uint8Array {
  const columns = classes ? columnsOf(states) : Array.from({ length: 256 }, (_, byte) => byte);
  const next: number[] = [];
  const check: number[] = [];
  const base: number[] = [];
  const fallback: number[] = [];
  for (const [number, state] of states.entries()) {
    // A difference says only where the row is another one than that of the state before.
    const differs = differences && number > 1;
    const row = new Map<number, number>();
    for (let byte = 0; byte < 256; byte++) {
      const target = state.to[byte] ?? state.otherwise;
      const known = differs ? plainStep(states, number - 1, byte) : state.otherwise;
      if (target !== known) row.set(columns[byte]!, target);
    }
    if (state.outside !== undefined) row.set(-1, state.outside);
    let at = state.outside === undefined ? 0 : 1;
    while ([...row.keys()].some((column) => check[at + column])) at++;
    for (const [column, target] of row) {
      next[at + column] = target;
      check[at + column] = number;
    }
    base.push(at + (differs ? 0x80000000 : 0) + (state.outside === undefined ? 0 : 0x20000000));
    fallback.push(differs ? number - 1 : state.otherwise);
  }
  const length = Math.max(...base.map((row) => row & 0xffffff)) + 256;
  const filled = (list: number[]) => Array.from({ length }, (_, at) => list[at] ?? 0);
  const size = wide ? 4 : 2;
  const tables = [
    table(
      1,
      4,
      states.map(({ accept = 0 }) => accept),
    ),
    table(
      7,
      4,
      states.map(({ accept2 = 0 }) => accept2),
    ),
    table(2, 4, base),
    table(4, size, fallback),
    ...(classes ? [table(5, 1, columns)] : []),
    table(8, size, filled(next)),
    table(3, size, filled(check)),
  ];
  const flags = (differences ? 1 : 0) | (states.some(({ outside }) => outside !== undefined) ? 2 : 0);
  const total = 24 + tables.reduce((sum, { length }) => sum + length, 0);
  const bytes = new Uint8Array(padding + total);
  const view = new DataView(bytes.buffer, padding);
  view.setUint32(0, 0x1b5e783d);
  view.setUint32(4, 24);
  view.setUint32(8, total);
  view.setUint16(12, flags);
  bytes.set(new TextEncoder().encode('notflex'), padding + 14);
  let at = padding + 24;
  for (const one of tables) {
    bytes.set(one, at);
    at += one.length;
  }
  return bytes;
}

function table(id: number, size: 1 | 2 | 4, values: readonly number[]): Uint8Array {
  const bytes = new Uint8Array(Math.ceil((12 + values.length * size) / 8) * 8);
  const view = new DataView(bytes.buffer);
  view.setUint16(0, id);
  view.setUint16(2, size);
  view.setUint32(8, values.length);
  for (const [at, value] of values.entries()) {
    if (size === 4) view.setUint32(12 + at * 4, value);
    else if (size === 2) view.setUint16(12 + at * 2, value);
    else view.setUint8(12 + at, value);
  }
  return bytes;
}

function columnsOf(states: readonly PlainState[]): number[] {
  const known = new Map<string, number>();
  return Array.from({ length: 256 }, (_, byte) => {
    const column = states.map(({ to, otherwise }) => to[byte] ?? otherwise).join();
    const number = known.get(column) ?? known.size;
    known.set(column, number);
    return number;
  });
}
