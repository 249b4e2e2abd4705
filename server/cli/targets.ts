import { listTargets } from '../targets.ts';
import { CannotRun, exit, type Io } from './io.ts';
import { table } from './table.ts';

/** `targets`: the releases, and which parser answers for each here. */
export async function targets({ format }: { format: string }, io: Io): Promise<number> {
  requireFormat(format);
  const response = await listTargets();
  if (format === 'json') {
    io.stdout(`${JSON.stringify(response, null, 2)}\n`);
    return exit.good;
  }
  io.stdout(
    table(
      ['target', 'release', 'kernel', 'its parser', 'answered here by'],
      response.targets.map((target) => [
        target.id,
        target.title,
        target.kernel,
        target.parserVersion,
        target.parser ? `${target.parser.version} (${target.parser.toolchain})` : 'nothing',
      ]),
    ),
  );
  if (response.thisMachine) io.stdout(`\nThis machine is ${response.thisMachine}.\n`);
  if (response.noParser) io.stdout(`\n${response.noParser}\n`);
  return exit.good;
}

/** The two formats of a list. Throws CannotRun. */
export function requireFormat(format: string): void {
  if (format !== 'text' && format !== 'json')
    throw new CannotRun(`There is no format “${format}” here; there is: text, json.`);
}
