/** Saves the session a moment after each change, one write at a time, the newest state each time. */
import { type Database, isFull } from './database.ts';
import type { SessionRecord } from './record.ts';

/** Milliseconds from a change to its write. The write itself takes some more: together well under 300. */
const moment = 150;

export interface SaverListener {
  pending(): void;
  saved(at: number): void;
  /** `full`: the disk is. Otherwise the browser's own words. */
  failed(reason: 'full' | string): void;
}

export class Saver {
  private timer: ReturnType<typeof setTimeout> | undefined;
  private writing: Promise<void> | undefined;
  private dirty = false;

  /** `snapshot` gives the state to save; undefined means there is nothing worth keeping. */
  constructor(
    private readonly database: Database,
    private readonly snapshot: () => SessionRecord | undefined,
    private readonly listener: SaverListener,
  ) {}

  changed(): void {
    this.dirty = true;
    this.listener.pending();
    this.timer ??= setTimeout(() => void this.flush(), moment);
  }

  /** Write now. Resolves when what was there at the call is on the disk, or could not be put there. */
  async flush(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    while (this.writing) await this.writing;
    if (!this.dirty) return;
    this.dirty = false;
    this.writing = this.write().finally(() => {
      this.writing = undefined;
    });
    await this.writing;
  }

  private async write(): Promise<void> {
    const record = this.snapshot();
    if (!record) return;
    try {
      await this.database.write(record);
      if (!this.dirty) this.listener.saved(record.savedAt);
    } catch (error) {
      // Still dirty: the next change, or "Try again", writes everything once more.
      this.dirty = true;
      this.listener.failed(isFull(error) ? 'full' : error instanceof Error ? error.message : String(error));
    }
  }
}
