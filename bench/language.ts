/** Completion and hover on a profile of 1,000 lines against one analysis of it, after each keystroke. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { languageService, type PolicyText, treeOf, Workspace } from '../shared/language/index.ts';
import { type Measurement, median, milliseconds, time } from './measure.ts';

const path = 'usr.bin.big';

/** Rules of every usual kind, of which none is like another. */
const kinds: readonly ((number: number) => string)[] = [
  (number) => `owner @{HOME}/.config/app${number}/** rwk,`,
  (number) => `/usr/lib/app/{a,b}${number}/*.so mr,`,
  (number) => `/var/lib/app/${number}/[0-9]* rw,`,
  (number) => `/usr/bin/tool${number} Px,`,
  (number) => `@{PROC}/@{pid}/app${number} r,`,
  (number) => `signal (send) set=(term) peer=tool${number},`,
  (number) => `deny /srv/app${number}/*/secret r,`,
  () => 'network inet stream,',
  () => 'capability net_bind_service,',
  (number) => `# Number ${number}`,
];

function bigProfile(lines: number): string {
  const rules = Array.from(
    { length: lines - 6 },
    (_, number) => `  ${kinds[number % kinds.length]!(number)}`,
  );
  return [
    'abi <abi/4.0>,',
    'include <tunables/global>',
    'profile big /usr/bin/big {',
    '  include <abstractions/base>',
    ...rules,
    '}',
    '',
  ].join('\n');
}

/** What is for including in a toolchain's policy tree. */
function readTree(base: string): PolicyText[] {
  return ['abi', 'abstractions', 'tunables'].flatMap((folder) =>
    readdirSync(join(base, folder), { withFileTypes: true, recursive: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .map((file) => ({ path: file.slice(base.length + 1), text: readFileSync(file, 'utf8') })),
  );
}

/** `base`: the policy tree that the profile is read with. */
export async function measureLanguage({ base }: { base: string }, rounds: number): Promise<Measurement[]> {
  const tree = treeOf(readTree(base));
  const text = bigProfile(1000);
  const features = ['completion', 'hover'] as const;
  const times = { analysis: [] as number[], completion: [] as number[], hover: [] as number[] };
  const warmup = 10;
  let workspace: Workspace | undefined;
  for (let round = -warmup; round < rounds; round++)
    for (const feature of features) {
      // Another text each time, so that nothing is remembered but readings of included files, as in the editor.
      const files = [{ path, text: `${text}# ${feature} ${round}\n` }];
      const next: Workspace = new Workspace({ files, tree }, workspace);
      workspace = next;
      const analysis = await time(() => next.document(path));
      const place = someplace(text, round + warmup);
      const asked = await time(() => languageService(next)[feature](path, place));
      if (round < 0) continue;
      times.analysis.push(analysis);
      times[feature].push(asked);
    }
  const analysis = median(times.analysis);
  return features.map((feature) => ({
    id: feature,
    what: `${feature === 'hover' ? 'Hover' : 'Completion'} on a profile of 1,000 lines against one analysis of it`,
    ratio: median(times[feature]) / analysis,
    atMost: 1,
    medians: { [feature]: milliseconds(median(times[feature])), analysis: milliseconds(analysis) },
  }));
}

/** A place in a word of some line: another for each number. */
function someplace(text: string, number: number): number {
  return text.indexOf('\n', (number * 7919) % (text.length - 200)) + 12;
}
