/**
 * The language features, in the analysis worker: fetched when they are first asked for. It holds the target's
 * policy tree, so that everything here, and the analysis too, judges a text together with what it includes.
 */
import type { Diagnostic } from '../../shared/api/schemas.ts';
import { answersFor, type KitAnswer } from '../../shared/kits/answers.ts';
import type { FileRole, Kit } from '../../shared/kits/schema.ts';
import {
  type Fix,
  type LanguageService,
  type Location,
  languageService,
  type PolicyText,
  type PolicyTree,
  treeOf,
  Workspace,
} from '../../shared/language/index.ts';
import { lint } from '../../shared/lint/index.ts';
import type { Position, Range } from '../../shared/syntax/index.ts';
import { addOwnTarget, type OwnTarget } from '../../shared/targets/own.ts';
import { Service } from '../service/api.ts';

/** What a check found, with the changes that would mend it. */
export interface LintFinding extends Diagnostic {
  fixes?: Fix[];
  /** Where the kit answers for it. */
  answer?: KitAnswer;
}

/** The fixes of a finding of the built-in parser, which is known by its place and code. */
export interface Mend {
  file: string;
  start: Position;
  code: string;
  fixes: Fix[];
}

/** A text under edit, and what it is to the kit. */
type OpenText = PolicyText & { role?: FileRole };

/** What can be asked: the language service, the checks, and the texts around those under edit. */
export interface Questions extends LanguageService {
  /** Findings of the security checks in these files, of the chosen target. */
  findings(paths: readonly string[]): LintFinding[];
  /** The same for other targets, one list a target. */
  findingsOn(paths: readonly string[], targets: readonly string[]): Promise<LintFinding[][]>;
  /** Changes that would mend what the built-in parser objects to in these files. */
  mends(paths: readonly string[]): Mend[];
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
  async surround(target: string, own: readonly OwnTarget[] = []): Promise<void> {
    for (const definition of own) addOwnTarget(definition);
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

  /**
   * Answer one question about these files, which the kit, where there is one, answers for. Throws a RangeError for a
   * question that is none.
   */
  answer<Q extends keyof Questions>(
    files: readonly OpenText[],
    question: Q,
    args: Parameters<Questions[Q]>,
    kit?: Kit,
  ): ReturnType<Questions[Q]> {
    const workspace = this.around(files);
    const finder = new Finder(kit, files, workspace);
    const service = languageService(workspace);
    const questions: Questions = {
      ...service,
      findings: (paths) => paths.flatMap((path) => finder.findingsIn(workspace, path)),
      findingsOn: (paths, targets) => this.findingsOn(finder, files, paths, targets),
      mends: (paths) => paths.flatMap((path) => mendsIn(workspace, service, path)),
      text: (path) => workspace.text(path),
    };
    const ask = questions[question] as ((...given: unknown[]) => ReturnType<Questions[Q]>) | undefined;
    if (!ask) throw new RangeError(`The language service has no “${String(question)}”.`);
    return ask(...args);
  }

  private async findingsOn(
    finder: Finder,
    files: readonly PolicyText[],
    paths: readonly string[],
    targets: readonly string[],
  ): Promise<LintFinding[][]> {
    const found: LintFinding[][] = [];
    for (const target of targets) {
      // Without a tree what is included is left open.
      const tree = await this.treeFor(target).catch(() => undefined);
      const workspace = new Workspace({ files, target, ...(tree && { tree }) });
      found.push(paths.flatMap((path) => finder.findingsIn(workspace, path)));
    }
    return found;
  }
}

const nowhere: Range = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };

/** The checks' findings, with what the kit answers to them. */
class Finder {
  private answers: ReturnType<typeof answersFor> | undefined;

  constructor(
    private readonly kit: Kit | undefined,
    private readonly files: readonly OpenText[],
    private readonly around: Workspace,
  ) {}

  /** Undefined for what it does not answer for. The texts are held against the kit when it is first asked. */
  private answer(path: string, start: number, code: string): KitAnswer | undefined {
    this.answers ??= answersFor(
      this.kit,
      this.files.flatMap(({ role, path: of, text }) => {
        const tree = this.around.document(of)?.tree;
        return role ? [{ role, path: of, text, ...(tree && { tree }) }] : [];
      }),
    );
    return this.answers({ path, start, code });
  }

  findingsIn(workspace: Workspace, path: string): LintFinding[] {
    const document = workspace.document(path);
    if (!document) return [];
    const rangeAt = ({ path: of, ...span }: Location): Range =>
      workspace.document(of)?.lines.rangeOf(span) ?? nowhere;
    return lint(workspace, path).map(({ start, end, severity, code, message, related, fixes }) => {
      const answer = this.answer(path, start, code);
      return {
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
        ...(answer && { answer }),
      };
    });
  }
}

/** More than anyone mends at a time; each of a thousand errors would be looked into otherwise. */
const mostMends = 50;

function mendsIn(workspace: Workspace, service: LanguageService, path: string): Mend[] {
  const document = workspace.document(path);
  if (!document) return [];
  return document.diagnostics.slice(0, mostMends).flatMap((finding) => {
    const fixes = service.fixes(path, finding);
    const { start } = document.lines.rangeOf(finding);
    return fixes.length > 0 ? [{ file: path, start, code: finding.code, fixes }] : [];
  });
}
