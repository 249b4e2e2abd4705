/**
 * The outer form of compiled policy: little-endian elements, each a type code and its content, some after a name
 * (parser/parser_interface.c writes it, security/apparmor/policy_unpack.c reads it). Every read is checked against
 * the end of the bytes.
 */

/** The bytes are not compiled policy, or are damaged. The message says what was expected, and where. */
export class PolicyError extends Error {
  override name = 'PolicyError';
  /** Counted in bytes from the start of what was read. */
  readonly offset: number;

  constructor(offset: number, problem: string) {
    super(`Not a compiled policy: at byte ${offset}, ${problem}.`);
    this.offset = offset;
  }
}

/** Type codes of elements (enum sd_code). */
export const code = {
  u8: 0,
  u16: 1,
  u32: 2,
  u64: 3,
  name: 4,
  string: 5,
  blob: 6,
  struct: 7,
  structEnd: 8,
  list: 9,
  listEnd: 10,
  array: 11,
  arrayEnd: 12,
} as const;

type Code = (typeof code)[keyof typeof code];

const words: Record<Code, string> = {
  [code.u8]: 'a byte',
  [code.u16]: 'a 16-bit number',
  [code.u32]: 'a 32-bit number',
  [code.u64]: 'a 64-bit number',
  [code.name]: 'a name',
  [code.string]: 'a string',
  [code.blob]: 'a block of bytes',
  [code.struct]: 'the start of a structure',
  [code.structEnd]: 'the end of a structure',
  [code.list]: 'the start of a list',
  [code.listEnd]: 'the end of a list',
  [code.array]: 'an array',
  [code.arrayEnd]: 'the end of an array',
};

const utf8 = new TextDecoder();

/** Reads elements one after the other. All methods throw PolicyError where something else stands there. */
export class Cursor {
  offset = 0;
  private readonly bytes: Uint8Array;
  private readonly view: DataView;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get atEnd(): boolean {
    return this.offset >= this.bytes.length;
  }

  get remaining(): number {
    return this.bytes.length - this.offset;
  }

  /** The type code that comes next, or undefined at the end. */
  peek(): number | undefined {
    return this.bytes[this.offset];
  }

  /** The name that comes next, without passing over it; undefined where none does. */
  peekName(): string | undefined {
    if (this.peek() !== code.name) return undefined;
    const before = this.offset;
    const name = this.name();
    this.offset = before;
    return name;
  }

  name(): string {
    this.expect(code.name);
    return this.text();
  }

  string(): string {
    this.expect(code.string);
    return this.text();
  }

  u16(): number {
    this.expect(code.u16);
    return this.view.getUint16(this.take(2), true);
  }

  u32(): number {
    this.expect(code.u32);
    return this.view.getUint32(this.take(4), true);
  }

  u64(): bigint {
    this.expect(code.u64);
    return this.view.getBigUint64(this.take(8), true);
  }

  /** A view of the bytes, not a copy. */
  blob(): Uint8Array {
    this.expect(code.blob);
    const length = this.view.getUint32(this.take(4), true);
    const start = this.take(length);
    return this.bytes.subarray(start, start + length);
  }

  /** How many elements follow. */
  array(): number {
    this.expect(code.array);
    return this.view.getUint16(this.take(2), true);
  }

  /** An element that carries no content, such as the end of a structure. */
  mark(which: 'struct' | 'structEnd' | 'arrayEnd'): void {
    this.expect(code[which]);
  }

  /** Passes over one element and, where it opens a structure, array or list, over all it holds. */
  skip(): void {
    let depth = 0;
    do {
      const at = this.offset;
      // A name belongs to the element after it.
      if (this.peek() === code.name) this.name();
      switch (this.peek()) {
        case code.u8:
          this.expect(code.u8);
          this.take(1);
          break;
        case code.u16:
          this.u16();
          break;
        case code.u32:
          this.u32();
          break;
        case code.u64:
          this.u64();
          break;
        case code.string:
          this.string();
          break;
        case code.blob:
          this.blob();
          break;
        case code.array:
          this.array();
          depth++;
          break;
        case code.struct:
        case code.list:
          this.take(1);
          depth++;
          break;
        case code.structEnd:
        case code.listEnd:
        case code.arrayEnd:
          this.take(1);
          depth--;
          break;
        default:
          throw this.unexpected(at, 'an element');
      }
    } while (depth > 0);
  }

  /** A PolicyError that says what was expected here. */
  unexpected(at: number, expected: string): PolicyError {
    const found = this.bytes[at];
    if (found === undefined) return new PolicyError(at, `expected ${expected}, but the bytes end`);
    const known = words[found as Code];
    return new PolicyError(at, `expected ${expected}, but found ${known ?? `the unknown code ${found}`}`);
  }

  private expect(wanted: Code): void {
    if (this.peek() !== wanted) throw this.unexpected(this.offset, words[wanted]);
    this.offset++;
  }

  /** Passes over so many bytes; answers where they start. */
  private take(length: number): number {
    const start = this.offset;
    if (length > this.remaining)
      throw new PolicyError(start, `expected ${length} more bytes, but only ${this.remaining} are left`);
    this.offset += length;
    return start;
  }

  /** A length of two bytes and so many bytes, the last of them NUL. */
  private text(): string {
    const length = this.view.getUint16(this.take(2), true);
    const start = this.take(length);
    if (length === 0 || this.bytes[start + length - 1] !== 0)
      throw new PolicyError(start, 'expected a text that ends in a NUL byte');
    return utf8.decode(this.bytes.subarray(start, start + length - 1));
  }
}
