import type { Span } from '../../syntax/index.ts';
import { type FileEntry, ownEntries, placeOfEntry } from '../fileEntries.ts';
import { accessOf, type EvaluatedProfile, isOwn, ownRulesOf, profilesOf } from '../rules.ts';
import type { Check, Finding, LintContext } from '../types.ts';

/**
 * `owner` asks that the file belongs to the user the program runs as. Two places where that does not hold: files of
 * users where the program runs as root, as under sudo, and files of the system where it runs as a user.
 * False alarm: a program that changes its user before it opens the file.
 * Example: `capability dac_override,` beside `owner @{HOME}/.config/example r,`
 */
export const ownerUnderRoot: Check = {
  code: 'owner-under-root',
  severity: 'info',
  title: 'An owner rule that cannot hold',
  *run(context: LintContext): Generator<Finding> {
    const { document } = context;
    for (const profile of profilesOf(context)) {
      if (!ownRulesOf(profile).some(({ node }) => node.prefix?.owner?.value === 'owner')) continue;
      const runsAsRoot = reachesOthers(profile);
      const mayBeRoot = profile.rules.some(
        (rule) => rule.node.kind === 'capability' && accessOf(rule) === 'allow',
      );
      for (const entry of ownEntries(context, profile)) {
        const owner = entry.rule.node.prefix?.owner;
        if (entry.access !== 'allow' || owner?.value !== 'owner') continue;
        const message = judge(entry, runsAsRoot, mayBeRoot);
        if (message)
          yield {
            ...placeOfEntry(entry),
            message,
            fixes: [
              {
                title: 'Leave out owner',
                edits: [{ path: document.path, ...withBlanks(document.text, owner), text: '' }],
              },
            ],
          };
      }
    }
  },
};

/** With these, root opens files that belong to others: the profile is meant for a program that root runs. */
const overrides: ReadonlySet<string> = new Set(['dac_override', 'dac_read_search']);

function reachesOthers({ rules }: EvaluatedProfile): boolean {
  return rules.some(
    (rule) =>
      isOwn(rule) &&
      rule.node.kind === 'capability' &&
      accessOf(rule) === 'allow' &&
      rule.node.names.some(({ value }) => overrides.has(value)),
  );
}

const homes = /^(?:\{\/home\/\*\/?,\/root\/?\}|\/home\/(?!\/))/;
/** Files that the system's packages and root put there. */
const systems = /^\/(?:etc|usr|boot|lib(?:32|64)?|bin|sbin)\/(?!local\/)/;

function judge({ path }: FileEntry, runsAsRoot: boolean, mayBeRoot: boolean): string | undefined {
  if (runsAsRoot && homes.test(path))
    return 'Run by root, as under sudo, the program does not own the files in home directories, and “owner” does not hold: then this rule allows nothing there.';
  if (!mayBeRoot && systems.test(path))
    return `Files below ${systems.exec(path)![0]} belong to root, so “owner” holds only while root runs the program: for anybody else this rule allows nothing.`;
  return undefined;
}

/** The word and the blanks behind it. */
function withBlanks(text: string, { start, end }: Span): Span {
  let to = end;
  while (/[ \t]/.test(text[to] ?? '')) to++;
  return { start, end: to };
}
