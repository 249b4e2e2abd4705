import type { Fix } from '../../language/types.ts';
import type { FileRule, Rule } from '../../syntax/index.ts';
import { remembered } from '../../syntax/remembered.ts';
import { remove, replace } from '../edits.ts';
import { type EntryRun, entryRuns, type FileEntry } from '../fileEntries.ts';
import { covers } from '../patterns.ts';
import { ruleCovers } from '../ruleCover.ts';
import {
  accessOf,
  type EvaluatedProfile,
  hostProfiles,
  type LocatedRule,
  locationOf,
  placeWords,
  priorityOf,
  profilesOf,
  quoted,
  textOf,
} from '../rules.ts';
import type { Check, Finding, LintContext } from '../types.ts';

/**
 * Deny wins over allow wherever both say something (apparmor.d(5)), except over a rule of higher priority. An allow
 * rule is told where a deny rule of its profile takes in its whole path, and some of its permissions.
 * Not told: a deny rule written to take something from an included file, which is what it is for.
 * Example: `/etc/shadow r,` beside `deny /etc/** r,`
 */
export const denyKillsAllow: Check = {
  code: 'deny-kills-allow',
  severity: 'warning',
  title: 'A deny rule takes away what another rule allows',
  *run(context: LintContext): Generator<Finding> {
    const host = hostProfiles(context);
    const here = host && context.document.path;
    const told = new Set<number>();
    for (const profile of host?.profiles ?? profilesOf(context))
      for (const found of [...killedFiles(context, profile, here), ...killedOthers(profile, here)]) {
        // A file that several profiles include is told once.
        if (told.has(found.rule.node.start)) continue;
        told.add(found.rule.node.start);
        yield finding(context, found, host?.path);
      }
  },
};

interface Killed {
  rule: LocatedRule;
  by: LocatedRule;
  /** The permissions that are left, and those taken away, where not all are. */
  part?: { left: string; lost: string };
}

const mostEffort = 300_000;
const mostDenied = 300;

const denials = remembered(({ entries }: EntryRun) =>
  entries.filter(({ access, rule }) => access === 'deny' && !rule.maybe),
);

function killedFiles(context: LintContext, profile: EvaluatedProfile, here: string | undefined): Killed[] {
  const runs = entryRuns(context, profile);
  const denied = runs.flatMap(denials).slice(0, mostDenied);
  if (denied.length === 0) return [];
  const effort = { left: mostEffort };
  const found: Killed[] = [];
  for (const { entries, path } of runs) {
    if (path !== here) continue;
    for (const entry of entries) {
      if (entry.access !== 'allow') continue;
      const deny = denied.find(
        (each) => kills(each, entry) && covers(each.pattern, entry.pattern, effort) === true,
      );
      if (deny) found.push({ rule: entry.rule, by: deny.rule, ...remainder(entry, deny) });
    }
  }
  return found;
}

function kills(deny: FileEntry, { permissions, priority, owners }: FileEntry): boolean {
  if (deny.priority < priority) return false;
  if ((owners.owned && !deny.owners.owned) || (owners.others && !deny.owners.others)) return false;
  const runs = permissions.exec !== undefined && deny.permissions.exec !== undefined;
  return runs || (permissions.bits & deny.permissions.bits) !== 0;
}

/** What is left of the permissions as they are written. */
function remainder({ rule: { node }, permissions }: FileEntry, deny: FileEntry): Pick<Killed, 'part'> {
  if (!node.perms) return {};
  const written = node.perms.value;
  const lostLetters = new Set(deny.permissions.letters);
  if (lostLetters.has('w')) lostLetters.add('a');
  const runs = permissions.exec !== undefined && deny.permissions.exec !== undefined;
  const exec = /[PpCc]?[IiUu]?[Xx]/;
  const plain = [...written.replace(exec, '')];
  const kept = plain.filter((letter) => !lostLetters.has(letter.toLowerCase()));
  const mode = exec.exec(written)?.[0] ?? '';
  const left = kept.join('') + (runs ? '' : mode);
  const lost = plain.filter((letter) => !kept.includes(letter)).join('') + (runs ? mode : '');
  return left === '' ? {} : { part: { left, lost } };
}

const compared: ReadonlySet<Rule['kind']> = new Set([
  'capability',
  'network',
  'unix',
  'dbus',
  'signal',
  'ptrace',
]);

const isCompared = ({ node }: LocatedRule) => compared.has(node.kind);
const isDenial = (rule: LocatedRule) => isCompared(rule) && accessOf(rule) === 'deny' && !rule.maybe;
const denialsOf = remembered((rules: readonly LocatedRule[]) => rules.filter(isDenial));

function killedOthers({ runs }: EvaluatedProfile, here: string | undefined): Killed[] {
  const denied = runs.flatMap(({ rules }) => denialsOf(rules)).slice(0, mostDenied);
  if (denied.length === 0) return [];
  const those = runs.filter(({ origin }) => origin.path === here).flatMap(({ rules }) => rules);
  return those.flatMap((rule) => {
    if (!isCompared(rule) || accessOf(rule) !== 'allow') return [];
    const by = denied.find(
      (deny) => priorityOf(deny) >= priorityOf(rule) && ruleCovers(deny.node, rule.node),
    );
    return by ? [{ rule, by }] : [];
  });
}

function finding(context: LintContext, killed: Killed, host: string | undefined): Finding {
  const { rule, by, part } = killed;
  const { start, end } = rule.node;
  const place = { ...locationOf(context, by), path: by.origin.path ?? host ?? context.document.path };
  const what = part ? `takes “${part.lost}” from this rule` : 'takes away all that this rule allows';
  return {
    start,
    end,
    message: `${quoted(textOf(by))} (${placeWords(context, place)}) ${what}: deny wins wherever both say something.`,
    related: [{ ...place, message: 'This rule denies it.' }],
    fixes: fixesFor(context, killed),
  };
}

function fixesFor(context: LintContext, { rule, by, part }: Killed): Fix[] {
  const { document, workspace } = context;
  const perms = (rule.node as FileRule).perms;
  const fixes: Fix[] =
    part && perms
      ? [{ title: `Leave “${part.left}”, which counts`, edits: [replace(document, perms, part.left)] }]
      : [{ title: 'Remove this rule', edits: [remove(document, rule.node)] }];
  const priority = priorityOf(by) + 1;
  const { start } = rule.node;
  if (
    rule.node.kind === 'file' &&
    takesPriority(workspace.target.parserVersion) &&
    !rule.block &&
    priority <= 1000
  ) {
    const written = rule.node.prefix?.priority;
    fixes.push({
      title: `Let this rule win (priority=${priority})`,
      edits: [
        written
          ? replace(document, written, `priority=${priority}`)
          : replace(document, { start, end: start }, `priority=${priority} `),
      ],
    });
  }
  return fixes;
}

/** Rules have priorities from apparmor_parser 4.1. */
function takesPriority(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major > 4 || (major === 4 && minor >= 1);
}
