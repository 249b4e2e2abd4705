/** Test support: policy compiled by a given parser as a target's kernel needs it, with options of the compiler. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { kernelOf } from '../shared/policy/kernel.ts';
import { printFeatures } from '../shared/targets/features.ts';
import { findTarget } from '../shared/targets/targets.ts';
import type { Toolchain } from './toolchains/index.ts';

const folder = mkdtempSync(join(tmpdir(), 'compile-test-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));

/** Compiles a text, or the file of that name; throws what the parser says. Loads nothing. */
export function compile(
  toolchain: Toolchain,
  given: { text: string } | { path: string },
  target: string,
  options: string[] = [],
): Uint8Array {
  const features = join(folder, `${target}.features`);
  writeFileSync(features, printFeatures(findTarget(target)!.features.tree));
  const file = 'path' in given ? given.path : join(folder, 'profile');
  if ('text' in given) writeFileSync(file, given.text);
  const [command, ...before] = toolchain.command;
  const fixed = ['-QKT', '-j0', '--config-file', '/dev/null', '-b', toolchain.base, '-M', features];
  return execFileSync(command!, [...before, ...fixed, ...options, '-S', file], {
    env: { LC_ALL: 'C' },
    maxBuffer: 64 * 1024 ** 2,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

/** A target's kernel. */
export function kernelOfTarget(target: string) {
  const { kernel, features } = findTarget(target)!;
  return kernelOf(kernel, features.tree);
}
