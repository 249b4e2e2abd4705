/** A patch in the making. */
import { CannotPlace } from '../place.ts';
import { type NewFile, type Repository, readText } from './repository.ts';

/** The files of the repository as they are to be, and what has no place. */
export class Work {
  readonly missing: string[] = [];
  readonly notes: string[] = [];
  readonly #repository: Repository;
  readonly #files = new Map<string, NewFile>();

  constructor(repository: Repository) {
    this.#repository = repository;
  }

  has(path: string): boolean {
    return this.#files.has(path) || this.#repository.files.has(path);
  }

  paths(): Iterable<string> {
    return this.#repository.files.keys();
  }

  async read(path: string): Promise<string | undefined> {
    return this.#files.get(path)?.text ?? (await readText(this.#repository, path));
  }

  write(path: string, file: NewFile): void {
    this.#files.set(path, file);
  }

  /** Edits a file; what cannot be placed in it, or a file that is not there, is written down instead. */
  async edit(path: string, byHand: string, change: (text: string) => string): Promise<void> {
    const text = await this.read(path);
    if (text === undefined) {
      this.missing.push(`${path}: there is no such file: ${byHand}`);
      return;
    }
    try {
      this.write(path, { text: change(text) });
    } catch (error) {
      if (!(error instanceof CannotPlace)) throw error;
      this.missing.push(`${path}: ${error.message}`);
    }
  }

  /** The files that differ from HEAD. */
  async changes(): Promise<Map<string, NewFile>> {
    const changed = new Map<string, NewFile>();
    for (const [path, file] of this.#files)
      if ((await readText(this.#repository, path)) !== file.text) changed.set(path, file);
    return changed;
  }
}
