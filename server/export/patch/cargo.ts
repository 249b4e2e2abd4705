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

/**
 * What the manifest says of its .deb; undefined where it says nothing. Throws CannotPlace where it cannot be read, or says
 * it in a form that lines cannot be added to.
 */
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
  requireFreeTargets(text, table, assets);
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

/** Of two assets for one place cargo-deb takes the first. */
function requireFreeTargets(text: string, table: TomlTable, assets: readonly Asset[]): void {
  const list = table.entries.find(({ key }) => key === 'assets');
  if (!list || text[list.value.start] !== '[') return;
  for (const element of elementsOf(text, list.value)) {
    const [source, dest] = sourceAndDest(text.slice(element.start, element.end));
    if (source === undefined || dest === undefined) continue;
    const name = source.split('/').at(-1)!;
    const target = (dest.endsWith('/') ? dest + name : dest).replace(/^\/+/, '');
    const ours = assets.find((asset) => asset.dest === target && asset.source !== source);
    if (ours)
      throw new CannotPlace(
        `it packs /${target} from ${source} already: put ${ours.source} in its place, and add what else is new by hand`,
      );
  }
}

function sourceAndDest(element: string): (string | undefined)[] {
  const named = (key: string) => new RegExp(`\\b${key}\\s*=\\s*["']([^"']*)["']`).exec(element)?.[1];
  if (element.startsWith('{')) return [named('source'), named('dest')];
  return stringsIn(element, { start: 0, end: element.length });
}

/**
 * The variants of the .deb that have lists or scripts of their own, and so go without what is added: each as a
 * sentence that says what to add.
 */
export function variantsLeft(manifest: string, assets: readonly Asset[], scripts: string): string[] {
  const configuration = assets.map(({ dest }) => `/${dest}`).filter((dest) => dest.startsWith('/etc/'));
  return readToml(manifest)
    .filter(({ name }) => name.startsWith(`${tableName}.variants.`) && !name.includes('.merge-assets'))
    .flatMap(({ name, entries }) => {
      const ownValue = (key: string) => entries.find((entry) => entry.key === key)?.value;
      const lacks = (key: string, strings: readonly string[]) => {
        const value = ownValue(key);
        const there = value ? stringsIn(manifest, value) : strings;
        return strings.some((one) => !there.includes(one));
      };
      const own = ownValue('maintainer-scripts');
      const left = [
        ...(lacks(
          'assets',
          assets.map(({ source }) => source),
        )
          ? [`its assets (${assets.map(({ source, dest }) => `["${source}", "${dest}", "644"]`).join(', ')})`]
          : []),
        ...(lacks('conf-files', configuration) ? [`its conf-files (${configuration.join(', ')})`] : []),
        ...(own && stringAt(manifest, own)?.replace(/\/+$/, '') !== scripts
          ? [`its maintainer-scripts (what ${scripts}/ does)`]
          : []),
      ];
      return left.length > 0 ? [`[${name}] goes without the profile: add to ${left.join(', ')}`] : [];
    });
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
  const after = hasComma ? comma + 1 : last.end;
  // The list may end on the line of its last element; else a comment behind that one stays on its line.
  const ends = !text.slice(after, list.end).includes('\n');
  const behind = insert(text, ends ? after : lineEnd(text, after), ends ? lines : `${lines},`);
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
    const tables = readToml(manifest);
    const table = tables.find(({ name }) => name === tableName);
    // `deb = { … }` or `deb.assets = …` in [package.metadata], or one of its lists as [[…]].
    const names = tables.flatMap(({ name, entries }) => [
      name,
      ...entries.map(({ key }) => [name, key.replace(/\s*\.\s*/g, '.')].filter(Boolean).join('.')),
    ]);
    if (!table && names.some((name) => name === tableName || name.startsWith(`${tableName}.`)))
      throw new CannotPlace(
        `what it says of its .deb is not in a table [${tableName}]: add the profile by hand`,
      );
    return table;
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
