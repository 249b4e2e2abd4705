/** Names of profiles, where a rule names one. */

import type { Item } from '../../syntax/index.ts';
import { parseText } from '../../syntax/parser.ts';
import { profilesIn } from '../names.ts';
import type { Caret, Suggestion } from './caret.ts';

/** Every profile of the files under edit by its full name, and what else a label may be. */
export function labels(caret: Caret): Suggestion[] {
  const { own, others } = profiles(caret);
  return [
    { label: '@{profile_name}', kind: 'variable', detail: 'this profile itself; needs apparmor_parser 5.0' },
    { label: 'unconfined', kind: 'value', detail: 'programs without a profile' },
    ...[...own, ...others].map(({ name }): Suggestion => ({ label: name, kind: 'profile', rank: 1 })),
  ];
}

/** What an exec mode or change_profile may lead to; with `children` those of the profile at hand, by their own name. */
export function targets(caret: Caret, children: boolean): Suggestion[] {
  const { own, others } = profiles(caret);
  const here = own.findLast(({ node }) => node.start <= caret.offset && caret.offset <= node.end);
  if (!children)
    return [...own, ...others]
      .filter((one) => one !== here)
      .map(({ name }) => ({ label: name, kind: 'profile', detail: 'profile of an open file' }));
  return own
    .filter(({ parent }) => parent !== undefined && (here === undefined || parent === here.name))
    .map(({ node }) => ({ label: node.name?.value ?? '', kind: 'profile', detail: 'child of this profile' }));
}

/**
 * Those of the file at hand are read as if the word at the caret were written and the rule ended: an unfinished rule
 * may take the header on the next line for a part of itself.
 */
function profiles({ workspace, document, offset }: Caret) {
  const { path, text, within } = document;
  const finished = parseText(`${text.slice(0, offset)}x,${text.slice(offset)}`, within === 'profile').tree;
  const named = (items: readonly Item[]) => [...profilesIn(items)].filter(({ node }) => node.name?.value);
  const others = workspace.files.filter((file) => file.path !== path);
  return {
    own: named(finished.items),
    others: others.flatMap((file) => named(workspace.document(file.path)!.tree.items)),
  };
}
