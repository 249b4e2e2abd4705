/** What the language features and the checks look at: the files under edit, in the policy tree of a target. */
import type { Policy } from '../syntax/analyse/policy.ts';
import {
  type IncludedText,
  LineIndex,
  type ParseResult,
  type PolicyFile,
  type ResolveInclude,
} from '../syntax/index.ts';
import { evaluate } from '../syntax/parse.ts';
import { parseText, type ParseResult as Reading } from '../syntax/parser.ts';
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

/** A file as it is read into a policy. */
export interface ReadFile {
  path: string;
  within: 'file' | 'profile';
  tree: PolicyFile;
}

export interface Evaluated {
  policy: Policy;
  /** Every file that is read, the document first, in the order of reading; each once. */
  files: readonly ReadFile[];
}

/**
 * What documents came to when they were read. Documents are replaced where anything changes that they depend on, so
 * this lives as long as they.
 */
const evaluations = new WeakMap<PolicyDocument, Evaluated>();

/** The policy of a document, where it was read together with what it includes. */
export function evaluationOf(document: PolicyDocument): Evaluated | undefined {
  return evaluations.get(document);
}

/** A document, and the paths of includes and abis that its findings depend on. */
interface Kept {
  document: PolicyDocument;
  asked: ReadonlySet<string>;
}

/** What a path of the tree was read as. Shared by all workspaces that follow one another. */
type Readings = Record<'file' | 'profile', Map<string, { text: string; reading: Reading; file: ReadFile }>>;

/** An include: its path as the tree knows it, and what it brings. */
interface Found {
  path: string;
  texts: readonly IncludedText[] | undefined;
}

/** The files under edit and what they include. Immutable; readings are kept from one workspace to the next. */
export class Workspace {
  readonly files: readonly PolicyText[];
  readonly tree: PolicyTree;
  readonly target: TargetFacts;
  /** Whether anything is known of the tree; without it an include that is not found says nothing. */
  readonly hasTree: boolean;
  private readonly kept = new Map<string, Kept>();
  private readonly readings: Readings;
  /** Of files that were not read as documents. */
  private readonly indices = new Map<string, LineIndex>();
  private readonly texts: ReadonlyMap<string, string>;
  /** What includes were found to bring. */
  private readonly found = new Map<string, Found>();

  constructor({ files, tree, target = defaultTarget }: WorkspaceOptions, before?: Workspace) {
    this.files = files;
    // Of files with the same path the first counts.
    this.texts = new Map(files.map(({ path, text }): [string, string] => [path, text]).reverse());
    this.tree = tree ?? emptyTree;
    this.hasTree = tree !== undefined;
    this.target = findTarget(target) ?? findTarget(defaultTarget)!;
    this.readings = before?.readings ?? { file: new Map(), profile: new Map() };
    if (!before || before.tree !== this.tree || before.hasTree !== this.hasTree) return;
    // A file reads the same as before where neither it nor anything that it includes has changed.
    const changed = changedPaths(before.files, files);
    for (const [path, kept] of before.kept)
      if (!changed.has(path) && ![...changed].some((other) => concerns(kept.asked, other)))
        this.kept.set(path, kept);
  }

  /** The document of a path: of a file under edit, else of the tree's. */
  document(path: string): PolicyDocument | undefined {
    const known = this.kept.get(path);
    if (known) return known.document;
    const text = this.text(path);
    if (text === undefined) return undefined;
    const within = placeOf(path);
    const asked = new Set<string>();
    const resolveInclude: ResolveInclude = (given) => {
      const found = this.resolve(given);
      asked.add(found.path);
      return found.texts;
    };
    const read = new Map<string, ReadFile>();
    const { result, policy } = evaluate(text, {
      within,
      parseIncluded: (included, place) => {
        const { reading, file } = this.reading(included, place);
        if (included.path !== path && !read.has(included.path)) read.set(included.path, file);
        return reading;
      },
      ...(this.hasTree ? { resolveInclude } : {}),
    });
    const document: PolicyDocument = { path, text, within, ...result, lines: new LineIndex(text) };
    if (this.hasTree)
      evaluations.set(document, { policy, files: [{ path, within, tree: result.tree }, ...read.values()] });
    this.kept.set(path, { document, asked });
    return document;
  }

  /** Read an included text; the same text at the same path is read once. */
  readonly parseIncluded = (included: IncludedText, within: 'file' | 'profile'): Reading =>
    this.reading(included, within).reading;

  private reading({ path, text }: IncludedText, within: 'file' | 'profile') {
    const known = this.readings[within].get(path);
    if (known?.text === text) return known;
    const reading = parseText(text, within === 'profile');
    const file: ReadFile = { path, within, tree: reading.tree };
    const read = { text, reading, file };
    this.readings[within].set(path, read);
    return read;
  }

  /** The lines of a path, as those of its document. */
  lines(path: string): LineIndex | undefined {
    let known = this.kept.get(path)?.document.lines ?? this.indices.get(path);
    if (known) return known;
    const text = this.text(path);
    if (text === undefined) return undefined;
    known = new LineIndex(text);
    this.indices.set(path, known);
    return known;
  }

  /** Text of a path: of a file under edit, else of the tree's. */
  text(path: string): string | undefined {
    return this.texts.get(path) ?? this.tree.read(path);
  }

  /** What an include of the path brings: one file, or every file of a directory. */
  readonly resolveInclude: ResolveInclude = (given) => this.resolve(given).texts;

  private resolve(given: string): Found {
    let found = this.found.get(given);
    if (!found) {
      const path = treePath(given);
      found = { path, texts: this.find(path) };
      this.found.set(given, found);
    }
    return found;
  }

  private find(path: string): readonly IncludedText[] | undefined {
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
  }
}

/** The path of an include as the tree knows it. */
export function treePath(given: string): string {
  return given.replace(/^\/etc\/apparmor\.d\//, '').replace(/\/$/, '');
}

/** Paths of files that are in one list only, or whose text differs. */
function changedPaths(before: readonly PolicyText[], after: readonly PolicyText[]): Set<string> {
  const texts = new Map(before.map(({ path, text }) => [path, text]));
  const changed = new Set<string>();
  for (const { path, text } of after) {
    if (texts.get(path) !== text) changed.add(path);
    texts.delete(path);
  }
  for (const path of texts.keys()) changed.add(path);
  return changed;
}

/** Whether a file is among what was asked for, or in a directory that was. */
function concerns(asked: ReadonlySet<string>, path: string): boolean {
  return asked.has(path) || asked.has(path.slice(0, Math.max(0, path.lastIndexOf('/'))));
}
