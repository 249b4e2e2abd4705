/** INSTALL: the commands for a person at a terminal. The Workbench itself never loads a policy. */
import type { PolicyText } from '../../shared/api/schemas.ts';
import { quote } from '../../shared/shell.ts';
import type { TargetFacts } from '../../shared/targets/targets.ts';

export interface InstallFacts {
  /** The first is the profile. */
  files: PolicyText[];
  target: TargetFacts | undefined;
  /** The commands that put the files in place. */
  unpack: string[];
}

export function installText({ files, target, unpack }: InstallFacts): string {
  const [profile, ...others] = files.map((file) => `/etc/apparmor.d/${file.path}`);
  const path = quote(profile!);
  const site = others.filter((other) => /\/(?:local|tunables)\//.test(other));
  const release = target ? ` on ${target.title}, with apparmor_parser ${target.parserVersion}` : '';
  return `${[
    `How to install this AppArmor profile${release}`,
    '',
    ...['Files', ...[profile, ...others].map((file) => `  ${file}`)],
    '',
    ...step(1, 'Put the files in place. Files of the same name are replaced.', unpack),
    ...(site.length > 0
      ? [
          '   If you have changed these on this machine before, keep a copy of them first:',
          ...site.map((file) => `     ${file}`),
          '',
        ]
      : []),
    ...step(2, 'Check it. This loads nothing.', [`sudo apparmor_parser -QKT ${path}`]),
    ...step(3, 'Load it, in the mode that the text says.', [`sudo apparmor_parser -r ${path}`]),
    ...step(4, 'Restart the program, use it, and look. Complain mode logs ALLOWED, enforce mode DENIED.', [
      'sudo aa-status',
      'sudo journalctl -k -g \'apparmor="(ALLOWED|DENIED)"\'',
    ]),
    ...step(5, 'Switch the mode (aa-enforce and aa-complain are in the package apparmor-utils).', [
      `sudo aa-enforce ${path}`,
      `sudo aa-complain ${path}`,
    ]),
    'To remove it again:',
    '',
    `   sudo apparmor_parser -R ${path}`,
    `   sudo rm ${[profile, ...others].map((file) => quote(file!)).join(' ')}`,
  ].join('\n')}\n`;
}

function step(number: number, what: string, commands: string[]): string[] {
  return [`${number}. ${what}`, '', ...commands.map((command) => `   ${command}`), ''];
}
