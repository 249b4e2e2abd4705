/** What --help says. */
import { type Command, commands } from './commands.ts';

/** All commands, a line each. */
export function generalHelp(): string {
  const lines = Object.entries(commands).map(([name, { words, help }]) => [`${name} ${words}`.trim(), help]);
  return [
    'Usage: aa-workbench COMMAND [options]',
    '',
    ...columns(lines),
    '',
    'Options of a command: aa-workbench COMMAND --help',
    'Exit status: 0 good, 1 findings, 2 could not run.',
    '',
  ].join('\n');
}

/** One command and its options. */
export function helpFor(name: string, { words, help, options }: Command): string {
  const lines = Object.entries(options).map(([option, { value, help }]) => [
    `--${option}${value === undefined ? '' : ` ${value}`}`,
    help,
  ]);
  return [`Usage: aa-workbench ${name} [options] ${words}`.trimEnd(), help, '', ...columns(lines), ''].join(
    '\n',
  );
}

function columns(rows: string[][]): string[] {
  const width = Math.max(...rows.map(([left]) => left!.length));
  return rows.map(([left, right]) => `  ${left!.padEnd(width)}  ${right}`);
}
