/** `npm run lab`: boots kernels and asks them. */
import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { closeParsers } from '../server/parser/check.ts';
import { ToolchainError } from '../server/toolchains/index.ts';
import { type DecideReport, decide } from './decide.ts';
import { type DeedsReport, tryDeeds } from './deeds/index.ts';
import { initramfs } from './initramfs.ts';
import { findLabKernel, type LabKernel, labKernels } from './kernels.ts';
import { bootHere, LabError, missingHere } from './machine.ts';
import { guestRoot, kernelFiles } from './packages.ts';
import { labPolicies } from './policies/index.ts';
import { deedsText, reportText } from './report.ts';
import { rustnetRuns } from './rustnet/command.ts';
import type { Part } from './rustnet/run.ts';

const help = `The lab boots Debian's kernels in QEMU and asks them what they would allow.

  npm run lab -- decide [--kernel 6.1|6.12|7.x]... [--queries N] [--seed N] [--mixtures N] [--generated-only]
                        [--format text|json] [--output FILE]
      Compares shared/policy with each kernel's own answers (all kernels where none is named; 200000 questions each).
  npm run lab -- deeds [--kernel 6.1|6.12|7.x]... [--deeds N] [--seed N] [--mixtures N] [--generated-only]
                       [--format text|json] [--output FILE]
      Lets processes do things under the policies (open, link and start files, use capabilities, sockets, mounts, signals
      and so on), and compares what happened with what shared/policy says (2000 deeds for each kernel).
  npm run lab -- rustnet [--kernel 6.12|7.x]... [--short] [--only runs|options]
                         [--option GROUP/ID]... [--seconds N] [--rustnet PATH] [--out DIR]
      Runs the real rustnet under the kit's profile, with its terminal interface, and writes a report with pictures to
      docs/evidence (both kernels, captures of five minutes, every option left out once; --short: one kernel, one minute).
      rustnet is built with cargo the first time and kept in ~/.cache, or taken from PATH.
  npm run lab -- boot [--kernel 6.12]
      A shell in a booted kernel, on this terminal; "poweroff -f" ends it.

Exit status: 0 no disagreement, 1 disagreements, 2 could not run. Packages are fetched once and kept in .toolchains/.lab
(or AA_LAB); nothing needs root once QEMU is installed.
`;

const say = (line: string) => process.stderr.write(`${line}\n`);

async function main(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      kernel: { type: 'string', multiple: true },
      queries: { type: 'string', default: '200000' },
      deeds: { type: 'string', default: '2000' },
      seed: { type: 'string', default: '1' },
      mixtures: { type: 'string', default: '60' },
      'generated-only': { type: 'boolean', default: false },
      format: { type: 'string', default: 'text' },
      output: { type: 'string' },
      short: { type: 'boolean', default: false },
      only: { type: 'string' },
      option: { type: 'string', multiple: true },
      seconds: { type: 'string' },
      rustnet: { type: 'string' },
      out: { type: 'string', default: 'docs/evidence' },
      help: { type: 'boolean', default: false },
    },
  });
  const [command] = positionals;
  if (values.help || !command) {
    process.stdout.write(help);
    return command || values.help ? 0 : 2;
  }
  const missing = missingHere();
  if (missing) throw new LabError(missing);
  const kernels = values.kernel?.map(kernelNamed) ?? labKernels;
  if (command === 'boot') return boot(values.kernel ? kernels[0]! : kernelNamed('6.12'));
  if (command === 'rustnet') {
    const usual = values.short ? ['6.12'] : ['6.12', '7.x'];
    const passed = await rustnetRuns({
      kernels: values.kernel ? kernels : usual.map(kernelNamed),
      short: values.short,
      parts: partsOf(values.only, values.short),
      options: values.option ?? [],
      seconds: values.seconds === undefined ? undefined : number('seconds', values.seconds),
      rustnet: values.rustnet,
      out: values.out,
      onProgress: say,
    });
    return passed ? 0 : 1;
  }
  if (command !== 'decide' && command !== 'deeds')
    throw new LabError(`There is no lab command “${command}”; there is: decide, deeds, rustnet, boot.`);
  if (values.format !== 'text' && values.format !== 'json')
    throw new LabError(`There is no format “${values.format}”; there is: text, json.`);
  const seed = number('seed', values.seed);
  const reports: (DecideReport | DeedsReport)[] = [];
  for (const kernel of kernels) {
    say(`Compiling policies for Linux ${kernel.id}.`);
    const policies = await labPolicies(kernel, {
      seed,
      mixtures: number('mixtures', values.mixtures),
      generatedOnly: values['generated-only'],
      onProgress: say,
    });
    const asked =
      command === 'decide'
        ? await decide(kernel, policies, {
            queries: number('queries', values.queries),
            seed,
            onProgress: say,
          })
        : await tryDeeds(kernel, policies, { deeds: number('deeds', values.deeds), seed, onProgress: say });
    if (values.format === 'text')
      process.stdout.write('surprises' in asked ? deedsText(asked) : reportText(asked));
    reports.push(asked);
  }
  const json = `${JSON.stringify({ reports }, null, 2)}\n`;
  if (values.format === 'json') process.stdout.write(json);
  if (values.output) await writeFile(values.output, json);
  return reports.every((asked) => ('surprises' in asked ? asked.surprises : asked.disagreements).length === 0)
    ? 0
    : 1;
}

function kernelNamed(name: string): LabKernel {
  const kernel = findLabKernel(name);
  if (kernel) return kernel;
  const known = labKernels.map(({ id }) => id).join(', ');
  throw new LabError(`There is no lab kernel “${name}”; there is: ${known}.`);
}

/** Which parts of rustnet's runs; the short form leaves no options out. */
function partsOf(only: string | undefined, short: boolean): Part[] {
  if (only === undefined) return short ? ['runs'] : ['runs', 'options'];
  if (only === 'runs' || only === 'options') return [only];
  throw new LabError(`There is no part “${only}” of rustnet’s runs; there is: runs, options.`);
}

function number(name: string, text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new LabError(`--${name} takes a whole number, not “${text}”.`);
  return Number(text);
}

async function boot(kernel: LabKernel): Promise<number> {
  const files = await kernelFiles(kernel, { onProgress: say });
  const guest = await guestRoot({ onProgress: say });
  await bootHere(files.image, initramfs({ kernel: files, guest, interactive: true }));
  return 0;
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  const known = error instanceof LabError || error instanceof ToolchainError;
  const usage = (error as { code?: string }).code?.startsWith('ERR_PARSE_ARGS');
  if (!known && !usage) throw error;
  say((error as Error).message);
  process.exitCode = 2;
} finally {
  await closeParsers();
}
