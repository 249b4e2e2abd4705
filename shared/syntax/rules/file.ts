/** File and link rules: paths, permissions, exec modes and their targets. */
import type { Context, RuleStart } from '../context.ts';
import type { FileRule, LinkRule, Word } from '../nodes.ts';
import { conflictingModes, modeKey, readPermissions, splitPermissions } from '../permissions.ts';
import { triviaEnd } from '../scanner.ts';
import { keyEnd, permissionsEnd } from '../words.ts';
import { execRefusal, finish, ruleBase } from './common.ts';

/**
 * `path perms -> target,` or `perms path,`, with `file` in front or not. Undefined, and nothing taken, where no file
 * rule stands here.
 */
export function parseFileRule(context: Context, rule: RuleStart): FileRule | undefined {
  context.trivia();
  const keyword = context.peekKey() === 'file' ? context.takeKey()! : undefined;
  const node: FileRule = {
    kind: 'file',
    ...ruleBase(rule),
    permsFirst: false,
    ...(keyword ? { keyword: { start: keyword.start, end: keyword.end } } : {}),
  };
  if (keyword && context.next() === ',') {
    if (execRefusal(rule, true)) context.report('deny-file', keyword);
    return finish(context, node, 'comments');
  }
  const safety = takeSafety(context);
  if (safety) node.safety = safety;
  const { pos, text } = context;
  const permissions = permissionsEnd(text, pos);
  if (permissions > pos) {
    node.permsFirst = true;
    node.perms = context.takeWordTo(permissions);
    takePathAfter(context, node, node.perms);
  } else if (context.atPath() && (keyword || safety || startsPath(context))) {
    node.path = context.path()!;
    takePermissions(context, node, node.path);
  } else if (keyword || safety) {
    context.report('missing-path', { start: rule.start, end: context.lastEnd() }, 'a path');
    return finish(context, node, 'comments');
  } else return undefined;
  context.trivia();
  const target = context.target().word;
  if (target) node.target = target;
  checkPermissions(context, node, rule);
  return finish(context, node, 'comments');
}

/** A bare word is a path only where permissions follow: else it is a word that begins no rule. */
function startsPath(context: Context): boolean {
  if (!/^[A-Za-z]/.test(context.peek())) return true;
  const { text, pos } = context;
  const end = keyEnd(text, pos);
  const at = triviaEnd(text, end);
  return at > end && permissionsEnd(text, at) > at;
}

function takeSafety(context: Context): FileRule['safety'] {
  context.trivia();
  const key = context.peekKey();
  if (key !== 'safe' && key !== 'unsafe') return undefined;
  const { start, end } = context.takeKey()!;
  context.trivia();
  return { start, end, value: key };
}

function takePathAfter(context: Context, node: FileRule, perms: Word): void {
  context.trivia();
  if (context.peekKey() === 'subset') {
    const word = context.takeKey()!;
    if (/[^lL]/.test(perms.value))
      context.report('permission-conflict', word, '“subset” goes with the permission l only.');
    context.trivia();
  }
  if (context.atPath()) node.path = context.path()!;
  else context.report('missing-path', { start: perms.start, end: perms.end }, 'a path');
}

function takePermissions(context: Context, node: FileRule, path: Word): void {
  context.trivia();
  const { pos, text } = context;
  const good = permissionsEnd(text, pos);
  if (good > pos) node.perms = context.takeWordTo(good);
  else if (/^[A-Za-z]/.test(context.peek()) && !text.slice(path.end, pos).includes('\n')) {
    // Not permissions, but it stands for them.
    const match = /[^\s,}]+/y;
    match.lastIndex = pos;
    node.perms = context.takeWordTo(pos + match.exec(text)![0].length);
  } else context.report('missing-permissions', { start: path.start, end: path.end });
}

function checkPermissions(context: Context, node: FileRule, rule: RuleStart): void {
  const { perms } = node;
  if (!perms) return;
  const { known, writeAndAppend, modes } = readPermissions(perms.value);
  const { plain, exec } = splitPermissions(perms.value);
  const after = context.text[perms.end] ?? '';
  if (!known || perms.value === 'all' || !/[\s,]/.test(after)) {
    if (known && (after === '}' || after === '')) return;
    context.report('bad-permissions', perms, perms.value);
    return;
  }
  if (exec) node.exec = exec;
  if (writeAndAppend)
    context.report('permission-conflict', perms, '“w” and “a” exclude each other: w covers appending.');
  const conflict = conflictingModes(modes);
  if (conflict) context.report('exec-mode-conflict', perms, conflict.join(' and '));
  else checkMode(context, node, rule, modes.find((mode) => modeKey(mode) !== '') ?? modes[0]);
  if (node.safety && modes.length === 0)
    context.report('permission-conflict', node.safety, `“${node.safety.value}” goes with an exec mode only.`);
  checkTarget(context, node, plain, exec);
}

/** Whether a rule says how it runs programs, and does not leave it to a bare x; undefined where it runs none. */
export function runsQualified({ perms, safety, path }: FileRule): boolean | undefined {
  if (!perms) return path ? undefined : true;
  const { modes } = readPermissions(perms.value);
  if (modes.length === 0) return undefined;
  return safety?.value === 'unsafe' || modes.some((mode) => modeKey(mode) !== '');
}

function checkMode(context: Context, { perms, safety }: FileRule, rule: RuleStart, mode?: string): void {
  if (mode === undefined) return;
  // unsafe counts as saying how to run it.
  const qualified = modeKey(mode) !== '' || safety?.value === 'unsafe';
  const refusal = execRefusal(rule, qualified);
  if (refusal === 'bare') context.report('bare-exec', perms!);
  if (refusal === 'qualified') context.report('exec-deny-mode', perms!, mode);
}

function checkTarget(context: Context, node: FileRule, plain: string, exec: string): void {
  const { perms, target } = node;
  if (!target) return;
  const link = /l/i.test(plain);
  if (link && exec && node.permsFirst)
    context.report(
      'permission-conflict',
      perms!,
      'A rule with a target is for link or for exec, not for both.',
    );
  else if (link && node.permsFirst && /^&?:[^:]+:./.test(target.value))
    context.report(
      'permission-conflict',
      target,
      'A link points to a path, not to a profile in a namespace.',
    );
  else if (!link && !exec) context.report('target-without-exec', target);
}

/** `link [subset] path -> target,` */
export function parseLinkRule(context: Context, rule: RuleStart): LinkRule {
  context.takeKey();
  const subset = context.acceptKey('subset') !== undefined;
  const node: LinkRule = { kind: 'link', ...ruleBase(rule), subset };
  context.trivia();
  if (context.atPath()) node.path = context.path()!;
  else context.report('missing-path', { start: rule.start, end: context.lastEnd() }, 'the path of the link');
  context.trivia();
  const { found, word } = context.target();
  if (word) node.target = word;
  else if (!found && node.path) context.report('missing-target', node.path);
  return finish(context, node, 'comments');
}
