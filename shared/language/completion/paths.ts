/** Paths, one step at a time: from those that the policy names already, and the usual directories. */
import { type Item, type Word, walk } from '../../syntax/index.ts';
import type { Caret, Suggestion } from './caret.ts';

const usual =
  '/bin/ /dev/ /etc/ /home/ /opt/ /proc/ /root/ /run/ /srv/ /sys/ /tmp/ /usr/ /usr/bin/ /usr/lib/ /usr/share/ /var/ /var/cache/ /var/lib/ /var/log/ /var/tmp/'.split(
    ' ',
  );
const most = 200;

/** What may follow the typed part of a path: the next name of each known path, directories with their slash. */
export function paths(caret: Caret): Suggestion[] {
  const { typed } = caret;
  const from = typed.lastIndexOf('/') + 1;
  const before = typed.slice(0, from);
  const found = new Map<string, boolean>();
  const add = (path: string) => {
    if (found.size > most || !path.startsWith(before) || path === typed) return;
    const slash = nextSlash(path, from);
    const step = slash < 0 ? path : path.slice(0, slash + 1);
    if (step !== before) found.set(step, found.get(step) || step.endsWith('/'));
  };
  for (const { tree } of caret.scope().files)
    for (const item of walk(tree.items)) for (const word of pathsOf(item)) add(word.value);
  for (const path of usual) add(path);
  // Plain names before patterns.
  return [...found].map(([label, folder]) => ({
    label,
    kind: folder ? 'folder' : 'file',
    rank: /[*?[{]/.test(label.slice(from)) ? 1 : 0,
  }));
}

/** The next slash that is no part of `{...}` or a variable. */
function nextSlash(path: string, from: number): number {
  let depth = 0;
  for (let at = from; at < path.length; at++) {
    if (path[at] === '{') depth++;
    else if (path[at] === '}') depth--;
    else if (path[at] === '/' && depth <= 0 && at > 0) return at;
  }
  return -1;
}

function pathsOf(item: Item): Word[] {
  switch (item.kind) {
    case 'file':
      return item.path ? [item.path] : [];
    case 'variable':
      return item.values.filter(({ value }) => value.startsWith('/'));
    case 'profile':
      return [item.attachment, item.name].filter((word) => word?.value.startsWith('/')) as Word[];
    default:
      return [];
  }
}
