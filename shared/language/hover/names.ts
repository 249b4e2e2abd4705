/** Hovers of what stands for something else: variables, includes, abis, profiles. */

import { weightyOf } from '../../policy/told.ts';
import { splitFlag } from '../../syntax/flags.ts';
import {
  type AbiDeclaration,
  type Alias,
  type Include,
  type Profile,
  type Span,
  walk,
} from '../../syntax/index.ts';
import { profileModes } from '../../syntax/vocabulary.ts';
import { type Scope, scopeOf } from '../scope.ts';
import { commentOf, countIncluded, isRule } from '../summary.ts';
import type { Hover } from '../types.ts';
import { modeWords } from '../words/flags.ts';
import type { PolicyDocument, Workspace } from '../workspace.ts';
import { code, joined } from './sentence.ts';

const mostValues = 20;
const longestName = 200;

/** `@{NAME}` around an offset of a line. */
export function variableAt(text: string, offset: number): (Span & { name: string }) | undefined {
  const before = text.slice(Math.max(0, offset - longestName), offset + 2);
  const from = offset + 2 - before.length + before.lastIndexOf('@{');
  if (!text.startsWith('@{', from)) return undefined;
  const match = /@\{([A-Za-z]\w*)\}/y;
  match.lastIndex = from;
  const name = match.exec(text)?.[1];
  return name && offset < match.lastIndex ? { name, start: from, end: match.lastIndex } : undefined;
}

const automatic: Readonly<Record<string, string>> = {
  profile_name: 'The name of the profile that it stands in.',
  attach_path: 'The path that the profile is attached to.',
  exec_path: 'The path of the program.',
};

/** What a variable stands for, through all includes, and where it gets its values. */
export function variableHover(
  workspace: Workspace,
  document: PolicyDocument,
  offset: number,
): Hover | undefined {
  const found = variableAt(document.text, offset);
  if (!found) return undefined;
  const { name, start, end } = found;
  const scope = scopeOf(workspace, document);
  const declared = scope.variables.get(name);
  const parts = [`\`@{${name}}\` ${standsFor(scope, name, offset)}`];
  if (declared) {
    const places = declared.places.map(
      ({ path, start: at, operator }) =>
        `- ${operator === '+=' ? 'more from' : 'declared in'} ${code(path)}${lineIn(workspace, path, at)}`,
    );
    if (declared.values.some((value) => value.includes('@{')))
      parts.push(`Written as ${joined(declared.values.map(code))}.`);
    parts.push(places.join('\n'));
  } else if (automatic[name])
    parts.push(`${automatic[name]} apparmor_parser sets it by itself, from version 5.0 on.`);
  else parts.push('No file that is read here declares it.');
  return { start, end, contents: parts.join('\n\n') };
}

function standsFor(scope: Scope, name: string, offset: number): string {
  const expanded = scope.expand(`@{${name}}`, offset);
  if (expanded === undefined) return 'stands for nothing known here.';
  const values = outermost(expanded);
  const shown = values.slice(0, mostValues).map(code);
  const rest = values.length - shown.length;
  return `stands for ${rest > 0 ? `${shown.join(', ')} and ${rest} more` : joined(shown, ' or ')}.`;
}

/** The alternatives of `{a,b}`; what stands in braces inside them stays. */
function outermost(expanded: string): string[] {
  if (!expanded.startsWith('{') || !expanded.endsWith('}')) return [expanded];
  const values = [''];
  let depth = 0;
  for (const character of expanded.slice(1, -1)) {
    if (character === '{') depth++;
    if (character === '}') depth--;
    if (depth < 0) return [expanded];
    if (character === ',' && depth === 0) values.push('');
    else values[values.length - 1] += character;
  }
  return values;
}

function lineIn(workspace: Workspace, path: string, offset: number): string {
  const text = workspace.text(path);
  return text === undefined ? '' : `, line ${text.slice(0, offset).split('\n').length}`;
}

