/**
 * A policy as it is evaluated: included files read in place, conditions decided, variables collected. What comes out
 * is, for each profile, the rules that count.
 */
import { type Code, codes } from '../codes.ts';
import type { SyntaxDiagnostic } from '../diagnostics.ts';
import type {
  AbiDeclaration,
  Alias,
  BooleanAssignment,
  Conditional,
  Include,
  Item,
  PolicyFile,
  Profile,
  RuleBlock,
  Span,
  VariableAssignment,
} from '../nodes.ts';
import type { ParseResult } from '../parser.ts';
import { remembered } from '../remembered.ts';
import { runsQualified } from '../rules/file.ts';
import { bodiesOf } from '../visit.ts';
import { Aliases } from './aliases.ts';
import { decide } from './conditions.ts';
import { type BlockPrefix, EvaluatedProfile, isRun, type Origin, piecesOf } from './evaluated.ts';
import type { AnalyseOptions } from './index.ts';
import { checkDuplicates } from './names.ts';
import { type FirstIncluded, nothing, PendingPrefix } from './prefixes.ts';
import { Variables } from './variables.ts';

export type { BlockPrefix, Located, LocatedRule, Origin, RuleRun } from './evaluated.ts';
export { EvaluatedProfile };

export interface IncludedText {
  /** For messages and to tell files apart. */
  path: string;
  text: string;
}

/**
 * The files an include names: one, or those of a directory in their order (without the backups that apparmor_parser
 * skips). Undefined where there is nothing of that name. `magic` paths are looked up in the policy's directories,
 * the others from the current directory. Called for abi declarations too.
 */
export type ResolveInclude = (
  path: string,
  form: 'magic' | 'quoted' | 'bare',
) => readonly IncludedText[] | undefined;

/** A finding placed in the analysed text; where it stands in an included file, that place too. */
export interface PolicyDiagnostic extends SyntaxDiagnostic {
  /** The include or abi statement at `start`..`end` leads to this place. */
  origin?: Span & { path: string };
  /** Other places that belong to it. */
  related?: RelatedPlace[];
}

/** A place in the analysed text, or in the included file of the path. */
export interface RelatedPlace extends Span {
  path?: string;
  message: string;
}

interface Scope {
  origin: Origin;
  maybe: boolean;
  /** Include paths read so far in this body: apparmor_parser reads each once a body. */
  included: Set<string>;
  profile: EvaluatedProfile | undefined;
  /** Of the blocks of rules around it. apparmor_parser keeps but some kinds of rules of a block. */
  block: BlockPrefix | undefined;
  depth: number;
}

const keptInBlocks: ReadonlySet<Item['kind']> = new Set(['file', 'link', 'change_profile', 'raw']);

/** An include that leads back to itself through a profile never ends; real chains are a handful long. */
const deepestInclude = 60;
const mostIncludes = 5000;

const declarations = {
  abi: 'An abi',
  variable: 'A variable',
  boolean: 'A boolean',
  alias: 'An alias',
} as const;

export class Policy {
  readonly diagnostics: PolicyDiagnostic[] = [];
  /** They count for the whole policy. */
  readonly aliases = new Aliases();
  readonly variables: Variables;
  /** Outermost profiles, in order. */
  readonly profiles: EvaluatedProfile[] = [];
  /** Rules outside of any profile: of a text that is read inside a profile's braces. */
  readonly loose: EvaluatedProfile;
  readonly #options: AnalyseOptions;
  #includes = 0;
  #stopped = false;
  #profileSeen = false;
  #every: EvaluatedProfile[] | undefined;

  constructor(result: ParseResult, options: AnalyseOptions) {
    this.#options = options;
    const origin: Origin = { text: result.tree.text };
    // Variables may also come from files that are not read: then what is undeclared cannot be told. A file without
    // a profile is there to be included.
    const fragment = !options.resolveInclude && !hasProfile(result.tree.items);
    this.variables = new Variables(this, options.within === 'profile' || fragment);
    const stand: Profile = {
      kind: 'profile',
      keyword: 'profile',
      start: 0,
      end: 0,
      header: { start: 0, end: 0 },
      body: { start: 0, end: 0, items: [], closed: true },
    };
    this.loose = new EvaluatedProfile(stand, origin, true);
    const profile = options.within === 'profile' ? this.loose : undefined;
    const included = new Set<string>();
    this.#items(result.tree.items, { origin, maybe: false, included, profile, block: undefined, depth: 0 });
  }

