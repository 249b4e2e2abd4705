/**
 * What an evaluated policy consists of: profiles, and the rules that count in them. Many profiles include the same
 * files; the rules of such a file are listed once, as one run that all of these profiles share.
 */
import type { Access, Item, PolicyFile, Profile, Rule, Span } from '../nodes.ts';

/** The text an item stands in. */
export interface Origin {
  text: string;
  path?: string;
  /** The statement in the analysed text that included it; of a rule in a shared run its profile knows (`siteOf`). */
  site?: Span;
}

/** Something that counts, and where it comes from. */
export interface Located<Node> {
  node: Node;
  origin: Origin;
  /** Whether it counts only where a condition holds that cannot be decided here. */
  maybe: boolean;
}

/** What the blocks around a rule say in its place. */
export interface BlockPrefix {
  access: Access | undefined;
  audit: boolean;
  /** Whether the rule still counts for files the user owns, and for other files. */
  owned: boolean;
  others: boolean;
  /** What each block itself says, the innermost first, and where. */
  chain: readonly { access: Access | undefined; origin: Origin }[];
}

export interface LocatedRule extends Located<Rule> {
  block?: BlockPrefix;
}

/** Rules of one text that follow one another. */
export interface RuleRun {
  rules: LocatedRule[];
  /** Where they stand, with the include that brings them into the profile at hand. */
  origin: Origin;
  /**
   * Whether `rules` is the same list for all profiles that include the file: what is found out about the rules alone may
   * be kept under it.
   */
  shared: boolean;
}

export class EvaluatedProfile implements Located<Profile> {
  readonly children: EvaluatedProfile[] = [];
  /** In the order of reading. */
  readonly runs: RuleRun[] = [];
  #rules: LocatedRule[] | undefined;

  /** @param parent undefined for a profile that stands in no other */
  constructor(
    readonly node: Profile,
    readonly origin: Origin,
    readonly maybe: boolean,
    readonly parent?: EvaluatedProfile,
  ) {}

  /** All rules, in the order of reading. */
  get rules(): readonly LocatedRule[] {
    this.#rules ??= this.runs.length === 1 ? this.runs[0]!.rules : this.runs.flatMap(({ rules }) => rules);
    return this.#rules;
  }

  add(rule: LocatedRule): void {
    const last = this.runs.at(-1);
    if (last && last.origin === rule.origin && !last.shared) last.rules.push(rule);
    else this.runs.push({ rules: [rule], origin: rule.origin, shared: false });
  }

  addShared(rules: LocatedRule[], origin: Origin): void {
    this.runs.push({ rules, origin, shared: true });
  }

  /** The include in the analysed text that brings a rule; undefined for a rule that stands there itself. */
  siteOf({ node, origin }: LocatedRule): Span | undefined {
    if (origin.site || origin.path === undefined) return origin.site;
    const brings = ({ shared, rules }: RuleRun) => shared && rules.some((rule) => rule.node === node);
    return this.runs.find(brings)?.origin.site;
  }
}

/** What an included file brings, in order: runs of rules, and the items between them that are read each time. */
export type Piece = LocatedRule[] | Item;

const knownPieces = new WeakMap<PolicyFile, { path: string; pieces: readonly Piece[] | undefined }>();
const notPlain: ReadonlySet<Item['kind']> = new Set(['if', 'block', 'profile']);

/** The pieces of an included file of which the same rules count wherever it is read; undefined for any other. */
export function piecesOf(tree: PolicyFile, path: string): readonly Piece[] | undefined {
  let known = knownPieces.get(tree);
  if (!known) {
    known = { path, pieces: pieces(tree, { text: tree.text, path }) };
    knownPieces.set(tree, known);
  }
  return known.path === path ? known.pieces : undefined;
}

export function isRun(piece: Piece): piece is LocatedRule[] {
  return Array.isArray(piece);
}

function pieces(tree: PolicyFile, origin: Origin): Piece[] | undefined {
  const found: Piece[] = [];
  let run: LocatedRule[] | undefined;
  for (const item of tree.items) {
    // What is written before an include goes with the rule that is read next.
    if (notPlain.has(item.kind) || (item.kind === 'include' && item.prefix)) return undefined;
    if (item.kind === 'comment') continue;
    if (!isRule(item)) {
      run = undefined;
      found.push(item);
      continue;
    }
    if (!run) {
      run = [];
      found.push(run);
    }
    run.push({ node: item, origin, maybe: false });
  }
  return found;
}

const noRules: ReadonlySet<Item['kind']> = new Set([
  ...notPlain,
  'comment',
  'include',
  'abi',
  'variable',
  'boolean',
  'alias',
]);

function isRule(item: Item): item is Rule {
  return !noRules.has(item.kind);
}
