/** The commands that install a profile, as data: for a person at a terminal, since the page itself never loads a policy. */
import type { ModeName } from '../../../shared/kits/state.ts';
import { escapePattern, quote } from '../../../shared/shell.ts';

export interface InstallFacts {
  /** Relative to /etc/apparmor.d; the profile first. Empty files are left out. */
  paths: string[];
  profileNames: string[];
  mode: ModeName;
  /** Name of the program, for sentences. */
  program: string;
  /** File name of the archive that holds all files as etc/apparmor.d/…. */
  archive: string;
  /** Name of the package that holds them, which is its file's name without `.deb`. */
  package: string;
  /** What is installed from. */
  from: 'archive' | 'package';
}

export interface Step {
  id:
    | 'packages'
    | 'place'
    | 'check'
    | 'load'
    | 'install'
    | 'look'
    | 'enforce'
    | 'reload'
    | 'complain'
    | 'remove';
  title: string;
  /** A few quiet words after the title. */
  aside: string;
  commands: string[];
  /** Not done in one go with the steps before it: it waits for a session, or for a change of mind. */
  later?: true;
  /** For an installed profile: shown apart. */
  afterwards?: true;
}

const at = (path: string) => quote(`/etc/apparmor.d/${path}`);

/** The steps in order; those for an installed profile last, of them `remove`. Empty without a profile. */
export function installSteps(facts: InstallFacts): Step[] {
  const { paths, profileNames, mode, program, from } = facts;
  const [profile] = paths;
  if (profile === undefined) return [];
  const complains = mode === 'complain';
  const enforces = mode === 'enforce' || mode === 'kill';
  const enforce = {
    id: 'enforce' as const,
    commands: [`sudo aa-enforce ${at(profile)}`],
    later: true as const,
  };
  return [
    {
      id: 'packages',
      title: 'Install the tools',
      aside: 'the parser, and aa-enforce and aa-complain',
      commands: ['sudo apt install apparmor apparmor-utils'],
    },
    ...(from === 'package' ? byPackage(facts) : byArchive(facts, profile)),
    {
      id: 'look',
      title: `Restart ${program}, use it, then look`,
      aside: complains
        ? 'complain mode logs ALLOWED, not DENIED; with auditd look in /var/log/audit/audit.log'
        : 'what was refused stands there as DENIED; with auditd look in /var/log/audit/audit.log',
      commands: [
        ...profileNames.slice(0, 1).map((name) => `sudo aa-status | grep -F ${quote(name)}`),
        `sudo journalctl -k -g ${quote(logPattern(profileNames))}`,
      ],
      later: true,
    },
    ...(enforces
      ? []
      : [
          {
            ...enforce,
            title: 'Enforce it',
            aside: complains
              ? 'after a session without such lines; or press Enforce above, and install again'
              : `instead of ${mode}`,
          },
        ]),
    {
      id: 'reload',
      title: 'Load it again',
      aside: `after a change of its files; a ${program} that runs is under the new rules at once`,
      commands: [`sudo apparmor_parser -r ${at(profile)}`],
      later: true,
      afterwards: true,
    },
    {
      id: 'complain',
      title: enforces ? 'Only log for now' : 'Complain again',
      aside: enforces
        ? 'until a session passes without such lines'
        : 'where something turns out to be missing',
      commands: [`sudo aa-complain ${at(profile)}`],
      later: true,
      afterwards: true,
    },
    ...(enforces
      ? [{ ...enforce, title: 'Enforce again', aside: 'after that', afterwards: true as const }]
      : []),
    { ...removal(facts, profile), later: true, afterwards: true },
  ];
}

/** As the package's own scripts do it. */
function byPackage({ mode, package: name }: InstallFacts): Step[] {
  return [
    {
      id: 'install',
      title: 'Install the package',
      aside: `beside its file; it puts the files in place and loads the profile, ${loadedIn(mode)}`,
      commands: [`sudo apt install ${quote(`./${name}.deb`)}`],
    },
  ];
}

function byArchive({ paths, mode, archive }: InstallFacts, profile: string): Step[] {
  return [
    {
      id: 'place',
      title: 'Put it in place',
      aside: 'beside the archive; files that are there are kept with ~ at the end of their name',
      commands: [
        `tar -xzf ${quote(archive)}`,
        ...paths.map(
          (path) =>
            `sudo install -D -b -m 644 -t ${quote(directoryOf(path))} ${quote(`etc/apparmor.d/${path}`)}`,
        ),
      ],
    },
    {
      id: 'check',
      title: 'Check it',
      aside: 'loads nothing',
      commands: [`sudo apparmor_parser -QKT ${at(profile)}`],
    },
    {
      id: 'load',
      title: 'Load it',
      aside: loadedIn(mode),
      commands: [`sudo apparmor_parser -r ${at(profile)}`],
    },
  ];
}

function removal({ from, paths, package: name }: InstallFacts, profile: string): Step {
  if (from === 'package')
    return {
      id: 'remove',
      title: 'Remove it again',
      aside: '“apt remove” instead keeps the files, switched off',
      commands: [`sudo apt purge ${quote(name)}`],
    };
  return {
    id: 'remove',
    title: 'Remove it again',
    aside: 'out of the kernel first, then from the disk',
    commands: [
      `sudo apparmor_parser -R ${at(profile)}`,
      `sudo rm ${paths.map(at).join(' ')}`,
      // What aa-disable, and aa-complain of older releases, leave: links named as the file.
      `sudo rm -f ${['disable', 'force-complain'].map((directory) => at(`${directory}/${nameOf(profile)}`)).join(' ')}`,
    ],
  };
}

const nameOf = (path: string) => path.slice(path.lastIndexOf('/') + 1);

/** Where a file belongs, without its own name. */
const directoryOf = (path: string) => `/etc/apparmor.d/${path}`.replace(/\/[^/]*$/, '');

const loadedIn = (mode: ModeName): string => loaded[mode] ?? `in ${mode} mode, as the text says`;

const loaded: Partial<Record<ModeName, string>> = {
  complain: 'in complain mode, as the text says',
  enforce: 'enforced at once, as the text says',
  kill: 'enforced at once, and kills what is refused, as the text says',
  unconfined: 'it refuses nothing, as the text says',
};

/**
 * Matches the kernel's lines about these profiles, their children (`name//child`) included. Unusual names stand there
 * in hexadecimal, so they are left out.
 */
function logPattern(names: readonly string[]): string {
  const events = 'apparmor="(ALLOWED|DENIED)"';
  const plain = names.every((name) => /^[A-Za-z0-9_./@:+-]+$/.test(name));
  if (!plain || !names.length) return events;
  const any = names.map(escapePattern);
  return `${events}.*profile="${any.length === 1 ? any[0] : `(${any.join('|')})`}["/]`;
}

/** Some steps as one script, a comment before each. What is done later is there as comments: a paste must not do it. */
export const asScript = (steps: readonly Step[]): string =>
  `${steps
    .map(({ title, aside, commands, later }) =>
      [
        later ? `# ${title} (${aside}):` : `# ${title}`,
        ...commands.map((line) => (later ? `#   ${line}` : line)),
      ].join('\n'),
    )
    .join('\n\n')}\n`;
