/** The message of the commit that a patch makes. */
import type { Plan } from './plan.ts';
import { wrap } from './wrap.ts';

export function messageOf({ kit, profile, paths, package: name }: Plan, missing: readonly string[]): string {
  const item = (text: string) => wrap(text, { first: '* ', further: '  ' });
  const two = paths.newer ? ' in two forms: debian/rules installs the one that the series can enforce' : '';
  return [
    `packaging(deb): confine ${kit.title} with an AppArmor profile`,
    '',
    item(`debian/apparmor: the profile${two}`),
    item(`${name}: installs /etc/apparmor.d/${profile}; dh_apparmor loads it on install and upgrade`),
    item('The .deb that cargo-deb makes brings the portable form, with scripts that do the same'),
    item('CI has the parser of each series read it'),
    item('SECURITY.md and INSTALL.md say what it holds and how to adapt it'),
    ...(missing.length > 0 ? ['', 'Still to be done by hand:', ...missing.map(item)] : []),
    ...(kit.upstream.issue ? ['', `See: ${kit.upstream.issue}`] : []),
    '',
  ].join('\n');
}
