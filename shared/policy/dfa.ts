/**
 * The automaton that holds a profile's rules: a comb-compressed table (parser/libapparmor_re/flex-tables.h, written
 * big-endian; security/apparmor/match.c walks it). State 0 matches nothing and never ends; state 1 is the usual start.
 */
import { PolicyError } from './cursor.ts';

/** No rule matches, whatever follows. */
export const deadState = 0;

const magic = 0x1b5e783d;
const headerFlag = { diffEncode: 1, outOfBand: 2 } as const;
const stateFlag = { diffEncode: 0x80000000, outOfBand: 0x20000000, all: 0xff000000 } as const;
const tableName: Record<number, TableName> = {
  1: 'accept',
  2: 'base',
  3: 'check',
  4: 'default',
  5: 'classes',
  7: 'accept2',
  8: 'next',
};
type TableName = 'accept' | 'base' | 'check' | 'default' | 'classes' | 'accept2' | 'next';
type Tables = Partial<Record<TableName, Int32Array>>;

/** Element sizes in bytes that the kernel takes for a table. */
const elementSizes: Record<TableName, readonly number[]> = {
  accept: [4],
  accept2: [4],
  base: [4],
  check: [2, 4],
  default: [2, 4],
  next: [2, 4],
  classes: [1],
};

/** Spreading a table out takes about as long as so many walks; it takes 512 bytes a state, so large ones stay packed. */
const walksBeforeSpread = 1_000;
const mostSpread = 1 << 13;

const encoder = new TextEncoder();
const sameByte = Uint8Array.from({ length: 256 }, (_, byte) => byte);

/**
 * Numbers are kept in signed 32-bit arrays, whichever width they had in the bytes: one shape of array is what makes
 * the walk quick. A check over the whole table when it is read makes every walk stay inside of it and end.
 */
export class Dfa {
  /** How many states there are. */
  readonly states: number;
  /** First and second accept word of a state; what they mean depends on the profile. */
  readonly accept: Int32Array;
  readonly accept2: Int32Array;
  /** Where a state's row starts in `check` and `next`; its complement (~) where a miss goes on in the default state. */
  private readonly base: Int32Array;
  private readonly check: Int32Array;
  private readonly next: Int32Array;
  private readonly fallback: Int32Array;
  /** Bytes that no rule tells apart share a column. */
  private readonly columns: Uint8Array;
  /** 1 where the state has a transition that no byte takes; undefined where none has. */
  private readonly outOfBand: Uint8Array | undefined;
  private spread: Uint16Array | undefined;
  private walks = 0;

  constructor(tables: {
    accept: Int32Array;
    accept2: Int32Array;
    base: Int32Array;
    check: Int32Array;
    next: Int32Array;
    fallback: Int32Array;
    columns: Uint8Array;
    outOfBand: Uint8Array | undefined;
  }) {
    this.states = tables.base.length;
    this.accept = tables.accept;
    this.accept2 = tables.accept2;
    this.base = tables.base;
    this.check = tables.check;
    this.next = tables.next;
    this.fallback = tables.fallback;
    this.columns = tables.columns;
    this.outOfBand = tables.outOfBand;
  }

  /** The state after one more byte (0 to 255). */
  step(state: number, byte: number): number {
    return this.follow(state, this.columns[byte]!);
  }

  /** The state after a NUL, which parts the pieces of a request. */
  nul(state: number): number {
    return this.follow(state, this.columns[0]!);
  }

  /** The state after the transition that stands outside of all bytes: it parts a path from extended attributes. */
  outside(state: number): number {
    if (this.outOfBand === undefined || this.outOfBand[state] !== 1) return deadState;
    return this.follow(state, -1);
  }

  /** The state after these bytes, from the place `from` on. */
  walk(state: number, bytes: Uint8Array, from = 0): number {
    const { spread } = this;
    if (spread) {
      for (let at = from; at < bytes.length; at++) state = spread[(state << 8) | bytes[at]!]!;
      return state;
    }
    this.countWalk();
    for (let at = from; at < bytes.length; at++) state = this.follow(state, this.columns[bytes[at]!]!);
    return state;
  }

  /** The state after a text, as UTF-8. */
  walkText(state: number, text: string): number {
    const { spread } = this;
    if (!spread) return this.walk(state, encoder.encode(text));
    for (let at = 0; at < text.length; at++) {
      const unit = text.charCodeAt(at);
      if (unit > 0x7f) return this.walk(state, encoder.encode(text.slice(at)));
      state = spread[(state << 8) | unit]!;
    }
    return state;
  }

  /** Whoever asks often gets a table with a row of 256 for each state: larger, and one look for each byte. */
  private countWalk(): void {
    this.walks++;
    if (this.walks < walksBeforeSpread || this.states > mostSpread) return;
    const spread = new Uint16Array(this.states << 8);
    for (let state = 0; state < this.states; state++)
      for (let byte = 0; byte < 256; byte++)
        spread[(state << 8) | byte] = this.follow(state, this.columns[byte]!);
    this.spread = spread;
  }

  private follow(state: number, column: number): number {
    for (;;) {
      const row = this.base[state]!;
      const place = (row < 0 ? ~row : row) + column;
      if (this.check[place] === state) return this.next[place]!;
      state = this.fallback[state]!;
      if (row >= 0) return state;
    }
  }
}

/**
 * Reads an automaton. `offset` is where the blob stands in the whole policy, for errors. Throws PolicyError where the
 * kernel would refuse it too (match.c, verify_dfa), and where it would be read out of bounds.
 */
