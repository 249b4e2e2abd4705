/** Test support: tools of Debian's, and kits' files. */
import { execFileSync } from 'node:child_process';
import { accessSync, constants, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Which of these tools are not here; says so aloud, and in CI a missing one is an error. */
export function missingTools(what: string, tools: readonly string[]): string[] {
  const folders = (process.env.PATH ?? '').split(':').concat('/usr/sbin', '/sbin');
  const missing = tools.filter((tool) => !folders.some((folder) => runs(join(folder, tool))));
  if (missing.length === 0) return [];
  const sentence = `NOT TESTED: ${what}: there is no ${missing.join(', ')} here.`;
  if (process.env.CI) throw new Error(sentence);
  console.warn(sentence);
  return missing;
}

function runs(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** A folder that is gone when the tests are done. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'aa-workbench-export-test-'));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Runs a command and answers what it prints; throws with all of it where it fails. */
export function run(command: string, words: readonly string[], cwd?: string): string {
  try {
    return execFileSync(command, words, {
      cwd,
      encoding: 'utf8',
      env: { ...process.env, LC_ALL: 'C', DEBIAN_FRONTEND: 'noninteractive' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  } catch (error) {
    const { stdout, stderr } = error as { stdout?: string; stderr?: string };
    throw new Error(
      `${command} ${words.join(' ')}: ${(error as Error).message}\n${stdout ?? ''}${stderr ?? ''}`,
    );
  }
}
