/** What a patch is to bring, and under which names. */
import type { Kit } from '../../../shared/kits/schema.ts';
import { Refusal } from '../../refusal.ts';
import type { Forms } from './forms.ts';

/** Where the profile is kept in the repository. */
export const folder = 'debian/apparmor';

export interface Plan {
  kit: Kit;
  forms: Forms;
  /** The forms' paths in the repository. */
  paths: { portable: string; newer?: { path: string; abi: string } };
  /** The profile's and the tunables' place below /etc/apparmor.d. */
  profile: string;
  tunables: string;
  /** The binary package that ships the profile. */
  package: string;
  packages: string[];
}

/** Throws a Refusal where it is not to be seen which of the packages ships the program. */
export function planOf(kit: Kit, forms: Forms, packages: string[]): Plan {
  const profile = kit.files.profile.path;
  const program = kit.program.slice(kit.program.lastIndexOf('/') + 1);
  const named =
    packages.length === 1 ? packages[0] : packages.find((name) => name === program || name === kit.id);
  if (named === undefined)
    throw new Refusal(
      400,
      'which-package',
      `debian/control has ${packages.length} packages (${packages.join(', ')}), and none is called ${program}: which one ships ${kit.program} is not to be seen.`,
    );
  const portable = `${folder}/${profile}`;
  const abi = forms.newer?.abi;
  return {
    kit,
    forms,
    paths: { portable, ...(abi === undefined ? {} : { newer: { path: `${portable}.abi-${abi}`, abi } }) },
    profile,
    tunables: kit.files.tunables.path,
    package: named,
    packages,
  };
}
