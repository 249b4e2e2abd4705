import { type FileEntry, ownFileEntries, placeOfEntry, writes } from '../fileEntries.ts';
import { covers, type PathPattern, pathPattern } from '../patterns.ts';
import type { Check, Finding, LintContext } from '../types.ts';

/**
 * A rule that takes in a whole part of the file system: everything, the system's programs or settings, all that a
 * user has. False alarm: programs whose purpose it is to read or keep everything, such as a backup.
 * Example: `/** rw,`
 */
export const widePath: Check = {
  code: 'wide-path',
  severity: 'warning',
  title: 'A rule that takes in a whole part of the file system',
  *run(context: LintContext): Generator<Finding> {
    for (const entry of ownFileEntries(context)) {
      if (entry.access !== 'allow' || !entry.path.includes('**') || !mayBeWide(entry)) continue;
      const found = judge(entry);
      if (found) yield { ...placeOfEntry(entry), ...found };
    }
  },
};

interface Place {
  probe: PathPattern;
  words: string;
}

const place = (probe: string, words: string): Place => ({ probe: pathPattern(probe)!, words });
const everything = place('/**', 'every file and directory');
const home = place('/home/*/**', 'everything in the home directories');
const root = place('/root/**', 'everything in /root');
const settings = place('/etc/**', 'everything in /etc');

/** Where writing anything at all means taking over the system or a user's account. */
const writable: readonly Place[] = [
  home,
  root,
  settings,
  place('/boot/**', 'everything in /boot'),
  place('/usr/**', 'everything in /usr'),
  place('/usr/bin/**', 'everything in /usr/bin'),
  place('/usr/lib/**', 'everything in /usr/lib'),
  place('/opt/**', 'everything in /opt'),
  place('/var/**', 'everything in /var'),
  place('/dev/**', 'every device'),
];
const readable: readonly Place[] = [home, root, settings];

/** What a pattern of every path of a place can begin with. */
const beginnings = new Set<string>();
for (const { probe } of [everything, ...writable])
  for (let end = 0; end <= probe.sample.length; end++) beginnings.add(probe.sample.slice(0, end));

function mayBeWide({ pattern }: FileEntry): boolean {
  return pattern.heads.some((head) => beginnings.has(head));
}

function judge(entry: FileEntry): Pick<Finding, 'message' | 'severity'> | undefined {
  const { permissions, owners } = entry;
  const whose = owners.others ? '' : ' that belongs to the user who runs the program';
  const write = writes(permissions);
  const takesAll = taken(entry, [everything]).length > 0;
  if (takesAll && permissions.exec)
    return {
      message: `This lets every program and script be run${write ? ', and every file be written' : ''}. Name the programs that it needs.`,
    };
  if (takesAll && write)
    return {
      message: `This lets every file and directory be written${whose}: the profile protects nothing of it. Name the directories that it needs.`,
    };
  if (takesAll && permissions.letters.has('r'))
    return {
      message: `This lets every file be read${whose}, keys and passwords too. Name the directories that it needs.`,
      severity: owners.others ? 'warning' : 'info',
    };
  const names = taken(entry, write ? writable : readable);
  if (names.length === 0) return undefined;
  const what = sentence(names);
  if (write)
    return {
      message: `This lets ${what} be written${whose}: whoever takes over the program can change how others start and what they do. Name the files that it needs.`,
    };
  if (!permissions.letters.has('r')) return undefined;
  return {
    message: `This lets ${what} be read${whose}, keys and passwords too. Name the files that it needs.`,
    severity: 'info',
  };
}

function taken({ pattern }: FileEntry, places: readonly Place[]): Place[] {
  const found = places.filter(({ probe }) => covers(pattern, probe, { left: 5000 }) === true);
  return found.filter(
    ({ probe }) => !found.some((other) => other.probe !== probe && probe.head.startsWith(other.probe.head)),
  );
}

function sentence(places: readonly Place[]): string {
  const words = places.map((each) => each.words);
  return words.length === 1 ? words[0]! : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}
