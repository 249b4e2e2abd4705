/** What the language features and the checks look at: the files under edit, in the policy tree of a target. */
import {
  type IncludedText,
  LineIndex,
  type ParseResult,
  parse,
  type ResolveInclude,
} from '../syntax/index.ts';
import { skippedInDirectory } from '../syntax/skipped.ts';
import { defaultTarget, findTarget, type TargetFacts } from '../targets/targets.ts';

/** A file of policy text. The path is relative to /etc/apparmor.d. */
export interface PolicyText {
  path: string;
  text: string;
}

/** The policy tree around the files under edit. Whoever gives one may know a part of it only. */
export interface PolicyTree {
  /** Text of a file; undefined where there is none. */
  read(path: string): string | undefined;
  /** Names in a directory in order, directories with a slash at their end; undefined where there is none. */
  list(path: string): readonly string[] | undefined;
}

export const emptyTree: PolicyTree = { read: () => undefined, list: () => undefined };

/** A policy tree held in memory. */
export function treeOf(files: readonly PolicyText[]): PolicyTree {
  const texts = new Map<string, string>();
  const folders = new Map<string, Set<string>>();
  for (const { path, text } of files) {
    texts.set(path, text);
    const parts = path.split('/');
    for (let depth = 0; depth < parts.length; depth++) {
      const folder = parts.slice(0, depth).join('/');
      const name = parts[depth]! + (depth < parts.length - 1 ? '/' : '');
      const names = folders.get(folder);
      if (names) names.add(name);
      else folders.set(folder, new Set([name]));
    }
  }
  return {
    read: (path) => texts.get(path),
    list: (path) => {
      const names = folders.get(path.replace(/\/$/, ''));
      return names && [...names].sort();
    },
  };
}

/** A file as read: its tree, tokens and findings, and its lines. */
export interface PolicyDocument extends PolicyText, ParseResult {
  /** Whether the text stands between a profile's braces where it is included. */
  within: 'file' | 'profile';
  lines: LineIndex;
}

export interface WorkspaceOptions {
  /** The files under edit; they hide files of the tree that have the same path. */
  files: readonly PolicyText[];
  tree?: PolicyTree;
  /** Id of the target; the default one where it is left out or unknown. */
  target?: string;
}

/** What is included between a profile's braces is written as its rules are. */
export function placeOf(path: string): 'file' | 'profile' {
  return /^(?:local|abstractions)\//.test(path) ? 'profile' : 'file';
}

/** The files under edit and what they include. Immutable; readings are kept from one workspace to the next. */
export class Workspace {
  readonly files: readonly PolicyText[];
  readonly tree: PolicyTree;
  readonly target: TargetFacts;
  /** Whether anything is known of the tree; without it an include that is not found says nothing. */
  readonly hasTree: boolean;
  private readonly documents: Map<string, PolicyDocument>;

  constructor({ files, tree, target = defaultTarget }: WorkspaceOptions, before?: Workspace) {
    this.files = files;
    this.tree = tree ?? emptyTree;
    this.hasTree = tree !== undefined;
    this.target = findTarget(target) ?? findTarget(defaultTarget)!;
    this.documents = new Map();
    // A file reads the same as before where neither it nor what it may include has changed.
    if (before && before.tree === this.tree && sameTexts(before.files, files))
      for (const [path, document] of before.documents) this.documents.set(path, document);
  }

  /** The document of a path: of a file under edit, else of the tree's. */
  document(path: string): PolicyDocument | undefined {
    const known = this.documents.get(path);
    if (known) return known;
    const text = this.text(path);
    if (text === undefined) return undefined;
    const within = placeOf(path);
    const result = parse(text, {
      within,
      ...(this.hasTree ? { resolveInclude: this.resolveInclude } : {}),
    });
    const document: PolicyDocument = { path, text, within, ...result, lines: new LineIndex(text) };
    this.documents.set(path, document);
    return document;
  }

  /** Text of a path: of a file under edit, else of the tree's. */
  text(path: string): string | undefined {
    return this.files.find((file) => file.path === path)?.text ?? this.tree.read(path);
  }

  /** What an include of the path brings: one file, or every file of a directory. */
  readonly resolveInclude: ResolveInclude = (given) => {
    const path = given.replace(/^\/etc\/apparmor\.d\//, '').replace(/\/$/, '');
    const text = this.text(path);
    if (text !== undefined) return [{ path, text }];
    const names = this.tree.list(path);
    const own = this.files
      .filter((file) => file.path.startsWith(`${path}/`) && !file.path.slice(path.length + 1).includes('/'))
      .map((file) => file.path.slice(path.length + 1));
    if (!names && own.length === 0) return undefined;
    return [...new Set([...(names ?? []), ...own])]
      .filter((name) => !name.endsWith('/') && !skippedInDirectory(name))
      .sort()
      .flatMap((name): IncludedText[] => {
        const inner = this.text(`${path}/${name}`);
        return inner === undefined ? [] : [{ path: `${path}/${name}`, text: inner }];
      });
  };
}

function sameTexts(a: readonly PolicyText[], b: readonly PolicyText[]): boolean {
  return (
    a.length === b.length && a.every((file, at) => file.path === b[at]!.path && file.text === b[at]!.text)
  );
}
