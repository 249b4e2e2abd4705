/** What stands at a place, in words: of a variable, of a word of a rule, else of the whole rule. */

import type { FileRule, Item, NetworkRule, Rule, RuleBlock, Word } from '../syntax/index.ts';
import { hasFeature } from '../targets/features.ts';
import { itemsAt } from './at.ts';
import { explainGlob } from './glob.ts';
import { abiHover, aliasHover, includeHover, profileHover, variableHover } from './hover/names.ts';
import { code, grantOf, joined } from './hover/sentence.ts';
import { type Spot, spotAt } from './hover/spots.ts';
import { scopeOf } from './scope.ts';
import { isRule } from './summary.ts';
import type { Hover } from './types.ts';
import { letterByLetter } from './words/permissions.ts';
import type { PolicyDocument, Workspace } from './workspace.ts';

/** Undefined in comments, in white space, and where there is nothing to say. */
export function hover(workspace: Workspace, document: PolicyDocument, offset: number): Hover | undefined {
  const { tree, text } = document;
  const chain = itemsAt(tree.items, offset);
  const item = chain.at(-1);
  if (!item || item.kind === 'comment' || /\s/.test(text[offset] ?? ' ')) return undefined;
  const variable = variableHover(workspace, document, offset);
  if (variable) return variable;
  const spot = spotAt(item, text, offset);
  if (item.kind === 'include') return includeHover(workspace, document, item);
  if (item.kind === 'abi') return abiHover(workspace, item);
  if (spot) return withSentence(workspace, spot, item, chain);
  if (item.kind === 'profile') return offset < item.header.end ? profileHover(item) : undefined;
  if (item.kind === 'alias') return aliasHover(item);
  if (!isRule(item)) return undefined;
  const sentence = grantOf(item, blocksOf(chain));
  if (!sentence) return undefined;
  if (item.kind === 'file' && holds(item.perms, offset)) {
    const { start, end } = item.perms!;
    return { start, end, contents: letterByLetter(item.perms!.value) };
  }
  const parts = [sentence, networkNote(workspace, item), pathNote(workspace, document, item)];
  return { start: item.start, end: item.end, contents: parts.filter(Boolean).join('\n\n') };
}

/** On the word that says the kind of rule, what the rule grants comes first. */
function withSentence(workspace: Workspace, spot: Spot, item: Item, chain: readonly Item[]): Hover {
  const { start, end, contents, isKeyword } = spot;
  const rule = isKeyword && isRule(item) ? item : undefined;
  const parts = rule ? [grantOf(rule, blocksOf(chain)), networkNote(workspace, rule), contents] : [contents];
  return { start, end, contents: parts.filter(Boolean).join('\n\n') };
}

function blocksOf(chain: readonly Item[]): RuleBlock[] {
  return chain.filter((item) => item.kind === 'block');
}

function holds(word: Word | undefined, offset: number): boolean {
  return word !== undefined && word.start <= offset && offset < word.end;
}

/** Where the target's kernel is coarser than the rule. */
function networkNote({ target }: Workspace, item: Rule): string | undefined {
  if (item.kind !== 'network' || !narrowed(item) || hasFeature(target.features.tree, 'network_v8/af_inet'))
    return undefined;
  return `The kernel of ${target.title} does not look at addresses and ports: there the rule holds for all of them.`;
}

function narrowed({ conditions, peer }: NetworkRule): boolean {
  return [...conditions, ...(peer?.conditions ?? [])].some(
    ({ name }) => name.value === 'ip' || name.value === 'port',
  );
}

/** The path of a rule without its variables, and its signs with examples. */
function pathNote(workspace: Workspace, document: PolicyDocument, item: Rule): string | undefined {
  const path = pathOf(item);
  if (!path) return undefined;
  const expanded = scopeOf(workspace, document).expand(path.value, path.start);
  const { signs, matching, others } = explainGlob(path.value, expanded);
  const parts = [
    expanded !== undefined &&
      expanded !== path.value &&
      expanded.length < 500 &&
      `With its variables: ${code(expanded)}`,
    signs.map((sign) => `- ${sign}`).join('\n'),
    matching.length > 0 && `Matches ${joined(matching.map(code))}.`,
    others.length > 0 && `Does not match ${joined(others.map(code), ' or ')}.`,
  ].filter(Boolean);
  return parts.length > 0 ? parts.join('\n\n') : undefined;
}

function pathOf(item: Rule): FileRule['path'] {
  switch (item.kind) {
    case 'file':
    case 'link':
      return item.path;
    case 'change_profile':
      return item.exec;
    case 'umount':
    case 'remount':
      return item.target;
    default:
      return undefined;
  }
}
