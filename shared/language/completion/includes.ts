/** Files to include and abis, from the policy tree of the target and the files under edit. */
import { skippedInDirectory } from '../../syntax/skipped.ts';
import { code } from '../hover/sentence.ts';
import { commentOf } from '../summary.ts';
import type { Caret, Suggestion } from './caret.ts';

/** `include` or `abi` and what follows. */
export function includes(caret: Caret, keyword: 'include' | 'abi'): Suggestion[] {
  const { typed, word, document, rest } = caret;
  const angle = typed.startsWith('<');
  if (typed && !angle) return [];
  const exists = rest.some(({ text }) => text === 'exists');
  if (keyword === 'include' && rest.at(-1)?.text === 'if') return [{ label: 'exists', kind: 'keyword' }];
  const closed = document.text[word.end] === '>';
  // Without brackets they are put around.
  const [before, after] = angle ? ['', closed || document.text[word.end - 1] === '>' ? '' : '>'] : ['<', '>'];
  const end = document.text[word.end - 1] === '>' ? word.end - 1 : word.end;
  const replace = angle ? { start: word.start + 1, end: Math.max(word.start + 1, end) } : word;
  const path = angle ? typed.slice(1) : '';
  const found = keyword === 'abi' ? abis(caret) : candidates(caret, path);
  const suggestions = found.map((one): Suggestion => {
    const folder = one.label.endsWith('/');
    return { ...one, insert: before + one.label + (folder ? '' : after), replace };
  });
  if (!angle && keyword === 'include' && !exists)
    suggestions.push({
      label: 'if exists',
      kind: 'keyword',
      insert: 'if exists <',
      replace: word,
      rank: -1,
      detail: 'no error where there is no such file',
    });
  return suggestions;
}

function abis(caret: Caret): Suggestion[] {
  const names = namesIn(caret, 'abi').filter((name) => !name.endsWith('/'));
  return [
    ...names.map((name): Suggestion => ({ label: `abi/${name}`, kind: 'file' })),
    { label: 'kernel', kind: 'value', detail: 'the features of the kernel it is compiled for', rank: 1 },
  ];
}

/** The usual folders come first: abstractions and local in a profile, tunables before it. */
function candidates(caret: Caret, path: string): Suggestion[] {
  const folder = path.slice(0, path.lastIndexOf('/') + 1);
  if (folder) return entries(caret, folder);
  const usual = caret.place === 'profile' ? ['abstractions/', 'local/'] : ['tunables/'];
  const folders = namesIn(caret, '').filter(
    (name) =>
      name.endsWith('/') && !usual.includes(name) && !/^(?:abi|disable|force-complain|cache.*)\/$/.test(name),
  );
  return [
    ...usual.flatMap((name) => entries(caret, name)),
    ...folders.map((label): Suggestion => ({ label, kind: 'folder', rank: 2 })),
  ];
}

function entries(caret: Caret, folder: string): Suggestion[] {
  return namesIn(caret, folder.slice(0, -1)).map((name): Suggestion => {
    const label = folder + name;
    if (name.endsWith('/')) return { label, kind: 'folder', rank: 1 };
    const comment = commentOf(caret.workspace.text(label) ?? '');
    return { label, kind: 'file', ...(comment ? { documentation: code(comment) } : {}) };
  });
}

function namesIn({ workspace, document }: Caret, folder: string): string[] {
  const prefix = folder ? `${folder}/` : '';
  const own = workspace.files
    .filter(({ path }) => path.startsWith(prefix) && path !== document.path)
    .map(({ path }) => path.slice(prefix.length).replace(/\/.*$/, '/'));
  return [...new Set([...(workspace.tree.list(folder) ?? []), ...own])]
    .filter((name) => !skippedInDirectory(name))
    .sort();
}
