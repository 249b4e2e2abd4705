/** The layout as a .tar.gz: the same bytes for the same files, whoever makes it and when. */
import { gzipSync } from 'node:zlib';
import { packTar } from 'modern-tar';
import type { LayoutEntry } from './layout.ts';

/** A fixed time, after 1970: GNU tar warns of older ones. */
const stamp = new Date(Date.UTC(2000, 0, 1));

export async function archive(entries: readonly LayoutEntry[], mtime = stamp): Promise<Buffer> {
  const owner = { uid: 0, gid: 0, uname: 'root', gname: 'root', mtime };
  const tar = await packTar(
    entries.map(({ path, text, executable }) => {
      if (text === undefined)
        return { header: { name: path, type: 'directory', mode: 0o755, size: 0, ...owner } };
      const body = typeof text === 'string' ? Buffer.from(text) : text;
      const mode = executable ? 0o755 : 0o644;
      return { header: { name: path, type: 'file', mode, size: body.length, ...owner }, body };
    }),
  );
  return gzipSync(tar, { level: 9 });
}

/** What puts an archive's files in place: only what belongs into /etc, and directories that are there stay as they are. */
export function unpackCommands(archiveName: string): string[] {
  return [`sudo tar --no-overwrite-dir --no-same-owner -C / -xzf ${archiveName} etc`];
}
