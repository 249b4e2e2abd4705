/** A patch in the making. */
import { CannotPlace } from '../place.ts';
import type { NewFile } from './repository.ts';

/** The files that there are: a repository's, or none but a few. */
export interface Source {
  paths: readonly string[];
  read(path: string): Promise<string | undefined>;
  /** Git's mode of a file (`100644`, `100755`, `120000` for a link), where it is known. */
  mode?(path: string): string | undefined;
}

/** The files of the repository as they are to be, and what has no place. */
export class Work {
  readonly missing: string[] = [];
  readonly notes: string[] = [];
  readonly #source: Source;
  readonly #there: ReadonlySet<string>;
  readonly #files = new Map<string, NewFile>();

  constructor(source: Source) {
    this.#source = source;
    this.#there = new Set(source.paths);
  }

  has(path: string): boolean {
    return this.#files.has(path) || this.#there.has(path);
  }

  /** The paths of the files that were there before. */
  paths(): Iterable<string> {
    return this.#there;
  }

  async read(path: string): Promise<string | undefined> {
    return this.#files.get(path)?.text ?? (await this.#source.read(path));
  }

  isExecutable(path: string): boolean {
    return this.#files.get(path)?.executable ?? this.#source.mode?.(path) === '100755';
  }

  /** Writes a whole file. One that cannot be there is written down instead: it is a link, or below a file. */
  write(path: string, file: NewFile): void {
    const problem = this.#blocked(path);
    if (problem === undefined) this.#files.set(path, file);
    else this.missing.push(`${path}: ${problem}`);
  }

  #blocked(path: string): string | undefined {
    const isLink = (one: string) => this.#source.mode?.(one) === '120000';
    if (isLink(path)) return 'it is a link; put what belongs here where it leads to';
    for (let at = path.indexOf('/'); at >= 0; at = path.indexOf('/', at + 1)) {
      const parent = path.slice(0, at);
      if (this.#there.has(parent)) return `${parent} is a ${isLink(parent) ? 'link' : 'file'}, not a folder`;
    }
    return undefined;
  }

  /** Edits a file; what cannot be placed in it, or a file that is not there, is written down instead. */
  async edit(path: string, byHand: string, change: (text: string) => string): Promise<void> {
    const text = await this.read(path);
    const problem = this.#blocked(path);
    if (problem !== undefined) {
      this.missing.push(`${path}: ${problem}${byHand && `: ${byHand}`}`);
      return;
    }
    if (text === undefined) {
      this.missing.push(`${path}: there is no such file: ${byHand}`);
      return;
    }
    if (text.includes('\uFFFD')) {
      this.missing.push(
        `${path}: it is not in UTF-8, and would come out damaged: ${byHand || 'edit it by hand'}`,
      );
      return;
    }
    try {
      this.write(path, { text: change(text) });
    } catch (error) {
      if (!(error instanceof CannotPlace)) throw error;
      this.missing.push(`${path}: ${error.message}`);
    }
  }

  /** The files that are to be other than they were. */
  async changes(): Promise<Map<string, NewFile>> {
    const changed = new Map<string, NewFile>();
    for (const [path, file] of this.#files)
      if ((await this.#source.read(path)) !== file.text) changed.set(path, file);
    return changed;
  }
}
