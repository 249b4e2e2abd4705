/** A git repository's HEAD, read as it is, and a patch against it. Nothing in the repository is changed. */
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Refusal } from '../../refusal.ts';

export interface Repository {
  /** Its top directory. */
  root: string;
  /** The full name of HEAD's commit. */
  head: string;
  /** HEAD's files by path, with git's mode and object. */
  files: ReadonlyMap<string, { mode: string; object: string }>;
}

export interface Author {
  name: string;
  email: string;
}

/** A file as it is to be. */
export interface NewFile {
  text: string;
  executable?: boolean;
}

const megabyte = 1024 * 1024;

/** Configuration that could run programs, or change what a patch looks like, has no say. */
const settings = ['core.fsmonitor=false', 'core.hooksPath=/dev/null', 'commit.gpgSign=false', 'gc.auto=0'];

/** Opens the repository that a directory is in. Throws a Refusal where there is none, or no commit, or no git. */
export async function openRepository(directory: string): Promise<Repository> {
  const root = await git(directory, ['rev-parse', '--show-toplevel']);
  const head = await git(root.trim(), ['rev-parse', '--verify', 'HEAD^{commit}']).catch((error) => {
    if (error instanceof Refusal && error.code === 'git')
      throw new Refusal(
        400,
        'no-commit',
        `${directory} has no commit yet that a patch could be made against.`,
      );
    throw error;
  });
  const listed = await git(root.trim(), ['ls-tree', '-r', '-z', 'HEAD']);
  const files = new Map<string, { mode: string; object: string }>();
  for (const entry of listed.split('\0')) {
    const match = /^(\d+) blob ([0-9a-f]+)\t([\s\S]+)$/.exec(entry);
    if (match) files.set(match[3]!, { mode: match[1]!, object: match[2]! });
  }
  return { root: root.trim(), head: head.trim(), files };
}

/** The text of a file of HEAD; undefined where there is none, or a link instead. */
export async function readText({ root, files }: Repository, path: string): Promise<string | undefined> {
  const file = files.get(path);
  if (!file?.mode.startsWith('100')) return undefined;
  return git(root, ['cat-file', 'blob', file.object]);
}

/**
 * Of these files, those that are other in the working tree than in HEAD: the patch is made against HEAD. Read without
 * git, which would run the filters that a repository names.
 */
export async function changedSinceHead(repository: Repository, paths: readonly string[]): Promise<string[]> {
  const plain = (text: string | undefined) => text?.replaceAll('\r\n', '\n');
  const changed = [];
  for (const path of paths) {
    const there = await readFile(join(repository.root, path), 'utf8').catch(() => undefined);
    if (plain(there) !== plain(await readText(repository, path))) changed.push(path);
  }
  return changed;
}

/** Who makes commits in the repository; undefined where git was not told. */
export async function authorOf({ root }: Repository): Promise<Author | undefined> {
  const [name, email] = await Promise.all(
    ['user.name', 'user.email'].map((key) => git(root, ['config', key]).catch(() => '')),
  );
  return name!.trim() && email!.trim() ? { name: name!.trim(), email: email!.trim() } : undefined;
}

/**
 * A patch for `git am`: one commit on top of HEAD with these files. The objects it needs are made in a folder of their
 * own, so the repository stays byte for byte as it is.
 */
export async function makePatch(
  repository: Repository,
  files: ReadonlyMap<string, NewFile>,
  { message, author }: { message: string; author: Author },
): Promise<string> {
  const { root, head } = repository;
  const folder = await mkdtemp(join(tmpdir(), 'aa-workbench-patch-'));
  try {
    const objects = join(folder, 'objects');
    await mkdir(objects);
    const theirs = await git(root, ['rev-parse', '--path-format=absolute', '--git-path', 'objects']);
    const env = {
      GIT_INDEX_FILE: join(folder, 'index'),
      GIT_OBJECT_DIRECTORY: objects,
      GIT_ALTERNATE_OBJECT_DIRECTORIES: theirs.trim(),
      GIT_AUTHOR_NAME: author.name,
      GIT_AUTHOR_EMAIL: author.email,
      GIT_COMMITTER_NAME: author.name,
      GIT_COMMITTER_EMAIL: author.email,
    };
    const run = (words: string[], input?: string) => git(root, words, env, input);
    await run(['read-tree', 'HEAD']);
    for (const [path, { text, executable }] of files) {
      const object = (await run(['hash-object', '-w', '--stdin'], text)).trim();
      const mode = repository.files.get(path)?.mode ?? (executable ? '100755' : '100644');
      await run(['update-index', '--add', '--cacheinfo', `${mode},${object},${path}`]);
    }
    const tree = (await run(['write-tree'])).trim();
    const commit = (await run(['commit-tree', tree, '-p', head], message)).trim();
    return await run([
      ...['format-patch', '--stdout', '-1', '--no-signature', '--no-attach', '--no-thread', '--no-signoff'],
      ...['--no-cover-letter', '--no-numbered', '--no-to', '--no-cc', '--no-add-header', '--no-notes'],
      ...['--no-base', '--no-renames', '--no-ext-diff', '--no-textconv', '--subject-prefix=PATCH'],
      ...['--src-prefix=a/', '--dst-prefix=b/', '--encode-email-headers', commit],
    ]);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** What git says of a directory that it makes nothing of, and what that means. */
const inWords: [RegExp, (directory: string) => string][] = [
  [/not a git repository/, (directory) => `${directory} is no checkout of a git repository.`],
  [
    /must be run in a work tree/,
    (directory) =>
      `${directory} is a repository without files (bare): name a checkout of it (git clone makes one).`,
  ],
  [
    /dubious ownership/,
    (directory) =>
      `${directory} belongs to another user, and git does not trust it: run this as that user, or allow it with “git config --global --add safe.directory DIR”.`,
  ],
  [/cannot change to .*No such file/, (directory) => `There is no directory ${directory}.`],
  [/cannot change to .*Not a directory/, (directory) => `${directory} is no directory.`],
];

/** Runs git. Throws a Refusal with what git said. */
function git(
  directory: string,
  words: string[],
  env: Record<string, string> = {},
  input?: string,
): Promise<string> {
  const set = settings.flatMap((setting) => ['-c', setting]);
  return new Promise((resolve, reject) => {
    const child = execFile(
      'git',
      [...set, '-C', directory, ...words],
      {
        env: {
          ...withoutGit(process.env),
          LC_ALL: 'C',
          GIT_TERMINAL_PROMPT: '0',
          GIT_OPTIONAL_LOCKS: '0',
          ...env,
        },
        maxBuffer: 64 * megabyte,
        timeout: 60_000,
      },
      (error, stdout, stderr) => {
        if (!error) return resolve(stdout);
        if ((error as NodeJS.ErrnoException).code === 'ENOENT')
          return reject(new Refusal(503, 'no-git', 'A patch needs git, which is not installed here.'));
        const said =
          stderr
            .trim()
            .split('\n')[0]
            ?.replace(/^fatal: /, '') || error.message;
        const sentence =
          inWords.find(([words]) => words.test(said))?.[1](directory) ??
          `git cannot read ${directory}: ${said}.`;
        reject(new Refusal(400, 'git', sentence));
      },
    );
    child.stdin?.on('error', () => {});
    child.stdin?.end(input ?? '');
  });
}

/** A hook of git's that starts us sets these, and they would lead git elsewhere. */
function withoutGit(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(env).filter(
      ([name]) => !/^GIT_(DIR|WORK_TREE|INDEX_FILE|OBJECT_|ALTERNATE_|PREFIX)/.test(name),
    ),
  );
}
