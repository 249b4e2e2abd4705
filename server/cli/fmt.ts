/** `fmt FILE…`: gives policy files their canonical layout, or shows with --check what would change. */
import { randomBytes } from 'node:crypto';
import { open, readFile, realpath, rename, rm, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { createTwoFilesPatch } from 'diff';
import { type FormatRefusal, formatText } from '../../shared/language/format.ts';
import { applyEdits, type TextEdit } from '../../shared/syntax/index.ts';
import { CannotRun, exit, type Io } from './io.ts';
import { printable } from './report/printable.ts';

export interface FmtArguments {
  check: boolean;
  sort: boolean;
}

/**
 * Formats files in place; standard input (-) to standard output. With --check nothing is written: what would change
 * is shown, and the answer is 1 where anything would. A file with a syntax error is left alone and named with the
 * place: the answer is 2, once the others are done.
 */
export async function fmt(names: string[], { check, sort }: FmtArguments, io: Io): Promise<number> {
  if (names.length === 0) throw new CannotRun('Name at least one file to format, or - for standard input.');
  let status: number = exit.good;
  for (const name of names) {
    try {
      const text = name === '-' ? await io.stdin() : await readText(name);
      const edits = formatted(name, text, sort);
      const after = applyEdits(text, edits);
      if (name === '-' && !check) io.stdout(after);
      else if (edits.length > 0) {
        if (check) {
          io.stdout(difference(name, text, after));
          status = Math.max(status, exit.findings);
        } else await replace(name, after);
      }
    } catch (error) {
      if (!(error instanceof CannotRun)) throw error;
      io.stderr(`aa-workbench: ${printable(error.message)}\n`);
      status = exit.couldNotRun;
    }
  }
  return status;
}

/** Files that are included between a profile's braces are read as such where their folder, or their text, says so. */
function formatted(name: string, text: string, sort: boolean): TextEdit[] {
  const included = /(?:^|\/)(?:abstractions|local)\//.test(name === '-' ? '' : resolve(name));
  const first = formatText(text, included ? 'profile' : 'file', { sort });
  if (!('refused' in first)) return first;
  const second = formatText(text, included ? 'file' : 'profile', { sort });
  if (!('refused' in second)) return second;
  throw new CannotRun(`${name === '-' ? 'Standard input' : name}: ${(first as FormatRefusal).refused}`);
}

async function readText(name: string): Promise<string> {
  const bytes = await readFile(name).catch((error: NodeJS.ErrnoException) => {
    const why =
      error.code === 'ENOENT'
        ? 'does not exist'
        : error.code === 'EISDIR'
          ? 'is a directory'
          : 'cannot be read';
    throw new CannotRun(`${name} ${why}.`);
  });
  const text = bytes.toString('utf8');
  // What is no UTF-8 would not be the same bytes again.
  if (!Buffer.from(text).equals(bytes)) throw new CannotRun(`${name} is not UTF-8 text; it is left alone.`);
  return text;
}

function difference(name: string, before: string, after: string): string {
  const shown = name === '-' ? 'standard input' : name;
  const patch = createTwoFilesPatch(shown, shown, before, after, 'as it is', 'formatted');
  // Above the names of the files stands a line of equals signs.
  return patch.slice(patch.indexOf('--- '));
}

/** The new text is there whole or not at all; owner and mode stay, and a link stays a link. */
async function replace(name: string, text: string): Promise<void> {
  const path = await realpath(name);
  const temporary = join(dirname(path), `.aa-workbench-${randomBytes(8).toString('hex')}`);
  try {
    const { uid, gid, mode } = await stat(path);
    const file = await open(temporary, 'wx', 0o600);
    try {
      await file.writeFile(text);
      await file.chown(uid, gid).catch(() => {});
      await file.chmod(mode & 0o7777);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
  } catch (error) {
    throw new CannotRun(
      `${name} cannot be written (${(error as NodeJS.ErrnoException).code}); it is unchanged.`,
    );
  } finally {
    await rm(temporary, { force: true });
  }
}
