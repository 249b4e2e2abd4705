/** As much of TOML as is needed to edit a manifest in place: where tables and their keys stand in the text. */

export interface TomlEntry {
  key: string;
  start: number;
  /** Where the value begins and ends. */
  value: { start: number; end: number };
}

export interface TomlTable {
  /** `package.metadata.deb`; empty for what stands before the first header. */
  name: string;
  entries: TomlEntry[];
  /** Behind its last entry, or its header. */
  end: number;
}

export class TomlError extends Error {
  override name = 'TomlError';
}

/** The tables of a text, in order. Throws TomlError, with the line, where it cannot be followed. */
export function readToml(text: string): TomlTable[] {
  const tables: TomlTable[] = [{ name: '', entries: [], end: 0 }];
  let at = 0;
  for (;;) {
    at = skipSpace(text, at);
    if (at >= text.length) return tables;
    const line = /[^\n]*/y;
    line.lastIndex = at;
    const rest = line.exec(text)![0];
    const header = /^\[\[?\s*([^\]]+?)\s*\]\]?/.exec(rest);
    if (header) {
      at += header[0].length;
      tables.push({ name: header[1]!.replace(/\s*\.\s*/g, '.'), entries: [], end: at });
      continue;
    }
    const key = /^((?:"[^"]*"|'[^']*'|[A-Za-z0-9_.-]|[ \t])+?)[ \t]*=[ \t]*/.exec(rest);
    if (!key) throw problem(text, at, 'a key and “=”, or a table’s header');
    const value = { start: at + key[0].length, end: endOfValue(text, at + key[0].length) };
    const table = tables.at(-1)!;
    table.entries.push({ key: key[1]!.trim().replace(/^(["'])(.*)\1$/, '$2'), start: at, value });
    table.end = value.end;
    at = value.end;
  }
}

/** Where the elements of an array stand; `array` is its value. */
export function elementsOf(
  text: string,
  array: { start: number; end: number },
): { start: number; end: number }[] {
  const elements = [];
  let at = array.start + 1;
  for (;;) {
    at = skipSpace(text, at);
    if (text[at] === ',') at++;
    else if (at >= array.end - 1) return elements;
    else {
      const end = endOfValue(text, at);
      elements.push({ start: at, end });
      at = end;
    }
  }
}

/** The text of a plain string value; undefined for any other. */
export function stringAt(text: string, { start, end }: { start: number; end: number }): string | undefined {
  return /^"([^"\\]*)"$|^'([^']*)'$/
    .exec(text.slice(start, end))
    ?.slice(1)
    .find((one) => one !== undefined);
}

/** Behind spaces, line breaks and comments. */
export function skipSpace(text: string, from: number): number {
  const space = /(?:\s|#[^\n]*)*/y;
  space.lastIndex = from;
  return from + space.exec(text)![0].length;
}

function endOfValue(text: string, start: number): number {
  const string = endOfString(text, start);
  if (string !== undefined) return string;
  const open = text[start];
  if (open === '[' || open === '{') {
    const close = open === '[' ? ']' : '}';
    let at = start + 1;
    while (at < text.length) {
      at = skipSpace(text, at);
      if (text[at] === close) return at + 1;
      // Inside of inline tables keys and signs are stepped over; what counts is where strings and brackets end.
      if (text[at] === ',' || text[at] === '=') at++;
      else at = endOfValue(text, at);
    }
    throw problem(text, start, `“${close}” for “${open}”`);
  }
  const bare = /[^\s,=\]}#]+/y;
  bare.lastIndex = start;
  const word = bare.exec(text)?.[0];
  if (word === undefined) throw problem(text, start, 'a value');
  return start + word.length;
}

function endOfString(text: string, start: number): number | undefined {
  const string = /"""(?:\\[\s\S]|[^\\])*?"{3,5}|'''[\s\S]*?'{3,5}|"(?:\\.|[^"\\\n])*"|'[^'\n]*'/y;
  string.lastIndex = start;
  const found = string.exec(text);
  if (found) return start + found[0].length;
  if (text[start] === '"' || text[start] === "'") throw problem(text, start, 'the end of a string');
  return undefined;
}

function problem(text: string, at: number, expected: string): TomlError {
  return new TomlError(`line ${text.slice(0, at).split('\n').length}: expected ${expected}`);
}