  /** Every profile, parents before children. To be called once all is read. */
  everyProfile(): readonly EvaluatedProfile[] {
    if (!this.#every) {
      this.#every = [];
      if (this.#options.within === 'profile') this.#every.push(this.loose);
      const outermost = this.#options.within === 'profile' ? this.loose.children : this.profiles;
      for (const profile of outermost) addWithChildren(profile, this.#every);
    }
    return this.#every;
  }

  report(code: Code, span: Span, detail: string, origin: Origin, related?: RelatedPlace[]): void {
    const { severity, words } = codes[code];
    this.#add(code, severity, words(detail), span, origin, related);
  }

  #add(
    code: string,
    severity: SyntaxDiagnostic['severity'],
    message: string,
    span: Span,
    origin: Origin,
    others?: RelatedPlace[],
  ) {
    const { site, path, text } = origin;
    const related = others ? { related: others } : {};
    if (!site || path === undefined) {
      this.diagnostics.push({ start: span.start, end: span.end, severity, code, message, ...related });
      return;
    }
    const line = lineOf(text, span.start);
    this.diagnostics.push({
      start: site.start,
      end: site.end,
      severity,
      code,
      message: `In ${path}, line ${line}: ${message}`,
      origin: { path, start: span.start, end: span.end },
      ...related,
    });
  }

  #items(items: readonly Item[], scope: Scope): void {
    const prefix = new PendingPrefix(this);
    for (const item of items) {
      if (this.#stopped) return;
      if (item.kind === 'include') prefix.behind(item, scope.origin, this.#include(item, scope));
      else {
        prefix.before(item, scope.origin);
        this.#item(item, scope);
      }
    }
    prefix.atEnd();
  }

  #item(item: Item, scope: Scope): void {
    const { origin, maybe, profile, block } = scope;
    switch (item.kind) {
      case 'comment':
        break;
      case 'include':
        break;
      case 'abi':
      case 'variable':
      case 'boolean':
      case 'alias':
        this.#declaration(item, scope);
        break;
      case 'if':
        this.#conditional(item, scope);
        break;
      case 'block':
        checkDuplicates(this, item.body.items, origin);
        this.#items(item.body.items, { ...scope, block: within(item, scope) });
        break;
      default:
        if (block && !keptInBlocks.has(item.kind)) {
          this.report('dropped-in-block', item.kind === 'profile' ? item.header : item, '', origin);
          if (item.kind === 'profile') this.#onlyRead([item], scope);
        } else if (item.kind === 'profile') this.#profile(item, scope);
        else if (block && refusedInBlock(item, block, origin)) this.report('exec-in-block', item, '', origin);
        else profile?.add({ node: item, origin, maybe, ...(block ? { block } : {}) });
    }
  }

  /** Declarations come before the first profile; an abi may stand in a profile too. */
  #declaration(item: AbiDeclaration | VariableAssignment | BooleanAssignment | Alias, scope: Scope): void {
    const { origin, profile } = scope;
    if (this.#profileSeen && !profile) this.report('late-declaration', item, declarations[item.kind], origin);
    if (item.kind === 'abi') this.#abi(item, scope);
    // What stands in a profile has been refused by the parser.
    if (profile || item.kind === 'abi') return;
    if (!origin.site) this.variables.diverge();
    if (item.kind === 'alias') this.aliases.add(item);
    if (item.kind === 'variable') this.variables.assign(item, origin);
    if (item.kind === 'boolean') this.variables.assignBoolean(item, origin);
  }

  #profile(node: Profile, scope: Scope): void {
    this.#profileSeen = true;
    const { origin, maybe, profile: parent } = scope;
    const profile = new EvaluatedProfile(node, origin, maybe, parent);
    (parent ? parent.children : this.profiles).push(profile);
    this.#items(node.body.items, { ...scope, included: new Set(), profile });
  }

