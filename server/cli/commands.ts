/** The table of commands: their options, what help says of them, and the code each one runs. */
import type { Io } from './io.ts';

export interface Option {
  /** What its value is called in help; absent for a switch. */
  value?: string;
  /** May be given more than once. */
  many?: boolean;
  help: string;
}

/** What was given: all values of each option, in order. */
export interface Given {
  words: string[];
  all(option: string): string[];
  /** The last value counts where only one can. */
  last(option: string): string | undefined;
  has(option: string): boolean;
}

export interface Command {
  /** What follows the command's name in help. */
  words: string;
  /** How many words may follow it. */
  atMost: number;
  help: string;
  options: Record<string, Option>;
  /** Answers the exit status. The code is loaded when it is asked for: a check need not load the web service. */
  run(given: Given, io: Io): Promise<number>;
}

const format: Option = { value: 'FORMAT', help: 'text or json (default: text)' };

export const commands: Record<string, Command> = {
  serve: {
    words: '',
    atMost: 0,
    help: 'Serve the page on this machine, until Ctrl+C',
    options: {
      port: { value: 'N', help: 'port; PORT in the environment does the same (default: 4680)' },
      workspace: { value: 'DIR', help: 'folder to open files from and save them to' },
      'fetch-parser': { help: 'first fetch a parser that reads the shipped profile, where none is here' },
    },
    run: async (given, io) =>
      (await import('./serve.ts')).serve(
        {
          port: given.last('port'),
          workspace: given.last('workspace'),
          fetchParser: given.has('fetch-parser'),
        },
        io,
      ),
  },
  check: {
    words: 'FILE...',
    atMost: Number.POSITIVE_INFINITY,
    help: 'Check profiles by the built-in parser and apparmor_parser; - is standard input',
    options: {
      target: {
        value: 'ID',
        many: true,
        help: 'release to check for, again for more (default: this machine’s, else ubuntu-26.04)',
      },
      base: {
        value: 'DIR',
        help: 'policy tree where includes are looked up: before the release’s own, or with --syntax-only alone',
      },
      kit: { value: 'ID', help: 'ask this kit’s requirements, and look up includes in its files too' },
      requirements: {
        value: 'FILE',
        help: 'ask these requirements (default: FILE.requirements.json beside a checked FILE, where it is)',
      },
      enforced: { help: 'warn of rules that the release’s kernel makes something else of than they say' },
      'syntax-only': {
        help: 'the built-in parser alone: no parser process; with --target, what that release is too old for too',
      },
      format: { value: 'FORMAT', help: 'text, json, github or sarif (default: text)' },
    },
    run: async (given, io) =>
      (await import('./check.ts')).check(
        given.words,
        {
          targets: given.all('target'),
          base: given.last('base'),
          kit: given.last('kit'),
          requirements: given.last('requirements'),
          enforced: given.has('enforced'),
          syntaxOnly: given.has('syntax-only'),
          format: given.last('format') ?? 'text',
        },
        io,
      ),
  },
  decide: {
    words: 'FILE',
    atMost: 1,
    help: 'Answer requests as the release’s kernel would, from the compiled policy: a JSON answer a line',
    options: {
      requests: { value: 'FILE', help: 'JSON requests, one a line; - is standard input' },
      target: { value: 'ID', help: 'release to compile for and to answer as (default: as for check)' },
      profile: { value: 'NAME', help: 'profile that is asked, where FILE holds several: parent//child' },
      policy: { help: 'FILE is compiled policy, as apparmor_parser -S writes it' },
      why: { help: 'name the rules that decide, with file and place' },
      base: { value: 'DIR', help: 'policy tree where includes are looked up first, e.g. /etc/apparmor.d' },
      kit: { value: 'ID', help: 'look up includes in this kit’s files too' },
    },
    run: async (given, io) =>
      (await import('./decide.ts')).decideRequests(
        given.words[0],
        {
          policy: given.has('policy'),
          why: given.has('why'),
          target: given.last('target'),
          requests: given.last('requests'),
          profile: given.last('profile'),
          base: given.last('base'),
          kit: given.last('kit'),
        },
        io,
      ),
  },
  tell: {
    words: 'FILE',
    atMost: 1,
    help: 'Tell what each include of a profile adds, and which of the profile’s own rules it makes moot',
    options: {
      target: { value: 'ID', help: 'release to tell it for (default: as for check)' },
      base: { value: 'DIR', help: 'policy tree where includes are looked up first, e.g. /etc/apparmor.d' },
      kit: { value: 'ID', help: 'look up includes in this kit’s files too' },
      format,
    },
    run: async (given, io) =>
      (await import('./tell.ts')).tell(
        given.words[0],
        {
          target: given.last('target'),
          base: given.last('base'),
          kit: given.last('kit'),
          format: given.last('format') ?? 'text',
        },
        io,
      ),
  },
  fmt: {
    words: 'FILE...',
    atMost: Number.POSITIVE_INFINITY,
    help: 'Give files the canonical layout; - is standard input. Comments and meaning are kept',
    options: {
      check: { help: 'change nothing: show what would change, and answer 1 where anything would' },
      sort: { help: 'also sort rules that stand together, between empty lines and comments' },
    },
    run: async (given, io) =>
      (await import('./fmt.ts')).fmt(given.words, { check: given.has('check'), sort: given.has('sort') }, io),
  },
  export: {
    words: '',
    atMost: 0,
    help: 'Write a kit’s files, ready to install, or the patch that packages them',
    options: {
      kit: { value: 'ID', help: 'the kit, e.g. rustnet' },
      format: { value: 'FORMAT', help: 'dir, tar, deb (a package of the profile) or patch (for git am)' },
      out: { value: 'PATH', help: 'what to write' },
      set: { value: 'NAME=VALUE', many: true, help: 'add a value to a tunable, again for more' },
      option: {
        value: 'ID=on|off',
        many: true,
        help: 'switch GROUP/OPTION, again for more; GROUP=OPTION for a choice of one',
      },
      target: { value: 'ID', help: 'use the kit’s recommended options for this release' },
      mode: { value: 'MODE', help: 'complain or enforce' },
      repo: { value: 'DIR', help: 'patch: the checkout of the program’s repository that it is for' },
      author: { value: 'NAME <ADDRESS>', help: 'patch and deb: whose it is (default: as git says)' },
      'package-version': { value: 'VERSION', help: 'deb: version of the package' },
      force: { help: 'overwrite what is there' },
    },
    run: async (given, io) =>
      (await import('./export.ts')).exportKit(
        {
          kit: given.last('kit'),
          format: given.last('format'),
          out: given.last('out'),
          set: given.all('set'),
          option: given.all('option'),
          target: given.last('target'),
          mode: given.last('mode'),
          repo: given.last('repo'),
          author: given.last('author'),
          packageVersion: given.last('package-version'),
          force: given.has('force'),
        },
        io,
      ),
  },
  toolchains: {
    words: '[add SUITE]',
    atMost: 2,
    help: 'List the parsers that are here, or fetch one from Debian packages, without root',
    options: { format },
    run: async (given, io) => {
      const [action, suite] = given.words;
      return (await import('./toolchains.ts')).toolchains(
        { action, suite, format: given.last('format') ?? 'text' },
        io,
      );
    },
  },
  targets: {
    words: '',
    atMost: 0,
    help: 'List the releases a profile can be checked for',
    options: { format },
    run: async (given, io) =>
      (await import('./targets.ts')).targets({ format: given.last('format') ?? 'text' }, io),
  },
};

/** Commands of the full set that this version does not have. */
export const laterCommands = ['events', 'suggest', 'lab'];
