// Makes a checkout ready: packages, the built page and service, parsers. Quick where all of that is there.
// Plain Node without packages, because it is what installs them.
//   node scripts/prepare.mjs start   what serving needs
//   node scripts/prepare.mjs test    that, and the parsers of every Debian release that the tests ask
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { accessSync, constants, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('..', import.meta.url));
const wanted = [20, 19];
const testSuites = ['bookworm', 'trixie', 'sid'];

/** What cannot go on. The message is one sentence for the person who typed the command. */
export class Stop extends Error {}

/** Prepares the checkout for `start` or `test`. Throws a Stop. */
export async function prepare(mode) {
  requireNode(process.versions.node);
  await installPackages();
  await build();
  if (mode === 'test') await fetchParsers();
}

/** Throws a Stop where this Node is older than what the packages need. */
export function requireNode(version) {
  const [major, minor] = version.split('.').map(Number);
  if (major < wanted[0] || (major === wanted[0] && minor < wanted[1]))
    throw new Stop(
      `This needs Node ${wanted.join('.')} or later, and this is ${version}; see https://nodejs.org or your distribution.`,
    );
}

// ---- packages ------------------------------------------------------------------------------------------------

async function installPackages() {
  const lock = readFileSync(join(root, 'package-lock.json'));
  const stamp = join(root, 'node_modules/.workbench-lock');
  const hash = createHash('sha256').update(lock).digest('hex');
  if (read(stamp) === hash) return;
  const installed = read(join(root, 'node_modules/.package-lock.json'));
  if (!installed || !isInstalled(JSON.parse(lock.toString()), JSON.parse(installed))) {
    requireWritable();
    say('Installing packages from the npm registry (once, about a minute) ...');
    const npm = process.env.npm_execpath ? [process.execPath, process.env.npm_execpath] : ['npm'];
    const ran = await run([...npm, 'ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error']);
    if (ran.status !== 0) throw new Stop(npmFailure(ran));
  }
  // In a checkout that cannot be written to the next start looks again, which takes a moment longer.
  write(stamp, hash);
}

/** Whether npm's own record of node_modules holds every package of the lock file, in its version. */
export function isInstalled(lock, installed) {
  return Object.entries(lock.packages).every(([path, entry]) => {
    if (path === '') return true;
    const there = installed.packages[path];
    // Packages for other systems are in the lock file, but not in node_modules.
    if (!there) return entry.optional === true || entry.devOptional === true;
    return there.version === entry.version;
  });
}

/** npm's reasons in one sentence. */
export function npmFailure({ output, missing }) {
  if (missing) return 'npm is not installed; it comes with Node (Debian and Ubuntu: the package npm).';
  if (/EACCES|EROFS|EPERM/.test(output))
    return `npm may not write in ${root}; copy the checkout to a folder of your own.`;
  if (/ENOSPC/.test(output)) return 'The disk is full, so the packages could not be installed.';
  if (/ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|network/i.test(output))
    return 'The npm registry cannot be reached, so the packages were not installed; the first start needs the network.';
  return `npm ci failed: ${lastLine(output.replaceAll(/^npm (?:ERR!|error) ?/gm, ''))}`;
}

// ---- the page and the service --------------------------------------------------------------------------------

const halves = [
  {
    name: 'page',
    folder: 'dist/client',
    sources: ['client', 'shared', 'public', 'vite.config.ts', 'package-lock.json'],
    args: [],
  },
  {
    name: 'service',
    folder: 'dist/server',
    sources: ['server', 'shared', 'vite.config.ts', 'package.json', 'package-lock.json'],
    args: ['--ssr', 'server/cli.ts'],
  },
];

async function build() {
  const stale = halves
    .map((half) => ({ ...half, hash: sourceHash(half.sources), stamp: join(root, half.folder, '.built') }))
    .filter((half) => read(half.stamp) !== half.hash);
  if (stale.length === 0) return;
  requireWritable();
  say(`Building the ${stale.map((half) => half.name).join(' and the ')} ...`);
  // Beside each other: neither reads what the other writes.
  await Promise.all(
    stale.map(async ({ name, hash, stamp, args }) => {
      rmSync(stamp, { force: true });
      const vite = join(root, 'node_modules/vite/bin/vite.js');
      const ran = await run([process.execPath, vite, 'build', '--logLevel', 'warn', ...args]);
      if (ran.status !== 0) {
        process.stderr.write(ran.output);
        throw new Stop(`The ${name} could not be built; the lines above say why.`);
      }
      write(stamp, hash);
    }),
  );
}

/** A hash of what a half is built from: names and contents, tests left out. */
export function sourceHash(sources) {
  const hash = createHash('sha256').update(process.version.split('.')[0]);
  for (const path of sources.flatMap((source) => filesIn(join(root, source))))
    hash.update(`\0${relative(root, path)}\0`).update(readFileSync(path));
  return hash.digest('hex');
}

function filesIn(path) {
  if (!existsSync(path)) return [];
  let entries;
  try {
    entries = readdirSync(path, { withFileTypes: true });
  } catch {
    return [path];
  }
  return entries
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .filter((entry) => !/\.test\.tsx?$/.test(entry.name))
    .flatMap((entry) => filesIn(join(path, entry.name)));
}

// ---- parsers -------------------------------------------------------------------------------------------------

async function fetchParsers() {
  const cli = join(root, 'dist/server/cli.js');
  const ran = await run([process.execPath, cli, 'toolchains', 'ensure', testSuites.join(',')], {
    show: true,
  });
  if (ran.status === 0) return;
  const words =
    'Not every parser that the tests ask is here (see above): the tests that need them are skipped.';
  if (process.env.CI) throw new Stop(`${words} With CI set, that is a failure.`);
  say(words);
}

// ---- running, reading, writing, saying ------------------------------------------------------------------------

/** Runs a program in the checkout. `show` passes its standard error on as it comes. */
function run([command, ...args], { show = false } = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    const collect = (chunk) => {
      output = (output + chunk).slice(-100_000);
    };
    child.stdout.on('data', collect);
    child.stderr.on('data', collect);
    if (show) child.stderr.pipe(process.stderr, { end: false });
    child.on('error', (error) =>
      resolve({ status: null, output: String(error), missing: error.code === 'ENOENT' }),
    );
    child.on('close', (status) => resolve({ status, output, missing: false }));
  });
}

function requireWritable() {
  try {
    accessSync(root, constants.W_OK);
  } catch {
    throw new Stop(
      `${root} cannot be written to, so nothing can be installed or built in it; copy the checkout to a folder of your own.`,
    );
  }
}

function read(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

function write(path, text) {
  try {
    writeFileSync(path, text);
  } catch {}
}

function say(line) {
  process.stderr.write(`${line}\n`);
}

function lastLine(text) {
  return text.trim().split('\n').at(-1) ?? 'it gave no reason';
}

/** Runs a script's work; a Stop, or anything unexpected, is one sentence and exit status 1. */
export async function orSentence(work) {
  try {
    await work();
  } catch (error) {
    say(
      error instanceof Stop ? error.message : `This did not work: ${error.message} (AA_DEBUG=1 shows where).`,
    );
    if (process.env.AA_DEBUG === '1') say(error.stack);
    process.exitCode = 1;
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const mode = process.argv[2];
  await orSentence(async () => {
    if (mode !== 'start' && mode !== 'test')
      throw new Stop('Say what for: prepare.mjs start, or prepare.mjs test.');
    await prepare(mode);
  });
}
