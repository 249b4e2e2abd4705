import { debName } from '../../../shared/debName.ts';

/** Base name of the archive that is downloaded: letters that a download's name cannot have become _. */
export function archiveName(opened: Opened): string {
  return `${programName(opened)}-apparmor`;
}

interface Opened {
  kind: string;
  id?: string;
  name?: string;
}

/** What is open, as a name for files: letters that a download's name cannot have became _. */
export function programName(opened: Opened): string {
  const title = opened.id ?? opened.name ?? 'profile';
  return title.replace(/[^A-Za-z0-9._-]/g, '_').slice(0, 50);
}

/** Name of the package that is downloaded; its file is called so, with `.deb`. */
export const packageName = (opened: Opened): string => debName(programName(opened));
