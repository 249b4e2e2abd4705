/** Bytes as the kernel's hooks build them. */

const encoder = new TextEncoder();

/** Paths and labels are bytes to the kernel; text is UTF-8. */
export const text = (value: string): Uint8Array => encoder.encode(value);

/** Two bytes, the higher first. */
export const be16 = (value: number): Uint8Array => Uint8Array.of((value >> 8) & 0xff, value & 0xff);

export const byte = (value: number): Uint8Array => Uint8Array.of(value & 0xff);

/** The byte that separates parts. No part can hold it, so it is no more than one more byte. */
export const separator = byte(0);

export function join(...parts: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}
