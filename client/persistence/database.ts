/**
 * The browser's own store (IndexedDB). A change counts as saved when its transaction is on the disk, not merely
 * handed to the operating system: a killed browser or a power cut keeps it.
 */
import { type DBSchema, deleteDB, type IDBPDatabase, openDB } from 'idb';
import type { SessionRecord } from './record.ts';

const name = 'apparmor-workbench';
const version = 1;

/** Something put aside: a record that could not be read, or work that a link replaced. */
export interface AsideRecord {
  id?: number;
  key: string;
  why: string;
  at: number;
  value: unknown;
}

interface Schema extends DBSchema {
  sessions: { key: string; value: SessionRecord };
  aside: { key: number; value: AsideRecord; indexes: { key: string } };
  /** `last`: key of the session that was open last. */
  notes: { key: string; value: string };
}

/** Why nothing can be kept: `absent` the browser has no store here, `newer` a newer Workbench wrote it, `broken`. */
export class StoreUnavailable extends Error {
  override name = 'StoreUnavailable';
  constructor(
    readonly why: 'absent' | 'newer' | 'broken',
    options?: ErrorOptions,
  ) {
    super(why, options);
  }
}

export class Database {
  private constructor(private readonly db: IDBPDatabase<Schema>) {}

  static async open(onLost: () => void = () => {}): Promise<Database> {
    if (typeof indexedDB === 'undefined') throw new StoreUnavailable('absent');
    try {
      const db = await openDB<Schema>(name, version, {
        upgrade(fresh) {
          fresh.createObjectStore('sessions', { keyPath: 'key' });
          fresh.createObjectStore('aside', { keyPath: 'id', autoIncrement: true }).createIndex('key', 'key');
          fresh.createObjectStore('notes');
        },
        // Another tab with a newer Workbench wants to change the store: let it.
        blocking: (_current, _blocked, event) => {
          (event.target as IDBDatabase).close();
          onLost();
        },
        terminated: onLost,
      });
      for (const store of ['sessions', 'aside', 'notes'] as const)
        if (!db.objectStoreNames.contains(store)) {
          db.close();
          throw new StoreUnavailable('broken');
        }
      return new Database(db);
    } catch (error) {
      if (error instanceof StoreUnavailable) throw error;
      const newer = error instanceof DOMException && error.name === 'VersionError';
      const absent =
        error instanceof DOMException &&
        (error.name === 'SecurityError' || error.name === 'InvalidStateError');
      throw new StoreUnavailable(newer ? 'newer' : absent ? 'absent' : 'broken', { cause: error });
    }
  }

  /** Throw the store away. Only for one that cannot be opened, and only when the user says so. */
  static async reset(): Promise<void> {
    await deleteDB(name);
  }

  /** As it lies there: the caller tests its shape (`readRecord`). */
  read(key: string): Promise<unknown> {
    return this.db.get('sessions', key);
  }

  /** Rejects with a QuotaExceededError where the disk is full. */
  async write(record: SessionRecord): Promise<void> {
    const transaction = this.db.transaction(['sessions', 'notes'], 'readwrite', { durability: 'strict' });
    await Promise.all([
      transaction.objectStore('sessions').put(record),
      transaction.objectStore('notes').put(record.key, 'last'),
      transaction.done,
    ]);
  }

  async last(): Promise<string | undefined> {
    const key: unknown = await this.db.get('notes', 'last');
    return typeof key === 'string' ? key : undefined;
  }

  async forget(key: string): Promise<void> {
    await this.db.delete('sessions', key);
  }

  /** Keep a value aside. Of each key the five newest are kept. */
  async putAside(record: AsideRecord): Promise<void> {
    const transaction = this.db.transaction('aside', 'readwrite', { durability: 'strict' });
    await transaction.store.add(record);
    const ids = await transaction.store.index('key').getAllKeys(record.key);
    for (const id of ids.slice(0, -5)) await transaction.store.delete(id);
    await transaction.done;
  }

  close(): void {
    this.db.close();
  }
}

export function isFull(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'QuotaExceededError';
}
