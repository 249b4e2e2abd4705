/** Cargo.toml: what cargo-deb packs for the release's .deb, which debhelper has no part in. */
import { CannotPlace, lineBreakOf } from '../place.ts';
import { elementsOf, readToml, skipSpace, stringAt, TomlError, type TomlTable } from './toml.ts';

const tableName = 'package.metadata.deb';

/** A file that the package brings: where it is in the repository, and where it goes (no leading slash). */
export interface Asset {
  source: string;
  dest: string;
}

export interface CargoDeb {
  /** Directory of maintainer scripts, without a slash at the end, where one is named. */
  scripts?: string;
}

/** What the manifest says of its .deb; undefined where it says nothing. Throws CannotPlace where it cannot be read. */
export function readCargoDeb(manifest: string): CargoDeb | undefined {
  const table = tableIn(manifest);
  if (!table) return undefined;
  const entry = table.entries.find(({ key }) => key === 'maintainer-scripts');
  if (!entry) return {};
  const scripts = stringAt(manifest, entry.value);
  if (scripts === undefined) throw new CannotPlace('its maintainer-scripts is no plain string');
  return { scripts: scripts.replace(/\/+$/, '') };
}

/**
 * Adds assets, marks those below /etc as configuration files, and names the directory of maintainer scripts where none
 * is named. What is there stays as it is. Throws CannotPlace where the manifest has no list of assets to add to.
 */
export function addToCargoDeb(manifest: string, assets: readonly Asset[], scripts: string): string {
  let text = addAssets(manifest, assets);
  const configuration = assets.map(({ dest }) => `/${dest}`).filter((dest) => dest.startsWith('/etc/'));
  text = addStrings(text, 'conf-files', configuration);
  const table = requireTable(text);
  if (table.entries.some(({ key }) => key === 'maintainer-scripts')) return text;
  const line = `${lineBreakOf(text)}maintainer-scripts = "${scripts}/"`;
  return insert(text, lineEnd(text, table.end), line);
}

function addAssets(text: string, assets: readonly Asset[]): string {
  const table = requireTable(text);
  const list = table.entries.find(({ key }) => key === 'assets');
  const hand = assets.map(({ source, dest }) => `["${source}", "${dest}", "644"]`).join(', ');
  if (!list || text[list.value.start] !== '[')
    throw new CannotPlace(`[${tableName}] has no list of assets: add ${hand}`);
  const elements = elementsOf(text, list.value);
  const sources = new Set(elements.flatMap((element) => stringsIn(text, element)));
  const missing = assets.filter(({ source }) => !sources.has(source));
  if (missing.length === 0) return text;
  const last = elements.at(-1);
  const model = last ? text.slice(last.start, last.end) : '[]';
  return addElements(
    text,
    list.value,
    missing.map((asset) => writtenLike(model, asset, indentAt(text, last?.start ?? list.start))),
  );
}

/** An asset in the manner of another: list or table, on one line or on several. */
function writtenLike(model: string, { source, dest }: Asset, indent: string): string {
  if (model.startsWith('{')) return `{ source = "${source}", dest = "${dest}", mode = "644" }`;
  const words = [source, dest, '644'].map((word) => `"${word}"`);
  if (!model.includes('\n')) return `[${words.join(', ')}]`;
  const step = /\n([ \t]+)\S/.exec(model)?.[1] ?? `${indent}    `;
  return `[\n${words.map((word) => `${step}${word},`).join('\n')}\n${indent}]`;
}

function addStrings(text: string, key: string, strings: readonly string[]): string {
  const table = requireTable(text);
  const list = table.entries.find((entry) => entry.key === key);
  const quoted = strings.map((one) => `"${one}"`);
  if (!list)
    return insert(text, lineEnd(text, table.end), `${lineBreakOf(text)}${key} = [${quoted.join(', ')}]`);
  if (text[list.value.start] !== '[')
    throw new CannotPlace(`its ${key} is no list: add ${quoted.join(', ')}`);
  const there = new Set(stringsIn(text, list.value));
  const missing = quoted.filter((_one, at) => !there.has(strings[at]!));
  return missing.length === 0 ? text : addElements(text, list.value, missing);
}

/** Adds elements behind the last one: on lines of their own where the list has such. */
function addElements(text: string, list: { start: number; end: number }, added: string[]): string {
  const lineBreak = lineBreakOf(text);
  const inText = added.map((one) => one.replaceAll('\n', lineBreak));
  const last = elementsOf(text, list).at(-1);
  if (!last) return insert(text, list.start + 1, inText.join(', '));
  const onLines = text.slice(list.start, last.start).includes('\n');
  const comma = skipSpace(text, last.end);
  const hasComma = text[comma] === ',';
  if (!onLines) return insert(text, last.end, `, ${inText.join(', ')}`);
  const indent = indentAt(text, last.start);
  const lines = inText.map((one) => `${lineBreak}${indent}${one}`).join(',');
  // A comment behind the last element stays on its line.
  const at = lineEnd(text, hasComma ? comma + 1 : last.end);
  const behind = insert(text, at, `${lines},`);
  return hasComma ? behind : insert(behind, last.end, ',');
}

/** All plain strings inside a value. */
function stringsIn(text: string, { start, end }: { start: number; end: number }): string[] {
  return [...text.slice(start, end).matchAll(/"([^"\\\n]*)"|'([^'\n]*)'/g)].map(
    (match) => match[1] ?? match[2]!,
  );
}

function tableIn(manifest: string): TomlTable | undefined {
  try {
    return readToml(manifest).find(({ name }) => name === tableName);
  } catch (error) {
    if (error instanceof TomlError) throw new CannotPlace(`it cannot be read, at ${error.message}`);
    throw error;
  }
}

function requireTable(manifest: string): TomlTable {
  const table = tableIn(manifest);
  if (!table) throw new CannotPlace(`it has no [${tableName}]`);
  return table;
}

function indentAt(text: string, at: number): string {
  return /^[ \t]*/.exec(text.slice(text.lastIndexOf('\n', at - 1) + 1))![0];
}

function lineEnd(text: string, from: number): number {
  const end = text.indexOf('\n', from);
  if (end < 0) return text.length;
  return text[end - 1] === '\r' ? end - 1 : end;
}

function insert(text: string, at: number, added: string): string {
  return text.slice(0, at) + added + text.slice(at);
}
