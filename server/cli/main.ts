/** The command line: reads the arguments, runs one command, answers the exit status. */
import { parseArgs } from 'node:util';
import { RequestError } from '../parser/errors.ts';
import { Refusal } from '../refusal.ts';
import { ToolchainError } from '../toolchains/index.ts';
import { version } from '../version.ts';
import { type Command, commands, type Given, laterCommands } from './commands.ts';
import { generalHelp, helpFor } from './help.ts';
import { CannotRun, exit, type Io } from './io.ts';
import { printable } from './report/printable.ts';

/**
 * Runs a command line (without node and the script). Never throws: what goes wrong is one sentence on standard error
 * and exit status 2; with AA_DEBUG=1 the stack follows.
 */
export async function main(argv: string[], io: Io): Promise<number> {
  try {
    return await run(argv, io);
  } catch (error) {
    if (io.signal.aborted) return exit.stopped;
    io.stderr(`aa-workbench: ${printable(sentence(error))}\n`);
    if (io.env.AA_DEBUG === '1' && error instanceof Error) io.stderr(`${error.stack}\n`);
    return exit.couldNotRun;
  }
}

async function run([name, ...words]: string[], io: Io): Promise<number> {
  if (name === undefined) {
    io.stderr(generalHelp());
    return exit.couldNotRun;
  }
  if (name === '--version' || name === '-v') {
    io.stdout(`${version}\n`);
    return exit.good;
  }
  if (name === '--help' || name === '-h' || name === 'help') {
    const command = words[0] === undefined ? undefined : commandOf(words[0]);
    io.stdout(command ? helpFor(words[0]!, command) : generalHelp());
    return exit.good;
  }
  const command = commandOf(name);
  const given = read(name, command, words);
  if (given.has('help')) {
    io.stdout(helpFor(name, command));
    return exit.good;
  }
  return command.run(given, io);
}

function commandOf(name: string): Command {
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (command) return command;
  throw new CannotRun(
    laterCommands.includes(name)
      ? `The command “${name}” is not in this version yet.`
      : `There is no command “${name}”; there is: ${Object.keys(commands).join(', ')}.`,
  );
}

function read(name: string, command: Command, words: string[]): Given {
  const options = Object.entries(command.options).map(([option, { value }]) => {
    const type: 'string' | 'boolean' = value === undefined ? 'boolean' : 'string';
    return [option, { type, multiple: true }] as const;
  });
  let parsed: { values: Record<string, unknown>; positionals: string[] };
  try {
    parsed = parseArgs({
      args: words,
      options: { ...Object.fromEntries(options), help: { type: 'boolean', short: 'h' } },
      allowPositionals: true,
    });
  } catch (error) {
    // Node's first sentence names the option and what is wrong with it; more of it is advice on `--`.
    const [said] = (error as Error).message.split(/\. |\n/);
    throw new CannotRun(`${said!.replace(/\.$/, '')}; see aa-workbench ${name} --help.`);
  }
  const { values, positionals } = parsed;
  if (positionals.length > command.atMost)
    throw new CannotRun(
      `“${positionals[command.atMost]}” is one word too many; see aa-workbench ${name} --help.`,
    );
  const all = (option: string) => (values[option] ?? []) as string[];
  return {
    words: positionals,
    all,
    last: (option) => all(option).at(-1),
    has: (option) => values[option] !== undefined,
  };
}

function sentence(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const meant = [CannotRun, Refusal, RequestError, ToolchainError].some((kind) => error instanceof kind);
  return meant ? error.message : `something went wrong: ${error.message} (AA_DEBUG=1 shows where).`;
}
