/** Base name of the archive that is downloaded: letters that a download's name cannot have become _. */
export function archiveName(opened: { kind: string; id?: string; name?: string }): string {
  const title = opened.id ?? opened.name ?? 'profile';
  return `${title.replace(/[^A-Za-z0-9._-]/g, '_').slice(0, 50)}-apparmor`;
}
