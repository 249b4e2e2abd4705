/**
 * The same texts in every form that a rule table can be written in: by each parser at hand, and with the parser's
 * optimisations on and off (apparmor_parser(8), --Optimize). A kernel reads all of them, and so must we.
 */
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { listToolchains, type Toolchain } from '../../server/toolchains/index.ts';
import { compareVersions } from '../../server/toolchains/version.ts';
import { generatedPolicies } from './generated.ts';
import type { SourcePolicy } from './types.ts';

export interface Encoded extends SourcePolicy {
  policy: Uint8Array;
}

interface Form {
  id: string;
  options: string[];
  /** First parser version that has the option. */
  since?: string;
}

const forms: Form[] = [
  { id: 'as it comes', options: [] },
  { id: 'without classes of bytes', options: ['-O', 'no-equiv'] },
  { id: 'not minimised', options: ['-O', 'no-minimize'] },
  { id: 'packed tightly', options: ['-O', 'compress-small'] },
  { id: 'without differences', options: ['-O', 'no-diff-encode'] },
  { id: '32-bit states', options: ['-O', 'state32'], since: '5.0.0' },
];

/** More states than 16 bits can number, which takes a kernel that reads 32-bit tables. */
const manyStates: SourcePolicy = {
  name: 'encoding: 65,544 states',
  files: [{ path: 'lab', text: `profile lab { /**a${'?'.repeat(14)} r,\n /b?c w,\n owner /b* rw,\n }\n` }],
};

/**
 * Texts compiled in every form, for a kernel whose own parser is `own`: all parsers not newer than it, because what
 * they write was made for older kernels, which every later one still reads.
 */
export async function encodedPolicies(own: Toolchain, seed: number): Promise<Encoded[]> {
  const directory = await mkdtemp(join(tmpdir(), 'aa-lab-'));
  try {
    const compiled: Encoded[] = [];
    for (const toolchain of await parsers(own)) {
      const mixtures = generatedPolicies(toolchain.version, seed + 77, 6).filter(({ name }) =>
        /mixture|120 file/.test(name),
      );
      const usable = forms.filter(({ since }) => !since || compareVersions(toolchain.version, since) >= 0);
      for (const form of usable)
        for (const source of form.id === '32-bit states' ? [...mixtures, manyStates] : mixtures) {
          const policy = await compile(toolchain, source, form, directory);
          if (policy)
            compiled.push({ ...source, name: `${source.name}, by ${toolchain.version} ${form.id}`, policy });
        }
    }
    return compiled;
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

async function parsers(own: Toolchain): Promise<Toolchain[]> {
  const older = (await listToolchains()).filter(
    ({ id, version, features }) => id !== 'system' && features && compareVersions(version, own.version) < 0,
  );
  return [...older, own];
}

/** Runs the parser on a text of our own making, so without a sandbox. Undefined where it refuses the text. */
async function compile(
  toolchain: Toolchain,
  source: SourcePolicy,
  form: Form,
  directory: string,
): Promise<Uint8Array | undefined> {
  const path = join(directory, 'text');
  await writeFile(path, source.files[0]!.text);
  const [program, ...before] = toolchain.command;
  const fixed = [
    '-QKT',
    '-j0',
    '--config-file',
    '/dev/null',
    '-b',
    toolchain.base,
    '-M',
    toolchain.features!,
  ];
  try {
    const { stdout } = await promisify(execFile)(
      program!,
      [...before, ...fixed, ...form.options, '-S', path],
      { encoding: 'buffer', maxBuffer: 64 * 1024 ** 2 },
    );
    return stdout;
  } catch {
    return undefined;
  }
}
