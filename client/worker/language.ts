/**
 * The language features, in the analysis worker: fetched when they are first asked for. It holds the target's
 * policy tree, so that everything here, and the analysis too, judges a text together with what it includes.
 */
import type { Diagnostic } from '../../shared/api/schemas.ts';
import { definition } from '../../shared/language/definition.ts';
import { format } from '../../shared/language/format.ts';
import {
  type Fix,
  type FormatOptions,
  type LanguageService,
  type Location,
  languageService,
  type PolicyDocument,
  type PolicyText,
  type PolicyTree,
  type Refusal,
  treeOf,
  Workspace,
} from '../../shared/language/index.ts';
import { references } from '../../shared/language/references.ts';
import { prepareRename, type RenameTarget, rename } from '../../shared/language/rename.ts';
import { lint } from '../../shared/lint/index.ts';
import type { FileEdit, Range, TextEdit } from '../../shared/syntax/index.ts';
import { Service } from '../service/api.ts';

/** What a check found, with the changes that would mend it. */
export interface LintFinding extends Diagnostic {
  fixes?: Fix[];
}

/** What can be asked: the language service, the checks, and the texts around those under edit. */
export interface Questions extends LanguageService {
  /** Where the name at the offset is declared; an include leads to its file. */
  definition(path: string, offset: number): Location[];
  /** Every place of the name at the offset. */
  references(path: string, offset: number, options?: { declarations?: boolean }): Location[];
  /** What would be renamed at the offset, or why nothing can be. */
  prepareRename(path: string, offset: number): RenameTarget | Refusal;
  rename(path: string, offset: number, name: string): FileEdit[] | Refusal;
  /** Edits that give the file its canonical layout, or why that cannot be. */
  format(path: string, options?: FormatOptions): TextEdit[] | Refusal;
  /** Findings of the security checks in these files, of the chosen target. */
  findings(paths: readonly string[]): LintFinding[];
  /** The same for other targets, one list a target. */
  findingsOn(paths: readonly string[], targets: readonly string[]): Promise<LintFinding[][]>;
  /** Text of a file of the policy tree. */
  text(path: string): string | undefined;
}

export class Language {
  private workspace: Workspace | undefined;
  private readonly trees = new Map<string, PolicyTree>();
  private target: string | undefined;
  private tree: PolicyTree | undefined;

  constructor(
    private readonly fetchTree: (target: string) => Promise<readonly PolicyText[]> = async (target) =>
      (await new Service().wholePolicyTree(target)).files,
  ) {}

  /**
   * Judge by this target from now on, and by its policy tree as soon as that is here. Rejects, in words, where it
   * cannot be had; texts are then judged without what they include.
   */
  async surround(target: string): Promise<void> {
    this.target = target;
    let tree: PolicyTree | undefined;
    try {
      tree = await this.treeFor(target);
    } finally {
      // Another one may have been chosen meanwhile.
      if (this.target === target) this.tree = tree;
    }
  }

  private async treeFor(target: string): Promise<PolicyTree> {
    const known = this.trees.get(target);
    if (known) return known;
    const tree = treeOf(await this.fetchTree(target));
    this.trees.set(target, tree);
    return tree;
  }

  /** The files under edit in the tree; what has not changed since the last call is not read again. */
  around(files: readonly PolicyText[]): Workspace {
    this.workspace = new Workspace(
      {
        files: files.map(({ path, text }) => ({ path, text })),
        ...(this.tree && { tree: this.tree }),
        ...(this.target !== undefined && { target: this.target }),
      },
      this.workspace,
    );
    return this.workspace;
  }

  /** Answer one question about these files. Throws a RangeError for a question that is none. */
  answer<Q extends keyof Questions>(
    files: readonly PolicyText[],
    question: Q,
    args: Parameters<Questions[Q]>,
  ): ReturnType<Questions[Q]> {
    const workspace = this.around(files);
    const on = <Found>(path: string, find: (document: PolicyDocument) => Found, otherwise: Found): Found => {
      const document = workspace.document(path);
      return document ? find(document) : otherwise;
    };
    const notHere: Refusal = { refused: 'This file is not open here.' };
    const questions: Questions = {
      ...languageService(workspace),
      definition: (path, offset) => on(path, (document) => definition(workspace, document, offset), []),
      references: (path, offset, options) =>
        on(path, (document) => references(workspace, document, offset, options), []),
      prepareRename: (path, offset) =>
        on(path, (document) => prepareRename(workspace, document, offset), notHere),
      rename: (path, offset, name) =>
        on(path, (document) => rename(workspace, document, offset, name), notHere),
      findings: (paths) => paths.flatMap((path) => findingsIn(workspace, path)),
      findingsOn: (paths, targets) => this.findingsOn(files, paths, targets),
      text: (path) => workspace.text(path),
      format: (path, options) =>
        on<TextEdit[] | Refusal>(path, (document) => format(document, options), notHere),
    };
    const ask = questions[question] as ((...given: unknown[]) => ReturnType<Questions[Q]>) | undefined;
    if (!ask) throw new RangeError(`The language service has no “${String(question)}”.`);
    return ask(...args);
  }

  private async findingsOn(
    files: readonly PolicyText[],
    paths: readonly string[],
    targets: readonly string[],
  ): Promise<LintFinding[][]> {
    const found: LintFinding[][] = [];
    for (const target of targets) {
      // Without a tree what is included is left open.
      const tree = await this.treeFor(target).catch(() => undefined);
      const workspace = new Workspace({ files, target, ...(tree && { tree }) });
      found.push(paths.flatMap((path) => findingsIn(workspace, path)));
    }
    return found;
  }
}

const nowhere: Range = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };

function findingsIn(workspace: Workspace, path: string): LintFinding[] {
  const document = workspace.document(path);
  if (!document) return [];
  const rangeAt = ({ path: of, ...span }: Location): Range =>
    workspace.document(of)?.lines.rangeOf(span) ?? nowhere;
  return lint(workspace, path).map(({ start, end, severity, code, message, related, fixes }) => ({
    file: path,
    range: document.lines.rangeOf({ start, end }),
    severity,
    code,
    message,
    source: 'lint',
    ...(related?.length && {
      related: related.map((place) => ({
        file: place.path,
        range: rangeAt(place),
        message: place.message,
      })),
    }),
    ...(fixes?.length && { fixes }),
  }));
}
