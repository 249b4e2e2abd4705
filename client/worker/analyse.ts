/** What the analysis worker does, as plain functions. */
import type { Diagnostic } from '../../shared/api/schemas.ts';
import { modeOf, setMode } from '../../shared/kits/mode.ts';
// From their own files: the kits' facade brings the schema library along.
import { applyOptions, recommend, setGroup, setOption } from '../../shared/kits/options.ts';
import { readState } from '../../shared/kits/read.ts';
import type { Kit } from '../../shared/kits/schema.ts';
import type { ModeName, OpenFile } from '../../shared/kits/state.ts';
import { setTunable } from '../../shared/kits/tunables.ts';
import type { Workspace } from '../../shared/language/workspace.ts';
import type { FileEdit } from '../../shared/syntax/edits.ts';
import {
  bodiesOf,
  type Item,
  LineIndex,
  type ParseResult,
  type PolicyDiagnostic,
  parse,
} from '../../shared/syntax/index.ts';
import type { Analysis, Change, ProfileSpan } from './protocol.ts';

/** Reads texts, and remembers the last reading of each file: most keystrokes leave two of three unchanged. */
export class Reader {
  private readonly read = new Map<
    string,
    { text: string; within: 'file' | 'profile'; result: ParseResult }
  >();
  private around: ((files: readonly OpenFile[]) => Workspace) | undefined;

  /** Read the files in a workspace from now on: together with each other, and with the tree around them. */
  readWith(around: (files: readonly OpenFile[]) => Workspace): void {
    this.around = around;
  }

  /** One reading a file, in their order. */
  readings(files: readonly OpenFile[]): ParseResult[] {
    const workspace = this.around?.(files);
    return files.map((file) => workspace?.document(file.path) ?? this.parse(file));
  }

  parse({ role, path, text }: OpenFile): ParseResult {
    // What is included between a profile's braces is written as its rules are.
    const within = role === 'local' || /^(?:local|abstractions)\//.test(path) ? 'profile' : 'file';
    const known = this.read.get(path);
    if (known?.text === text && known.within === within) return known.result;
    const result = parse(text, { within });
    this.read.set(path, { text, within, result });
    return result;
  }

  withTrees(files: readonly OpenFile[], readings = this.readings(files)) {
    return files.map((file, i) => ({ ...file, tree: readings[i]!.tree }));
  }
}

export function analyse(reader: Reader, kit: Kit | undefined, files: readonly OpenFile[]): Analysis {
  const began = performance.now();
  const diagnostics: Diagnostic[] = [];
  const profiles: ProfileSpan[] = [];
  const readings = reader.readings(files);
  for (const [i, file] of files.entries()) {
    const { tree, diagnostics: found } = readings[i]!;
    const lines = new LineIndex(file.text);
    for (const one of found) {
      if (toldThere(one, files, readings)) continue;
      const { start, end, severity, code, message } = one;
      diagnostics.push({
        file: file.path,
        range: lines.rangeOf({ start, end }),
        severity,
        code,
        message,
        source: 'syntax',
      });
    }
    collectProfiles(file.path, tree.items, lines, profiles);
  }
  const state = readState(kit, reader.withTrees(files, readings));
  return { state, diagnostics, profiles, milliseconds: performance.now() - began };
}

/** Whether what an include leads to is a finding of that file itself, which is open here too. */
function toldThere(
  { origin, code }: PolicyDiagnostic,
  files: readonly OpenFile[],
  readings: readonly ParseResult[],
): boolean {
  const at = origin ? files.findIndex(({ path }) => path === origin.path) : -1;
  return readings[at]?.diagnostics.some((one) => one.code === code && one.start === origin?.start) ?? false;
}

/** The edits that a control's change comes to. Throws a RangeError for what the kit does not have. */
export function editsFor(
  reader: Reader,
  kit: Kit | undefined,
  files: readonly OpenFile[],
  change: Change,
): FileEdit[] {
  const parsed = reader.withTrees(files);
  switch (change.kind) {
    case 'option':
      return setOption(kit, parsed, change.id, change.on);
    case 'group':
      return setGroup(kit, parsed, change.id, change.on);
    case 'tunable':
      return setTunable(kit, parsed, change.name, change.values);
    case 'mode':
      return setMode(parsed, change.mode, kit?.profileName);
    case 'recommended':
      return kit ? applyOptions(kit, parsed, recommend(kit, change.target)) : [];
  }
}

function collectProfiles(
  path: string,
  items: readonly Item[],
  lines: LineIndex,
  into: ProfileSpan[],
  depth = 0,
  inherited: ModeName = 'enforce',
): void {
  for (const item of items) {
    let mode = inherited;
    if (item.kind === 'profile') {
      // A hat or child without flags of its own takes its parent's mode.
      mode = item.flags || depth === 0 ? modeOf(item) : inherited;
      into.push({
        path,
        headerLine: lines.lineAt(item.header.start),
        lastLine: lines.lineAt(Math.max(item.start, item.end - 1)),
        mode,
        depth,
      });
    }
    for (const body of bodiesOf(item))
      collectProfiles(path, body.items, lines, into, item.kind === 'profile' ? depth + 1 : depth, mode);
  }
}
