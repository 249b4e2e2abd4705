/** The name of the Debian package of a program's profile: lower case, and begins with a letter or digit. */
export function debName(program: string): string {
  const name = program
    .toLowerCase()
    .replace(/[^a-z0-9+.-]+/g, '-')
    .replace(/^[^a-z0-9]+|-+$/g, '');
  return `${name || 'local'}-apparmor`;
}