/** What an include brings: its own words, and how many rules from how many files. */
export function includeHover(workspace: Workspace, document: PolicyDocument, item: Include): Hover {
  const { value, form } = item.path;
  const { start, end } = item;
  const found = workspace.resolveInclude(value.trim(), form);
  if (!found) {
    const missing = item.ifExists
      ? 'There is no such file here, which is no error: it says “if exists”.'
      : 'There is no such file in the policy tree that is known here.';
    return { start, end, contents: `Includes ${code(value)}.\n\n${missing}` };
  }
  const parts = [
    `Includes ${code(value)}${found.length === 1 ? '' : `, a directory of ${count(found.length, 'file')}`}.`,
  ];
  const comment = found.length === 1 ? commentOf(found[0]!.text) : '';
  if (comment) parts.push(`It says: ${code(comment)}`);
  const { files, kinds, rules: nodes, variables } = countIncluded(workspace, item, placeOf(document, item));
  const rules = [...kinds].sort((a, b) => b[1] - a[1]);
  const total = rules.reduce((sum, [, number]) => sum + number, 0);
  const brings = [
    total > 0 && `${count(total, 'rule')} (${joined(rules.map(([kind, number]) => `${number} ${kind}`))})`,
    variables > 0 && `${count(variables, 'assignment')} of variables`,
  ].filter((one) => one !== false);
  const from =
    files > found.length ? `, with what ${found.length === 1 ? 'it includes' : 'they include'} in turn` : '';
  parts.push(`${brings.length > 0 ? `Brings ${brings.join(', and ')}` : 'Brings nothing'}${from}.`);
  const weighty = weightyOf(nodes).map(({ words }) => {
    const [about, ...listed] = words.split(': ');
    return `- ${about}${listed.length > 0 ? `: ${code(listed.join(': '))}` : ''}`;
  });
  if (weighty.length > 0) parts.push(`Worth a look:\n\n${weighty.join('\n')}`);
  return { start, end, contents: parts.join('\n\n') };
}

/** Where an include stands: between the braces of a profile or not. */
function placeOf(document: PolicyDocument, { start }: Include): 'file' | 'profile' {
  if (document.within === 'profile') return 'profile';
  for (const item of document.tree.items)
    if (item.kind === 'profile' && item.body.start <= start && start < item.body.end) return 'profile';
  return 'file';
}

export function abiHover(workspace: Workspace, { path: { value, form }, start, end }: AbiDeclaration): Hover {
  const parts = [
    `The text is written for the features of AppArmor that ${code(value)} lists. A kernel may know more: what is not listed there is not mediated, so that rules of newer kinds do nothing.`,
  ];
  const builtIn = form === 'magic' && /^\s*(?:kernel|default)\s*$/.test(value);
  if (workspace.hasTree && !builtIn)
    parts.push(
      workspace.resolveInclude(value.trim(), form)
        ? `${workspace.target.title} has it.`
        : `The policy tree of ${workspace.target.title} does not have it: there the text is refused.`,
    );
  return { start, end, contents: parts.join('\n\n') };
}

/** What an alias does to other rules. */
export function aliasHover({ from, to, start, end }: Alias): Hover {
  return {
    start,
    end,
    contents: `Each rule for a path that begins with ${code(from)} counts for ${code(to)} in its place too.`,
  };
}

/** A profile in a few words: what it confines, its mode, how much stands in it. */
export function profileHover({ name, attachment, keyword, flags, body, header }: Profile): Hover {
  const title = keyword === 'hat' || keyword === 'caret' ? 'Hat' : 'Profile';
  const path = attachment?.value ?? (name?.value.startsWith('/') ? name.value : undefined);
  const mode = flags?.values.map(({ value }) => splitFlag(value)[0]).find((flag) => profileModes.has(flag));
  const rules = [...walk(body.items)].filter(isRule).length;
  const includes = body.items.filter(({ kind }) => kind === 'include').length;
  const children = body.items.filter(({ kind }) => kind === 'profile').length;
  const holds = [
    count(rules, 'rule'),
    includes > 0 && count(includes, 'include'),
    children > 0 && count(children, 'child profile'),
  ].filter((one) => one !== false);
  const parts = [
    `${title} ${code(name)}${path ? `, for programs that match ${code(path)}` : ''}: ${joined(holds)}.`,
    mode ? `Mode ${code(mode)}: ${modeWords[mode]}` : undefined,
  ].filter(Boolean);
  return { start: header.start, end: header.end, contents: parts.join('\n\n') };
}

export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
