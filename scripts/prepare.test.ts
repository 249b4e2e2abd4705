import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
// @ts-expect-error plain JavaScript, because it runs before anything is installed
import { isInstalled, npmFailure, requireNode, root, sourceHash } from './prepare.mjs';

const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));

test.each(['20.19.0', '20.20.2', '22.0.0', '24.1.0'])('Node %s is new enough', (version) => {
  expect(() => requireNode(version)).not.toThrow();
});

test.each(['20.18.3', '18.20.4', '16.0.0'])('Node %s is told what is wanted', (version) => {
  expect(() => requireNode(version)).toThrow(
    `This needs Node 20.19 or later, and this is ${version}; see https://nodejs.org or your distribution.`,
  );
});

test('the packages of this checkout count as installed', () => {
  const installed = JSON.parse(readFileSync(join(root, 'node_modules/.package-lock.json'), 'utf8'));
  expect(isInstalled(lock, installed)).toBe(true);
});

test('a package that is missing, or of another version, does not', () => {
  const { 'node_modules/fastify': fastify, ...others } = lock.packages;
  expect(isInstalled(lock, { packages: others })).toBe(false);
  const older = { ...fastify, version: '1.0.0' };
  expect(isInstalled(lock, { packages: { ...others, 'node_modules/fastify': older } })).toBe(false);
  expect(isInstalled(lock, lock)).toBe(true);
});

test.each([
  [
    'npm error code ENOTFOUND\nnpm error network request to https://r/x failed',
    /^The npm registry cannot be reached/,
  ],
  ['npm error code EACCES\nnpm error syscall mkdir', /may not write in .*copy the checkout/],
  ['npm error code ENOSPC', /^The disk is full/],
  ['npm error code EINTEGRITY\nnpm error sha512 wrong', /^npm ci failed: sha512 wrong$/],
])('npm’s %j becomes one sentence', (output, words) => {
  expect(npmFailure({ output, missing: false })).toMatch(words);
  expect(npmFailure({ output, missing: false })).not.toContain('\n');
});

test('the hash of the sources is that of their contents, and knows the parts apart', () => {
  expect(sourceHash(['shared'])).toBe(sourceHash(['shared']));
  expect(sourceHash(['shared'])).not.toBe(sourceHash(['server']));
});