export function readDfa(blob: Uint8Array, offset: number): Dfa {
  // The writer puts padding before the table, so that it starts on a multiple of 8; its own size is one.
  const start = blob.length & 7;
  const fail = (at: number, problem: string): never => {
    throw new PolicyError(offset + at, problem);
  };
  const view = new DataView(blob.buffer, blob.byteOffset, blob.byteLength);
  if (start + 16 > blob.length) return fail(0, 'the rule table is shorter than its header');
  if (view.getUint32(start) !== magic) return fail(start, 'expected the mark of a rule table, 1b5e783d');
  const headerSize = view.getUint32(start + 4);
  const flags = view.getUint16(start + 12);
  if (headerSize < 16 || start + headerSize > blob.length)
    return fail(start + 4, 'the rule table’s header does not fit into it');
  if (flags & ~(headerFlag.diffEncode | headerFlag.outOfBand))
    return fail(start + 12, `the rule table has unknown flags ${flags}`);
  const { tables, places } = readTables(view, start + headerSize, fail);
  return build(tables, flags, (name, problem) => fail(places[name] ?? start, problem));
}

function readTables(view: DataView, from: number, fail: (at: number, problem: string) => never) {
  const tables: Tables = {};
  const places: Partial<Record<TableName, number>> = {};
  let at = from;
  while (at < view.byteLength) {
    if (at + 12 > view.byteLength) return fail(at, 'a table’s header is cut off');
    const name = tableName[view.getUint16(at)];
    if (name === undefined) return fail(at, `there is no table of kind ${view.getUint16(at)}`);
    if (tables[name]) return fail(at, `there is a second ${name} table`);
    const size = view.getUint16(at + 2);
    if (!elementSizes[name].includes(size))
      return fail(at + 2, `elements of ${size} bytes in a ${name} table`);
    if (view.getUint32(at + 4) !== 0) return fail(at + 4, `a ${name} table of two dimensions`);
    const length = view.getUint32(at + 8);
    const data = at + 12;
    if (length * size > view.byteLength - data) return fail(at + 8, `a ${name} table that is cut off`);
    tables[name] = numbers(view, data, length, size);
    places[name] = at;
    at = data + length * size;
    // Tables are padded to a multiple of 8, counted from the start of the first.
    at += -(at - from) & 7;
  }
  return { tables, places };
}

function numbers(view: DataView, at: number, length: number, size: number): Int32Array {
  const into = new Int32Array(length);
  if (size === 4) for (let i = 0; i < length; i++) into[i] = view.getInt32(at + i * 4);
  else if (size === 2) for (let i = 0; i < length; i++) into[i] = view.getUint16(at + i * 2);
  else for (let i = 0; i < length; i++) into[i] = view.getUint8(at + i);
  return into;
}

function build(tables: Tables, flags: number, fail: (name: TableName, problem: string) => never): Dfa {
  const need = (name: TableName): Int32Array => tables[name] ?? fail(name, `the ${name} table is missing`);
  const accept = need('accept');
  const packedBase = need('base');
  const fallback = need('default');
  const next = need('next');
  const check = need('check');
  const states = packedBase.length;
  if (states === 0) return fail('base', 'there are no states');
  for (const name of ['accept', 'accept2', 'default'] as const)
    if (tables[name] && tables[name].length !== states)
      return fail(name, `the ${name} table has ${tables[name].length} entries for ${states} states`);
  if (next.length !== check.length)
    return fail('check', `the check table has ${check.length} entries, the next table ${next.length}`);
  const { classes } = tables;
  if (classes && classes.length !== 256) return fail('classes', 'a classes table of other than 256 entries');

  const base = new Int32Array(states);
  let outOfBand: Uint8Array | undefined;
  for (let state = 0; state < states; state++) {
    const packed = packedBase[state]! >>> 0;
    const row = packed & ~stateFlag.all;
    const marks = (packed & stateFlag.all) >>> 0;
    if (marks & ~(stateFlag.diffEncode | stateFlag.outOfBand))
      return fail('base', `state ${state} has unknown flags`);
    const differs = (marks & stateFlag.diffEncode) !== 0;
    if (differs && !(flags & headerFlag.diffEncode))
      return fail('base', `state ${state} is told as a difference, which the header rules out`);
    if (fallback[state]! < 0 || fallback[state]! >= states)
      return fail('default', `state ${state} leads to a state that is not there`);
    if (row + 255 >= next.length) return fail('base', `the row of state ${state} leaves the next table`);
    if (marks & stateFlag.outOfBand) {
      if (!(flags & headerFlag.outOfBand) || row < 1)
        return fail('base', `the out-of-band transition of state ${state} leaves the next table`);
      outOfBand ??= new Uint8Array(states);
      outOfBand[state] = 1;
    }
    base[state] = differs ? ~row : row;
  }
  for (let at = 0; at < next.length; at++) {
    if (next[at]! < 0 || next[at]! >= states)
      return fail('next', 'a transition to a state that is not there');
    if (check[at]! < 0 || check[at]! >= states) return fail('check', 'a row of a state that is not there');
  }
  checkDifferences(base, fallback, fail);
  return new Dfa({
    accept,
    accept2: tables.accept2 ?? new Int32Array(states),
    base,
    check,
    next,
    fallback,
    columns: classes ? Uint8Array.from(classes) : sameByte,
    outOfBand,
  });
}

/** States told as differences from their default must not do so in a circle, or a walk would never end. */
function checkDifferences(
  base: Int32Array,
  fallback: Int32Array,
  fail: (name: TableName, problem: string) => never,
): void {
  /** 0 not seen, otherwise the state from which it was first seen, plus 1. */
  const seen = new Int32Array(base.length);
  for (let from = 0; from < base.length; from++) {
    for (let state = from; base[state]! < 0; state = fallback[state]!) {
      if (seen[state] === from + 1) fail('default', `state ${state} is told as a difference from itself`);
      if (seen[state] !== 0) break;
      seen[state] = from + 1;
    }
  }
}
