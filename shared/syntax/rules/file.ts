/** File and link rules: paths, permissions, exec modes and their targets. */
import type { Context, RuleStart } from '../context.ts';
import type { FileRule, LinkRule, Word } from '../nodes.ts';

/** Upper case spellings of r w l i m x are deprecated; of a and k there is none. */
const permissionLetters = /^[rwaklmxipucRWLMXIPUC]+$/;
const execPattern = /^(?:[pPcC][iIuU]?|[uU]|[iI])?[xX]$/;

/** `path perms -> target,` or `perms path,`, with `file` in front or not. Undefined where no file rule stands here. */
export function parseFileRule(context: Context, rule: RuleStart): FileRule | undefined {
  context.trivia();
  const keyword = context.peekKey() === 'file' ? context.takeKey()! : undefined;
  const node: FileRule = {
    kind: 'file',
    start: rule.start,
    end: rule.start,
    terminated: false,
    permsFirst: false,
    ...(rule.prefix ? { prefix: rule.prefix } : {}),
    ...(keyword ? { keyword: { start: keyword.start, end: keyword.end } } : {}),
  };
  context.trivia();
  takeSafety(context, node);
  if (keyword && context.next() === ',' && !node.safety) return finish(context, node);
  if (atPath(context)) node.path = context.word('path')!;
  else if (atPermissionsFirst(context)) {
    node.permsFirst = true;
    node.perms = context.takeKey()!;
    context.trivia();
    if (atPath(context)) node.path = context.word('path')!;
    else context.report('missing-path', { start: node.perms.start, end: node.perms.end }, 'a path');
  } else if (keyword || node.safety) {
    context.report('missing-path', { start: rule.start, end: context.lastEnd() }, 'a path');
    return finish(context, node);
  } else return undefined;
  if (node.path && !node.permsFirst) {
    context.trivia();
    takeSafety(context, node);
    const perms =
      /^[A-Za-z]/.test(context.peek()) && !startsOnNextLine(context, node.path)
        ? context.takeKey()
        : undefined;
    if (perms) node.perms = perms;
    else context.report('missing-permissions', { start: node.path.start, end: node.path.end });
  }
  if (context.accept('->')) {
    context.trivia();
    const target = context.word('path');
    if (target) node.target = target;
    else context.report('missing-target', { start: context.lastEnd() - 2, end: context.lastEnd() });
  }
  checkPermissions(context, node, rule);
  return finish(context, node);
}

/** A word on the next line that looks like a rule of its own is no permission. */
function startsOnNextLine(context: Context, path: Word): boolean {
  return (
    context.text.slice(path.end, context.pos).includes('\n') && !permissionLetters.test(context.peekKey())
  );
}

function takeSafety(context: Context, node: FileRule): void {
  const key = context.peekKey();
  if (key !== 'safe' && key !== 'unsafe') return;
  const { start, end } = context.takeKey()!;
  node.safety = { start, end, value: key };
  context.trivia();
}

function atPath(context: Context): boolean {
  return /["/]/.test(context.peek()) || (context.peek() === '@' && context.peek(1) === '{');
}

function atPermissionsFirst(context: Context): boolean {
  const match = /[A-Za-z]+(?=[ \t\r\n]+(?:["/]|@\{))/y;
  match.lastIndex = context.pos;
  const found = match.exec(context.text)?.[0];
  return found !== undefined && permissionLetters.test(found);
}

function finish(context: Context, node: FileRule): FileRule {
  node.terminated = context.endRule();
  node.end = context.lastEnd();
  return node;
}

/** Splits `mrPix` into plain letters and the exec mode. */
export function splitPermissions(perms: string): { plain: string; exec: string } {
  const plain = perms.replace(/[^rwaklmRWAKLM]/g, '');
  return { plain, exec: perms.replace(/[rwaklmRWAKLM]/g, '') };
}

function checkPermissions(context: Context, node: FileRule, rule: RuleStart): void {
  const { perms } = node;
  if (!perms) return;
  if (!permissionLetters.test(perms.value)) {
    context.report('bad-permissions', perms, perms.value);
    return;
  }
  const { plain, exec } = splitPermissions(perms.value);
  const deny = rule.place.deny || rule.prefix?.access?.value === 'deny';
  if (exec) node.exec = exec;
  if (/w/i.test(plain) && /a/i.test(plain))
    context.report('permission-conflict', perms, '“w” and “a” exclude each other: w covers appending.');
  const modes = new Set(exec.match(/(?:[pPcC][iIuU]?|[uU]|[iI])?[xX]/g));
  if (exec && (modes.size > 1 || [...modes].join('') === '')) {
    if (modes.size > 1) context.report('exec-mode-conflict', perms, [...modes].join(' and '));
    else context.report('bad-permissions', perms, perms.value);
  } else if (exec && !perms.value.includes(exec)) {
    context.report('bad-permissions', perms, perms.value);
  } else if (exec) {
    const [mode] = modes as Set<string>;
    if (exec.replaceAll(mode!, '') !== '' || !execPattern.test(mode!) || mixedCase(mode!))
      context.report('bad-permissions', perms, perms.value);
    else if (deny && mode!.toLowerCase() !== 'x') context.report('exec-deny-mode', perms, mode!);
    else if (!deny && mode!.toLowerCase() === 'x') context.report('bare-exec', perms);
  }
  if (node.target) {
    const link = /l/i.test(plain);
    const named = /[pPcC]/.test(exec);
    if (link && exec && node.permsFirst)
      context.report(
        'permission-conflict',
        perms,
        'A rule with a target is for link or for exec, not for both.',
      );
    else if (!link && !named) context.report('target-without-exec', node.target);
  }
  if (node.safety && !exec)
    context.report('permission-conflict', node.safety, `“${node.safety.value}” goes with an exec mode only.`);
}

/** `pUx`, `Pux`: both letters say whether the environment is scrubbed, so they must agree. */
function mixedCase(mode: string): boolean {
  return /p[U]|P[u]|c[U]|C[u]/.test(mode);
}

/** `link [subset] path -> target,` */
export function parseLinkRule(context: Context, rule: RuleStart): LinkRule {
  context.takeKey();
  const subset = context.acceptKey('subset') !== undefined;
  const node: LinkRule = {
    kind: 'link',
    start: rule.start,
    end: rule.start,
    terminated: false,
    subset,
    ...(rule.prefix ? { prefix: rule.prefix } : {}),
  };
  context.trivia();
  if (atPath(context)) node.path = context.word('path')!;
  else context.report('missing-path', { start: rule.start, end: context.lastEnd() }, 'the path of the link');
  if (node.path && context.accept('->')) {
    context.trivia();
    if (atPath(context)) node.target = context.word('path')!;
    else context.report('missing-target', { start: context.lastEnd() - 2, end: context.lastEnd() });
  } else if (node.path) context.report('missing-target', node.path);
  node.terminated = context.endRule();
  node.end = context.lastEnd();
  return node;
}
