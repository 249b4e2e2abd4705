import { remembered } from '../../syntax/remembered.ts';
import { replace } from '../edits.ts';
import {
  type EntryRun,
  entryRuns,
  type FileEntry,
  ownEntries,
  placeOfEntry,
  writes,
} from '../fileEntries.ts';
import { covers, pathPattern } from '../patterns.ts';
import { locationOf, placeWords, profilesOf } from '../rules.ts';
import type { Check, Finding, LintContext } from '../types.ts';

/**
 * A file that may be written and run: whoever takes over the program puts code of their own there and runs it.
 * Told where one rule has both, or where the paths of one rule take in all of another's.
 * False alarm: compilers and browsers that run what they make. Example: `/tmp/** rwix,`
 */
export const writeAndExecute: Check = {
  code: 'write-and-execute',
  severity: 'warning',
  title: 'The same file may be written and run',
  *run(context: LintContext): Generator<Finding> {
    for (const profile of profilesOf(context)) {
      const runners = ownEntries(context, profile).filter(
        ({ rule, access, permissions }) =>
          !rule.maybe && access === 'allow' && permissions.exec !== undefined,
      );
      if (runners.length > 0) yield* judge(context, runners, entryRuns(context, profile));
    }
  },
};

const everything = pathPattern('/**')!;

/** Of rules for every file another check tells. */
function isEverything({ pattern }: FileEntry): boolean {
  return covers(pattern, everything, { left: 1000 }) === true;
}

const writersOf = remembered(({ entries }: EntryRun) =>
  entries.filter(
    (entry) =>
      !entry.rule.maybe && entry.access === 'allow' && writes(entry.permissions) && !isEverything(entry),
  ),
);
const denialsOf = remembered(({ entries }: EntryRun) =>
  entries.filter(
    ({ rule, access, owners }) => !rule.maybe && access === 'deny' && owners.owned && owners.others,
  ),
);

function* judge(
  context: LintContext,
  runners: readonly FileEntry[],
  runs: readonly EntryRun[],
): Generator<Finding> {
  const writers = runs.flatMap(writersOf);
  const denied = runs.flatMap(denialsOf);
  const effort = { left: mostEffort };
  const takesIn = (a: FileEntry, b: FileEntry) => covers(a.pattern, b.pattern, effort) === true;
  const told = new Set<FileEntry>();
  for (const runner of runners) {
    if (writes(runner.permissions)) {
      told.add(runner);
      yield alone(context, runner);
      continue;
    }
    if (isEverything(runner)) continue;
    for (const writer of writers) {
      if (effort.left < 0) return;
      if (told.has(writer) || !shareOwners(writer, runner)) continue;
      const narrower = takesIn(writer, runner) ? runner : takesIn(runner, writer) ? writer : undefined;
      if (!narrower || denied.some((deny) => kills(deny) && takesIn(deny, narrower))) continue;
      // One rule that takes in many programs is told once.
      if (narrower === runner && writer.own) told.add(writer);
      yield together(context, runner, writer);
      break;
    }
  }
}

const mostEffort = 300_000;

function kills({ permissions }: FileEntry): boolean {
  return writes(permissions) || permissions.exec !== undefined;
}

function shareOwners(a: FileEntry, b: FileEntry): boolean {
  return (a.owners.owned && b.owners.owned) || (a.owners.others && b.owners.others);
}

const comesOf = 'whoever takes over the program can put code of their own there and run it.';

function alone({ document }: LintContext, entry: FileEntry): Finding {
  const { perms } = entry.rule.node;
  const finding = {
    ...placeOfEntry(entry),
    message: `What this rule names may be written and run: ${comesOf}`,
  };
  if (!perms) return finding;
  const readOnly = perms.value.replace(/[wWa]/g, '');
  const noExec = perms.value.replace(/[PpCc]?[IiUu]?[Xx]/g, '');
  return {
    ...finding,
    fixes: [
      { title: `Do not let it be written (${readOnly})`, edits: [replace(document, perms, readOnly)] },
      ...(noExec
        ? [{ title: `Do not let it be run (${noExec})`, edits: [replace(document, perms, noExec)] }]
        : []),
    ],
  };
}

/** Told at the writing rule where it stands in the checked file, else at the other. */
function together(context: LintContext, runner: FileEntry, writer: FileEntry): Finding {
  const [here, there] = writer.own ? [writer, runner] : [runner, writer];
  const place = locationOf(context, there.rule);
  const [does, other] = writer.own ? ['written', 'run'] : ['run', 'written'];
  return {
    ...placeOfEntry(here),
    message: `What this rule lets be ${does} may also be ${other} (${placeWords(context, place)}): ${comesOf}`,
    related: [{ ...place, message: `This rule lets it be ${other}.` }],
  };
}
