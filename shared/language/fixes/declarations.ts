/** Variables that are not declared, files that are not there, declarations in the wrong place. */
import { nearestName } from '../../lint/names.ts';
import { occurrencesIn } from '../occurrences.ts';
import { scopeOf } from '../scope.ts';
import type { Fix } from '../types.ts';
import type { Fault, Menders } from './mender.ts';

export const declarations: Menders = {
  'undeclared-variable': undeclared,
  'duplicate-variable': (fault) => addTo(fault),
  'unset-boolean': (fault) => [
    fault.insertLine(
      'Declare it as false at the start',
      preambleEnd(fault),
      `\${${fault.written.replace(/[${}]/g, '')}} = false`,
    ),
  ],
  'missing-include': missingInclude,
  'missing-abi': (fault) => otherFile(fault, 'abi'),
  'late-declaration': moveUp,
};

/** Likely first: another name, the file that declares it, a declaration. */
function undeclared(fault: Fault): Fix[] {
  const { workspace, document, written } = fault;
  const name = written.replace(/^@\{?|\}$/g, '');
  const found: Fix[] = [];
  const meant = nearestName(name, scopeOf(workspace, document).variables.keys());
  if (meant) found.push(fault.replace(`Change to @{${meant}}`, `@{${meant}}`));
  const file = declaringFile(fault, name);
  if (file)
    found.push(
      fault.insertLine(`Include <${file}>, which declares it`, preambleStart(fault), `include <${file}>`),
    );
  const addition = fault.around()[0];
  if (addition?.kind === 'variable' && addition.operator === '+=' && addition.name === name) {
    const mark = document.text.indexOf('+=', addition.nameSpan.end);
    found.push(fault.fix('Declare it here: = for +=', { start: mark, end: mark + 2, text: '=' }));
  } else if (document.within === 'file')
    found.push(
      fault.insertLine(`Declare @{${name}} at the start`, preambleEnd(fault), `@{${name}} = /change/this`),
    );
  return found;
}

/** A file of tunables that declares it; the one that most profiles include comes first. */
function declaringFile({ workspace, document }: Fault, name: string): string | undefined {
  if (document.within === 'profile') return undefined;
  const names = (workspace.tree.list('tunables') ?? []).filter((each) => !each.endsWith('/'));
  const paths = ['tunables/global', ...names.map((each) => `tunables/${each}`)];
  return paths.find((path) => {
    const text = workspace.tree.read(path);
    if (text === undefined) return false;
    const reached = new Set<string>();
    return declares(workspace, path, name, reached);
  });
}

function declares(workspace: Fault['workspace'], path: string, name: string, reached: Set<string>): boolean {
  if (reached.has(path)) return false;
  reached.add(path);
  const text = workspace.text(path);
  if (text === undefined) return false;
  return occurrencesIn(workspace.parseIncluded({ path, text }, 'file')).some((one) =>
    one.kind === 'variable'
      ? one.role === 'declaration' && one.name === name
      : one.kind === 'file' &&
        (workspace.resolveInclude(one.name, 'magic') ?? []).some((file) =>
          declares(workspace, file.path, name, reached),
        ),
  );
}

function addTo(fault: Fault): Fix[] {
  const item = fault.around()[0];
  if (item?.kind !== 'variable') return [];
  const mark = fault.document.text.indexOf(item.operator, item.nameSpan.end);
  return [fault.fix('Add to it: += for =', { start: mark, end: mark + item.operator.length, text: '+=' })];
}

function missingInclude(fault: Fault): Fix[] {
  const item = fault.around().at(-1);
  if (item?.kind !== 'include') return [];
  const word = fault.document.text.lastIndexOf('include', item.path.start) + 'include'.length;
  const optional = fault.insert('Include it only where it is there: if exists', word, ' if exists');
  return [...otherFile(fault, item.path.value), optional];
}

/** The file beside it with the name that is most like it; of abis any. */
function otherFile(fault: Fault, wanted: string): Fix[] {
  const { workspace, written } = fault;
  const path = written.replace(/^[<"]+|[>"]+$/g, '').trim();
  const folder = wanted === 'abi' ? 'abi' : path.slice(0, Math.max(0, path.lastIndexOf('/')));
  const names = (workspace.tree.list(folder) ?? []).filter((name) => !name.endsWith('/'));
  const name = path.slice(path.lastIndexOf('/') + 1);
  const versions = names.filter((each) => /^\d+\.\d+$/.test(each));
  const meant = nearestName(name, names) ?? (wanted === 'abi' ? versions.at(-1) : undefined);
  if (!meant) return [];
  const better = folder ? `${folder}/${meant}` : meant;
  return [fault.replace(`Change to <${better}>`, `<${better}>`)];
}

/** The line of a declaration goes before the first profile. */
function moveUp(fault: Fault): Fix[] {
  const { document } = fault;
  const item = document.tree.items.find(({ start }) => start === fault.start);
  const { text, lines } = document;
  if (!item) return [];
  const start = lines.lineStart(lines.lineAt(item.start));
  const end = lines.lineEnd(lines.lineAt(item.end));
  // Other words on its lines would be moved with it.
  if (text.slice(start, item.start).trim() || text.slice(item.end, end).trim()) return [];
  const next = lines.lineStart(lines.lineAt(item.end) + 1);
  const at = preambleEnd(fault);
  return [
    fault.fix(
      'Move it before the first profile',
      {
        start: at,
        end: at,
        text: fault.line(at, text.slice(item.start, item.end)),
      },
      { start, end: next, text: '' },
    ),
  ];
}

/** Before the first declaration or profile, behind the comments at the head and the abi. */
function preambleStart({ document }: Fault): number {
  const { items } = document.tree;
  const abi = items.find(({ kind }) => kind === 'abi');
  const first = items.find(({ kind }) => kind !== 'comment');
  return abi ? lineBehind(document, abi.end) : (first?.start ?? 0);
}

/** Behind the last declaration before the first profile, else before that profile's own comments. */
function preambleEnd(fault: Fault): number {
  const { document } = fault;
  const { items } = document.tree;
  const profile = items.findIndex(({ kind }) => kind === 'profile');
  const before = items.slice(0, profile < 0 ? items.length : profile);
  const last = before.findLast(({ kind }) => kind !== 'comment');
  return last ? lineBehind(document, last.end) : (items[Math.max(0, profile)]?.start ?? 0);
}

/** The start of the line after an offset; where there is none, the end of the text. */
function lineBehind({ lines, text }: Fault['document'], offset: number): number {
  const line = lines.lineAt(offset) + 1;
  return line < lines.lineCount ? lines.lineStart(line) : text.length;
}
