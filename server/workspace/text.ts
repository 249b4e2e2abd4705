/** Only text is edited here: anything else would come back damaged. */
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** One clause on why bytes cannot be edited as text, or undefined. */
export function textProblem(bytes: Buffer): string | undefined {
  if (bytes.includes(0)) return 'it holds a NUL byte, so it is not a text file';
  try {
    utf8.decode(bytes);
    return undefined;
  } catch {
    return 'it is not UTF-8, and saving it would damage it';
  }
}

/** The text of bytes that have no problem; a byte order mark stays part of it. */
export function decode(bytes: Buffer): string {
  return utf8.decode(bytes);
}
