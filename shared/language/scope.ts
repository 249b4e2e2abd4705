/**
 * What counts at a file: the policy it belongs to, evaluated, and the variables that are declared there. A local
 * override or a file of tunables belongs to the profile under edit that includes it.
 */
import { type EvaluatedProfile, Policy } from '../syntax/analyse/policy.ts';
import type { Span, VariableAssignment } from '../syntax/index.ts';
import type { Location } from './types.ts';
import {
  type Evaluated,
  evaluationOf,
  type PolicyDocument,
  type ReadFile,
  type Workspace,
} from './workspace.ts';

export type { Evaluated, ReadFile };

/** A variable and all its assignments, in the order they are read. */
export interface VariableScope {
  name: string;
  /** As written, of all assignments that count. */
  values: string[];
  places: (Location & Pick<VariableAssignment, 'operator'>)[];
}

export interface Scope {
  policy: Policy;
  /** By name, without `@{` and `}`. */
  variables: ReadonlyMap<string, VariableScope>;
  /** Every file that is read, the host first, in the order of reading. */
  files: readonly ReadFile[];
  /** The profile at an offset of the document: its own, or the host's that includes it. */
  profileAt(offset: number): EvaluatedProfile | undefined;
  /**
   * A text with its variables replaced, several values as `{a,b}`; undefined where one is not known or the text
   * becomes too long.
   */
  expand(text: string, offset: number): string | undefined;
}

/**
 * Without a tree a document depends on its text alone, but its policy on all files under edit: it lives as long as the
 * workspace.
 */
const withoutTree = new WeakMap<Workspace, WeakMap<PolicyDocument, Evaluated>>();
const scopes = new WeakMap<PolicyDocument, Scope>();

/** A policy is evaluated with its includes wherever they can be found; missing ones are not this module's matter. */
export function policyOf(workspace: Workspace, document: PolicyDocument): Evaluated {
  const cache = cacheOf(workspace);
  const known = evaluationOf(document) ?? cache.get(document);
  if (known) return known;
  const { path, within, tree } = document;
  const files = new Map<string, ReadFile>([[path, { path, within, tree }]]);
  const policy = new Policy(document, {
    within,
    resolveInclude: workspace.resolveInclude,
    parse: (included, place) => {
      const reading = workspace.parseIncluded(included, place);
      if (!files.has(included.path))
        files.set(included.path, { path: included.path, within: place, tree: reading.tree });
      return reading;
    },
  });
  const found = { policy, files: [...files.values()] };
  cache.set(document, found);
  return found;
}

function cacheOf(workspace: Workspace): WeakMap<PolicyDocument, Evaluated> {
  const known = withoutTree.get(workspace) ?? new WeakMap<PolicyDocument, Evaluated>();
  withoutTree.set(workspace, known);
  return known;
}

/** The file whose policy a document belongs to: itself where it has a profile, else a file under edit that includes it. */
export function hostOf(workspace: Workspace, document: PolicyDocument): PolicyDocument {
  if (document.within === 'file' && policyOf(workspace, document).policy.profiles.length > 0) return document;
  for (const { path } of workspace.files) {
    if (path === document.path) continue;
    const other = workspace.document(path);
    if (other && policyOf(workspace, other).files.some((file) => file.path === document.path)) return other;
  }
  // What no profile under edit includes will most likely stand among the usual variables.
  if (policyOf(workspace, document).policy.variables.isDefined('HOME')) return document;
  return (document.within === 'profile' && workspace.document('tunables/global')) || document;
}

export function scopeOf(workspace: Workspace, document: PolicyDocument): Scope {
  const known = scopes.get(document);
  // The host of a fragment is another document, which may have changed meanwhile.
  const host = hostOf(workspace, document);
  const { policy, files } = policyOf(workspace, host);
  if (known?.policy === policy) return known;
  const profileAt = (offset: number) => {
    const own = host === document ? innermost(policy.profiles, offset) : undefined;
    return own ?? policy.everyProfile().find((profile) => includes(profile, document.path));
  };
  const scope: Scope = {
    policy,
    files,
    variables: collect(files),
    profileAt,
    expand(text, offset) {
      const nowhere: Span = { start: 0, end: 0 };
      const expanded = policy.variables.expand(text, nowhere, { text: '' }, profileAt(offset), true);
      // Slashes that meet are one, but for two at the very beginning (parser/parser_regex.c: filter_slashes).
      // In the name of a child profile two slashes stand between it and its parent.
      return expanded && /^[/{]/.test(expanded) ? expanded.replace(/(?!^)\/{2,}/g, '/') : expanded;
    },
  };
  scopes.set(document, scope);
  return scope;
}

function innermost(profiles: readonly EvaluatedProfile[], offset: number): EvaluatedProfile | undefined {
  const around = profiles.find(
    ({ node, origin }) => !origin.site && node.start <= offset && offset <= node.end,
  );
  return around && (innermost(around.children, offset) ?? around);
}

function includes({ runs }: EvaluatedProfile, path: string): boolean {
  return runs.some(({ origin }) => origin.path === path);
}

function collect(files: readonly ReadFile[]): Map<string, VariableScope> {
  const variables = new Map<string, VariableScope>();
  // No variable is declared inside a profile.
  for (const { path, within, tree } of files)
    if (within === 'file')
      for (const item of tree.items) if (item.kind === 'variable') add(variables, path, item);
  return variables;
}

function add(variables: Map<string, VariableScope>, path: string, item: VariableAssignment): void {
  const { name, operator, nameSpan } = item;
  const values = item.values.map(({ value }) => value);
  const place = { path, start: nameSpan.start, end: nameSpan.end, operator };
  const known = variables.get(name);
  if (!known) variables.set(name, { name, values, places: [place] });
  else {
    known.places.push(place);
    // The file that comes first here may add to what one that it includes declares.
    if (operator === '+=' || operator === '=') known.values.push(...values);
    else if (operator === ':=') known.values = values;
  }
}
