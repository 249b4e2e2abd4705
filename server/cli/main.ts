/** The command line: reads the arguments, runs one command, answers the exit status. */
import { type CAC, cac } from 'cac';
import { RequestError } from '../parser/errors.ts';
import { Refusal } from '../refusal.ts';
import { ToolchainError } from '../toolchains/index.ts';
import { version } from '../version.ts';
import { CannotRun, exit, type Io } from './io.ts';

/** Commands of the design that this version does not have. */
const later = ['decide', 'events', 'suggest', 'fmt', 'lab'];
const many = { type: [String] };

/**
 * Runs a command line (without node and the script). Never throws: what goes wrong is one sentence on standard error
 * and exit status 2; with AA_DEBUG=1 the stack follows.
 */
export async function main(argv: string[], io: Io): Promise<number> {
  try {
    return await run(argv, io);
  } catch (error) {
    if (io.signal.aborted) return exit.stopped;
    io.stderr(`aa-workbench: ${sentence(error)}\n`);
    if (io.env.AA_DEBUG === '1' && error instanceof Error) io.stderr(`${error.stack}\n`);
    return exit.couldNotRun;
  }
}

async function run(argv: string[], io: Io): Promise<number> {
  const cli = describe(io);
  // cac takes a lone dash for an option; here it is standard input.
  const words = argv.map((word) => (word === '-' ? './-' : word));
  cli.parse(['node', 'aa-workbench', ...words], { run: false });
  if (cli.options.help || cli.options.version) return exit.good;
  if (!cli.matchedCommand) {
    const [name] = cli.args;
    if (name === undefined) {
      cli.outputHelp();
      return exit.couldNotRun;
    }
    throw new CannotRun(
      later.includes(name)
        ? `The command “${name}” is not in this version yet.`
        : `There is no command “${name}”; there is: ${cli.commands.map((command) => command.name).join(', ')}.`,
    );
  }
  return await cli.runMatchedCommand();
}

// Each command's code is loaded when it is asked for: a check need not load the web service.
function describe(io: Io): CAC {
  const cli = cac('aa-workbench');
  cli
    .command('serve', 'Serve the page on this machine')
    .option('--port <N>', 'Port; PORT in the environment does the same (default: 4680)', many)
    .option('--workspace <DIR>', 'Folder to open files from and save them to', many)
    .option('--fetch-parser', 'First fetch a parser that reads the shipped profile, where none is here')
    .action(async (options) =>
      (await import('./serve.ts')).serve(
        {
          port: last(options.port),
          workspace: last(options.workspace),
          fetchParser: options.fetchParser === true,
        },
        io,
      ),
    );
  cli
    .command(
      'check [...files]',
      'Check profiles with the built-in parser and apparmor_parser (- reads standard input)',
    )
    .option(
      '--target <ID>',
      'Release to check for, again for more (default: this machine’s, else the default one)',
      many,
    )
    .option('--base <DIR>', 'Policy tree to look for includes in first, e.g. /etc/apparmor.d', many)
    .option('--kit <ID>', 'Look for includes in this kit’s own files too', many)
    .option('--syntax-only', 'Only the built-in parser: no parser process is started')
    .option('--format <FORMAT>', 'text or json (default: text)', many)
    .action(async (files: string[], options) =>
      (await import('./check.ts')).check(
        files.map(String),
        {
          targets: all(options.target),
          base: last(options.base),
          kit: last(options.kit),
          syntaxOnly: options.syntaxOnly === true,
          format: last(options.format) ?? 'text',
        },
        io,
      ),
    );
  cli
    .command('export', 'Write a kit’s files, ready to install')
    .option('--kit <ID>', 'The kit', many)
    .option('--format <FORMAT>', 'dir or tar', many)
    .option('--out <PATH>', 'What to write', many)
    .option('--set <NAME=VALUE>', 'Add a value to a tunable, again for more', many)
    .option(
      '--option <ID=on|off>',
      'Switch an option, again for more; GROUP=OPTION chooses one of several',
      many,
    )
    .option('--target <ID>', 'Use the kit’s recommended options for this release', many)
    .option('--mode <MODE>', 'complain or enforce', many)
    .option('--force', 'Overwrite what is there')
    .action(async (options) =>
      (await import('./export.ts')).exportKit(
        {
          kit: last(options.kit),
          format: last(options.format),
          out: last(options.out),
          set: all(options.set),
          option: all(options.option),
          target: last(options.target),
          mode: last(options.mode),
          force: options.force === true,
        },
        io,
      ),
    );
  cli
    .command(
      'toolchains [action] [suite]',
      'List the parsers that are here; “add SUITE” fetches one, without root',
    )
    .option('--format <FORMAT>', 'text or json (default: text)', many)
    .action(async (action: string | undefined, suite: string | undefined, options) =>
      (await import('./toolchains.ts')).toolchains(
        { action, suite, format: last(options.format) ?? 'text' },
        io,
      ),
    );
  cli
    .command('targets', 'List the releases a profile can be checked for')
    .option('--format <FORMAT>', 'text or json (default: text)', many)
    .action(async (options) =>
      (await import('./targets.ts')).targets({ format: last(options.format) ?? 'text' }, io),
    );
  cli.help();
  cli.version(version);
  return cli;
}

/** Every value of an option that may be given more than once. */
function all(value: unknown): string[] {
  return value === undefined
    ? []
    : [value]
        .flat()
        .map(String)
        .filter((one) => one !== 'undefined');
}

/** The last value of an option that counts once. */
function last(value: unknown): string | undefined {
  return all(value).at(-1);
}

function sentence(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const meant = [CannotRun, Refusal, RequestError, ToolchainError].some((kind) => error instanceof kind);
  if (meant) return error.message;
  if (error.name === 'CACError') return `${error.message.replaceAll('`', '')}; see aa-workbench --help.`;
  return `something went wrong: ${error.message} (AA_DEBUG=1 shows where).`;
}
