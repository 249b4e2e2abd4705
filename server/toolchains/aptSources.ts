/** Which Debian archive to fetch from: the machine's own, where its apt sources name one. */

export const publicArchive = 'https://deb.debian.org/debian';

/**
 * The archive URIs that apt source texts name, in order. Both forms are read: one-line (`deb [options] URI suite ...`)
 * and deb822 (`URIs: ...` in a stanza that is enabled and has type deb). See sources.list(5).
 */
export function archiveUris(texts: { name: string; text: string }[]): string[] {
  return texts.flatMap(({ name, text }) =>
    name.endsWith('.sources') ? deb822Uris(text) : oneLineUris(text),
  );
}

function oneLineUris(text: string): string[] {
  const uris: string[] = [];
  for (const line of text.split('\n')) {
    const match = /^\s*deb\s+(?:\[[^\]]*\]\s+)?(\S+)/.exec(line);
    if (match) uris.push(match[1]!);
  }
  return uris;
}

function deb822Uris(text: string): string[] {
  const uris: string[] = [];
  for (const stanza of text.split(/\n\s*\n/)) {
    const fields = stanzaFields(stanza);
    if (!fields.get('types')?.split(/\s+/).includes('deb')) continue;
    if (/^(?:no|false|off|0|without|disable)$/i.test(fields.get('enabled') ?? 'yes')) continue;
    uris.push(...(fields.get('uris') ?? '').split(/\s+/).filter(Boolean));
  }
  return uris;
}

function stanzaFields(stanza: string): Map<string, string> {
  const fields = new Map<string, string>();
  let last = '';
  for (const line of stanza.split('\n')) {
    if (line.startsWith('#')) continue;
    const field = /^([A-Za-z0-9-]+):\s*(.*)$/.exec(line);
    if (field) {
      last = field[1]!.toLowerCase();
      fields.set(last, field[2]!.trim());
    } else if (last && /^\s/.test(line)) {
      fields.set(last, `${fields.get(last)} ${line.trim()}`);
    }
  }
  return fields;
}

/** The first URI that is a plain Debian archive (not security, not a local medium), else the public one. */
export function debianArchive(uris: string[]): string {
  const plain = uris.find((uri) => /^https?:\/\/\S+?\/debian\/?$/.test(uri));
  return plain ?? publicArchive;
}
