/** One path, two exec modes: the parser cannot merge such rules. */

import type { FileRule, Item, PolicyFile } from '../nodes.ts';
import { splitPermissions } from '../rules/file.ts';
import { bodiesOf } from '../visit.ts';
import type { Report } from './index.ts';

/** Rules of one profile for the very same path. Overlapping patterns are known only when they are compiled. */
export function checkExec(tree: PolicyFile, report: Report): void {
  checkItems(tree.items, new Map(), report);
}

function checkItems(items: readonly Item[], seen: Map<string, { mode: string }>, report: Report): void {
  for (const item of items) {
    if (item.kind === 'profile') checkItems(item.body.items, new Map(), report);
    else if (item.kind === 'if')
      // Only one branch may count; rules in a branch are not held against each other.
      for (const body of bodiesOf(item)) checkItems(body.items, new Map(), report);
    else if (item.kind === 'block') checkItems(item.body.items, new Map(), report);
    else if (item.kind === 'file' && item.path && item.exec) checkRule(item, seen, report);
  }
}

function checkRule(rule: FileRule, seen: Map<string, { mode: string }>, report: Report): void {
  const { prefix, path, perms } = rule;
  if (prefix?.access?.value === 'deny') return;
  const key = `${prefix?.priority?.value ?? 0} ${prefix?.owner?.value ?? ''} ${path!.value}`;
  const { exec } = splitPermissions(perms!.value);
  const unsafe =
    rule.safety?.value === 'unsafe' ? exec.replace(/^[PCU]/, (letter) => letter.toLowerCase()) : exec;
  const mode = `${unsafe.replace(/[IX]/g, (letter) => letter.toLowerCase())} ${rule.target?.value ?? ''}`;
  const other = seen.get(key);
  if (other && other.mode !== mode) report('exec-conflict', perms!, path!.value);
  else seen.set(key, { mode });
}
