/** Writes the archive that Linux unpacks as its first root directory. */

/** A file, directory, link or device of the archive. Paths are relative to the guest's root, without a leading slash. */
export type CpioEntry =
  | { path: string; type: 'file'; mode: number; data: Uint8Array }
  | { path: string; type: 'directory'; mode: number }
  | { path: string; type: 'link'; target: string }
  | { path: string; type: 'character'; mode: number; major: number; minor: number };

const typeBits = { file: 0o100000, directory: 0o040000, link: 0o120000, character: 0o020000 };

/**
 * The archive in the "new ASCII" format (Documentation/driver-api/early-userspace/buffer-format.rst in Linux). Everything
 * belongs to root. Linux makes no parent directories: list a directory before what is in it.
 */
export function cpioArchive(entries: CpioEntry[]): Uint8Array {
  const parts: Uint8Array[] = [];
  entries.forEach((entry, index) => {
    const data =
      entry.type === 'file'
        ? entry.data
        : entry.type === 'link'
          ? Buffer.from(entry.target)
          : new Uint8Array();
    const mode = typeBits[entry.type] | (entry.type === 'link' ? 0o777 : entry.mode);
    const device = entry.type === 'character' ? entry : { major: 0, minor: 0 };
    parts.push(...record(entry.path, index + 1, mode, data, device));
  });
  parts.push(...record('TRAILER!!!', 0, 0, new Uint8Array(), { major: 0, minor: 0 }));
  return Buffer.concat(parts);
}

function record(
  path: string,
  inode: number,
  mode: number,
  data: Uint8Array,
  device: { major: number; minor: number },
): Uint8Array[] {
  const name = Buffer.from(`${path}\0`);
  const links = mode >> 12 === 4 ? 2 : 1;
  const time = 0;
  const fields = [
    inode,
    mode,
    0,
    0,
    links,
    time,
    data.length,
    0,
    0,
    device.major,
    device.minor,
    name.length,
    0,
  ];
  const header = Buffer.from(`070701${fields.map((field) => field.toString(16).padStart(8, '0')).join('')}`);
  return [header, name, padding(header.length + name.length), data, padding(data.length)];
}

/** Names (with their header) and contents each end at a multiple of four. */
function padding(length: number): Uint8Array {
  return new Uint8Array(-length & 3);
}
