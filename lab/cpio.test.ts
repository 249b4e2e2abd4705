import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readlinkSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { type CpioEntry, cpioArchive } from './cpio.ts';

const entries: CpioEntry[] = [
  { path: 'a', type: 'directory', mode: 0o750 },
  { path: 'a/five', type: 'file', mode: 0o755, data: Buffer.from('12345') },
  { path: 'a/none', type: 'file', mode: 0o600, data: new Uint8Array() },
  { path: 'a/link', type: 'link', target: 'five' },
];

describe('the first root directory', () => {
  const directory = mkdtempSync(join(tmpdir(), 'aa-cpio-'));
  afterAll(() => rmSync(directory, { recursive: true }));
  const cpio = spawnSync('cpio', ['--version']).status === 0;
  if (!cpio)
    console.warn('NOT TESTED against cpio: it is not installed; the lab’s own boot tests the archive.');

  test.skipIf(!cpio)('cpio unpacks what was put in', () => {
    execFileSync('cpio', ['-idm', '--quiet', '--no-absolute-filenames'], {
      cwd: directory,
      input: cpioArchive(entries),
    });
    expect(readFileSync(join(directory, 'a/five'), 'utf8')).toBe('12345');
    expect(statSync(join(directory, 'a/five')).mode & 0o7777).toBe(0o755);
    expect(statSync(join(directory, 'a/none')).size).toBe(0);
    expect(readlinkSync(join(directory, 'a/link'))).toBe('five');
    expect(statSync(join(directory, 'a')).mode & 0o7777).toBe(0o750);
  });

  test('every record begins at a multiple of four, and the archive ends with the trailer', () => {
    const archive = Buffer.from(cpioArchive(entries));
    expect(archive.length % 4).toBe(0);
    expect(archive.indexOf('TRAILER!!!')).toBeGreaterThan(archive.length - 20);
    for (let at = archive.indexOf('070701'); at >= 0; at = archive.indexOf('070701', at + 6))
      expect(at % 4).toBe(0);
  });
});