  #conditional(item: Conditional, scope: Scope): void {
    // Only what stands in a profile is evaluated; elsewhere the parser has reported it.
    if (!scope.profile) return;
    const truth = decide(item.condition, this.variables, scope.origin);
    const maybe = scope.maybe || truth === undefined;
    if (truth !== false) this.#items(item.body.items, { ...scope, maybe });
    else this.#onlyRead(item.body.items, scope);
    if (!item.else) return;
    if ('kind' in item.else) {
      if (truth === true) this.#onlyRead([item.else], scope);
      else this.#conditional(item.else, { ...scope, maybe });
    } else if (truth !== true) this.#items(item.else.items, { ...scope, maybe });
    else this.#onlyRead(item.else.items, scope);
  }

  /** What does not count is read all the same: its includes must be there, its conditions must be decidable. */
  #onlyRead(items: readonly Item[], scope: Scope): void {
    checkDuplicates(this, items, scope.origin);
    for (const item of items) {
      if (item.kind === 'include') this.#include(item, scope, true);
      else if (item.kind === 'abi') this.#abi(item, scope);
      else {
        for (let next = item.kind === 'if' ? item : undefined; next; next = elseIf(next))
          decide(next.condition, this.variables, scope.origin);
        const inner = item.kind === 'profile' ? { ...scope, included: new Set<string>() } : scope;
        for (const body of bodiesOf(item)) this.#onlyRead(body.items, inner);
      }
    }
  }

  #abi(item: AbiDeclaration, { origin }: Scope): void {
    const { value, form } = item.path;
    const name = value;
    // Names of what the parser itself knows, not of files (parser_include.c, parser_yacc.y: abi_rule).
    if (form === 'magic' && (name === 'kernel' || name === 'default')) return;
    if (!name || !this.#options.resolveInclude) return;
    const [found, ...more] = this.#options.resolveInclude(name, form) ?? [];
    // A directory is no abi.
    const isFile = found && more.length === 0 && lastPart(found.path) === lastPart(name);
    if (!isFile) this.report('missing-abi', item.path, name, origin);
  }

  /** Answers the items of the first file that has some; undefined where it is not known what is included. */
  #include(item: Include, scope: Scope, readOnly = false): FirstIncluded | undefined {
    const { value, form } = item.path;
    const { resolveInclude } = this.#options;
    const key = `${form === 'magic' ? '<' : ''}${value}`;
    if (scope.included.has(key)) return nothing;
    if (!resolveInclude) {
      this.variables.open = true;
      this.variables.diverge();
      return undefined;
    }
    if (!value) return undefined;
    const found = resolveInclude(value, form);
    if (!found) {
      if (!item.ifExists) this.report('missing-include', item.path, value, scope.origin);
      return item.ifExists ? nothing : undefined;
    }
    scope.included.add(key);
    if (scope.depth >= deepestInclude || this.#includes + found.length > mostIncludes) {
      this.report('endless-include', item.path, value, scope.origin);
      this.#stopped = true;
      this.variables.diverge();
      return undefined;
    }
    this.#includes += found.length;
    let first: FirstIncluded | undefined = nothing;
    for (const included of found) {
      const brought = this.#included(included, item, scope, readOnly);
      // What an include at the beginning of a file brings is not followed.
      if (first && !first.item) first = brought.item?.kind === 'include' ? undefined : brought;
    }
    return first;
  }

  #included(included: IncludedText, item: Include, scope: Scope, readOnly: boolean): FirstIncluded {
    const reading = this.#options.parse(included, scope.profile ? 'profile' : 'file');
    const { tree } = reading;
    const site = scope.origin.site ?? item;
    const { error, first } = factsOf(reading);
    const { text, path } = included;
    const origin: Origin = { text, path, site };
    if (error) this.#add(error.code, error.severity, error.message, error, origin);
    // Spelt out: this is done for every include of every profile.
    const { maybe, included: known, profile, block, depth } = scope;
    const inner: Scope = { origin, maybe, included: known, profile, block, depth: depth + 1 };
    const declares = !scope.profile && !readOnly;
    if (declares) this.variables.declared = this.variables.declared.entering(tree);
    if (readOnly) this.#onlyRead(tree.items, inner);
    else this.#includedItems(tree, path, inner);
    if (declares && !this.#stopped) this.variables.declared = this.variables.declared.leaving();
    return { item: first, text };
  }

  /** Of most included files the same rules count wherever they are read: these are listed once. */
  #includedItems(tree: PolicyFile, path: string, scope: Scope): void {
    const { profile, maybe, block, origin } = scope;
    const pieces = profile && !maybe && !block ? piecesOf(tree, path) : undefined;
    if (!pieces) this.#items(tree.items, scope);
    else
      for (const piece of pieces) {
        if (this.#stopped) return;
        if (isRun(piece)) profile!.addShared(piece, origin);
        else if (piece.kind === 'include') this.#include(piece, scope);
        else this.#item(piece, scope);
      }
  }
}

/** Whether a rule runs programs in a way that a block refuses in which its file is included. */
function refusedInBlock(item: Item, { chain }: BlockPrefix, origin: Origin): boolean {
  const qualified = item.kind === 'file' ? runsQualified(item) : undefined;
  if (qualified === undefined) return false;
  return chain.some(
    ({ access, origin: { text } }) => text !== origin.text && qualified === (access === 'deny'),
  );
}

function elseIf({ else: next }: Conditional): Conditional | undefined {
  return next && 'kind' in next ? next : undefined;
}

/** What can be told of an included text by itself. */
interface Facts {
  error: SyntaxDiagnostic | undefined;
  first: Item | undefined;
}

const factsOf = remembered(
  ({ tree, diagnostics }: ParseResult): Facts => ({
    error: diagnostics.find(({ severity }) => severity === 'error'),
    first: tree.items.find(({ kind }) => kind !== 'comment'),
  }),
);

/** What is written before an outer block counts before what is written before an inner one. */
function within({ prefix }: RuleBlock, { block: outer, origin }: Scope): BlockPrefix {
  const owner = prefix?.owner?.value;
  return {
    chain: [{ access: prefix?.access?.value, origin }, ...(outer?.chain ?? [])],
    access: outer?.access ?? prefix?.access?.value,
    audit: (outer?.audit ?? false) || prefix?.audit !== undefined,
    owned: (outer?.owned ?? true) && owner !== 'other',
    others: (outer?.others ?? true) && owner !== 'owner',
  };
}

function lastPart(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** As deep as braces may nest. */
function addWithChildren(profile: EvaluatedProfile, to: EvaluatedProfile[]): void {
  to.push(profile);
  for (const child of profile.children) addWithChildren(child, to);
}

function hasProfile(items: readonly Item[]): boolean {
  return items.some(
    (item) => item.kind === 'profile' || bodiesOf(item).some((body) => hasProfile(body.items)),
  );
}

/** One-based line of an offset. */
function lineOf(text: string, offset: number): number {
  let line = 1;
  for (let at = text.indexOf('\n'); at >= 0 && at < offset; at = text.indexOf('\n', at + 1)) line++;
  return line;
}
