/** What is kept of a session, and the test whether something read back is one. */
import type { FileRole } from '../../shared/kits/schema.ts';

export interface SavedFile {
  role: FileRole;
  path: string;
  text: string;
  /** What the text is compared with, where that is not the kit's. */
  shipped?: string;
}

/** One program's work. The key is `kit:ID`, `file:NAME` or `workspace:PATH`. */
export interface SessionRecord {
  version: 1;
  key: string;
  /** The kit's version the work began with; absent without a kit. */
  kitVersion?: string;
  files: SavedFile[];
  activePath: string;
  target: string;
  /** Requirements of the user's own, where there are any that no file beside the profile keeps. Read before use. */
  requirements?: unknown[];
  /** Milliseconds since 1970. */
  savedAt: number;
}

const roles: readonly unknown[] = ['profile', 'tunables', 'local'] satisfies FileRole[];

/** Read a record as storage gave it. Answers what is wrong with it in words where it is none. */
export function readRecord(value: unknown): SessionRecord | { problem: string } {
  const wrong = (problem: string) => ({ problem });
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return wrong('it is not a record');
  const record = value as Record<string, unknown>;
  if (record.version !== 1)
    return wrong(`it has version ${String(record.version)}, and this Workbench reads version 1`);
  if (typeof record.key !== 'string') return wrong('it does not say which program it belongs to');
  if (typeof record.savedAt !== 'number' || !Number.isFinite(record.savedAt)) return wrong('it has no time');
  if (typeof record.target !== 'string') return wrong('it has no target');
  if (typeof record.activePath !== 'string') return wrong('it does not say which file was open');
  if (record.kitVersion !== undefined && typeof record.kitVersion !== 'string')
    return wrong('its kit version is not a text');
  if (record.requirements !== undefined && !Array.isArray(record.requirements))
    return wrong('its requirements are not a list');
  if (!Array.isArray(record.files) || record.files.length === 0) return wrong('it has no files');
  const paths = new Set<string>();
  for (const file of record.files as unknown[]) {
    const problem = fileProblem(file);
    if (problem) return wrong(problem);
    paths.add((file as SavedFile).path);
  }
  if (paths.size < record.files.length) return wrong('two of its files have the same path');
  return record as unknown as SessionRecord;
}

function fileProblem(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null) return 'one of its files is not a record';
  const file = value as Record<string, unknown>;
  if (typeof file.path !== 'string' || file.path === '') return 'one of its files has no path';
  if (typeof file.text !== 'string') return `${file.path} has no text`;
  if (!roles.includes(file.role)) return `${file.path} has no role`;
  if (file.shipped !== undefined && typeof file.shipped !== 'string')
    return `${file.path} is compared with something that is no text`;
  return undefined;
}
