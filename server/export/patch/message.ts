/** The message of the commit that a patch makes. */
import type { Plan } from './plan.ts';
import { wrap } from './wrap.ts';

export interface MessageFacts {
  /** The files that the patch makes or changes. */
  changed: readonly string[];
  /** Whether the repository has the profile already. */
  isUpdate: boolean;
  missing: readonly string[];
}

export function messageOf(
  { kit, profile, paths, package: name }: Plan,
  { changed, isUpdate, missing }: MessageFacts,
): string {
  const item = (text: string) => wrap(text, { first: '* ', further: '  ' });
  const two = paths.newer ? ' in two forms: debian/rules installs the one that the series can enforce' : '';
  const items: [RegExp, string][] = [
    [/^debian\/apparmor\/[^/]+$/, `debian/apparmor: the profile${two}`],
    [/^debian\/apparmor\/tunables\//, "The file of a site's own values, which upgrades keep"],
    [
      /^debian\/rules$/,
      `${name}: installs /etc/apparmor.d/${profile}; dh_apparmor loads it on install and upgrade`,
    ],
    [/Cargo\.toml$/, 'The .deb that cargo-deb makes brings the portable form, with scripts that do the same'],
    [/^\.github\/workflows\//, 'CI has the parser of each series read it'],
    [/\.md$/, 'SECURITY.md and INSTALL.md say what it holds and how to adapt it'],
  ];
  const made = items.filter(([path]) => changed.some((one) => path.test(one)));
  return [
    `packaging(deb): ${isUpdate ? `update the AppArmor profile of ${kit.title}` : `confine ${kit.title} with an AppArmor profile`}`,
    '',
    ...made.map(([, text]) => item(text)),
    ...(missing.length > 0 ? ['', 'Still to be done by hand:', ...missing.map(item)] : []),
    ...(kit.upstream.issue ? ['', `See: ${kit.upstream.issue}`] : []),
    '',
  ].join('\n');
}
