/** The package of a kit's profile. */
import type { PolicyText } from '../../shared/api/schemas.ts';
import type { Kit } from '../../shared/kits/schema.ts';
import type { OpenFile } from '../../shared/kits/state.ts';
import { version as ownVersion } from '../version.ts';
import { deb } from './deb.ts';
import { sinceOf } from './patch/forms.ts';
import type { Author } from './patch/repository.ts';

export interface KitDebOptions {
  author?: Author;
  /** Debian version. Default: the time, so that a later export is an upgrade. */
  version?: string;
  date: Date;
}

/** A version that a later export is an upgrade of, e.g. `20261124.1416+aa0.1.0`. */
export function debVersion(date: Date): string {
  const digits = date.toISOString().replace(/\D/g, '');
  return `${digits.slice(0, 8)}.${digits.slice(8, 12)}+aa${ownVersion}`;
}

/** Nobody's address, kept free for examples: a package needs one, and this one is for trying on one's own machine. */
export const nobody: Author = { name: 'AppArmor Workbench', email: 'apparmor-workbench@example.org' };

/** Throws RequestError where the version or the author cannot stand in a package. */
export function kitDeb(kit: Kit, files: readonly OpenFile[], options: KitDebOptions): Promise<Buffer> {
  const { name, email } = options.author ?? nobody;
  return deb({
    files: files.map(({ path, text }) => ({ path, text })),
    program: kit.id,
    version: options.version ?? debVersion(options.date),
    maintainer: `${name} <${email}>`,
    change: `Profile for ${kit.title} ${kit.upstream.version}.`,
    since: sinceOf(kit, files),
    homepage: kit.upstream.url,
    date: options.date,
  });
}

/** The package of any texts, the profile first; throws RequestError where a name cannot stand in a package. */
export function textsDeb(program: string, files: readonly PolicyText[], date: Date): Promise<Buffer> {
  return deb({
    files,
    program,
    version: debVersion(date),
    maintainer: `${nobody.name} <${nobody.email}>`,
    change: `Profile for ${program}.`,
    date,
  });
}
