/** The package of a kit's profile. */
import type { Kit } from '../../shared/kits/schema.ts';
import type { OpenFile } from '../../shared/kits/state.ts';
import { version as ownVersion } from '../version.ts';
import { deb } from './deb.ts';
import { sinceOf } from './patch/forms.ts';
import type { Author } from './patch/repository.ts';

export interface KitDebOptions {
  author?: Author;
  /** Debian version. Default: the kit's, and the Workbench's. */
  version?: string;
  date: Date;
}

/** Nobody's address, kept free for examples: a package needs one, and this one is for trying on one's own machine. */
const nobody: Author = { name: 'AppArmor Workbench', email: 'apparmor-workbench@example.org' };

/** Throws RequestError where the version or the author cannot stand in a package. */
export function kitDeb(kit: Kit, files: readonly OpenFile[], options: KitDebOptions): Promise<Buffer> {
  const { name, email } = options.author ?? nobody;
  return deb({
    files: files.map(({ path, text }) => ({ path, text })),
    program: kit.id,
    version: options.version ?? `${kit.version}+aa${ownVersion}`,
    maintainer: `${name} <${email}>`,
    change: `Profile for ${kit.title} ${kit.upstream.version}.`,
    since: sinceOf(kit, files),
    homepage: kit.upstream.url,
    date: options.date,
  });
}
