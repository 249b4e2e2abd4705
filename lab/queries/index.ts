/** The questions for one profile. */
import { mediationClass } from '../../shared/policy/classes/index.ts';
import { deadState } from '../../shared/policy/dfa.ts';
import type { Kernel } from '../../shared/policy/kernel.ts';
import type { CompiledProfile } from '../../shared/policy/profile.ts';
import { literalPath } from '../policies/words.ts';
import type { AccessQuery } from '../protocol.ts';
import type { Random } from '../random.ts';
import { filled, type Mentions } from './mentions.ts';
import { nearMiss } from './nearMiss.ts';
import { requestBytes } from './requests.ts';
import { wander } from './walk.ts';

export { type Mentions, mentionsOf } from './mentions.ts';

interface Subject {
  profile: CompiledProfile;
  mentions: Mentions;
  kernel: Kernel;
  random: Random;
  /** Classes whose byte leads anywhere in the policy, and some others. */
  classes: number[];
}

/** A way to come by questions, and how often it is taken. */
const ways: { weight: number; make: (subject: Subject) => Uint8Array[] }[] = [
  // Paths that the text mentions, and two of them with a NUL between: links, and changes of profile on exec.
  { weight: 30, make: (subject) => [file(mentionedPath(subject))] },
  {
    weight: 5,
    make: (subject) => [
      file(
        `${mentionedPath(subject)}\0${subject.random.chance(0.5) ? mentionedPath(subject) : mentionedName(subject)}`,
      ),
    ],
  },
  { weight: 5, make: (subject) => [file(mentionedName(subject))] },
  {
    weight: 25,
    make: ({ profile: { files }, random }) =>
      files ? [Buffer.concat([Buffer.of(mediationClass.file), wander(files.dfa, files.start, random)])] : [],
  },
  { weight: 20, make: ({ mentions, kernel, random }) => requestBytes(mentions, kernel, random) },
  {
    weight: 12,
    make: ({ profile: { policy }, classes, random }) => {
      const entered = random.pick(classes);
      if (!policy) return [Buffer.of(entered)];
      return [
        Buffer.concat([
          Buffer.of(entered),
          wander(policy.dfa, policy.dfa.step(policy.start, entered), random),
        ]),
      ];
    },
  },
  // Any class at all, with anything behind it.
  {
    weight: 3,
    make: ({ random }) => [
      Buffer.concat([
        Buffer.of(random.below(256)),
        Buffer.from(literalPath(random)).subarray(random.below(5)),
      ]),
    ],
  },
];
const totalWeight = ways.reduce((sum, { weight }) => sum + weight, 0);

/** `.access` takes about 4,000 bytes with the label; longer questions are refused. */
const longest = 3500;

/** `count` different questions about a profile, or fewer where so many cannot be found. */
export function queriesFor(
  profile: CompiledProfile,
  mentions: Mentions,
  kernel: Kernel,
  random: Random,
  count: number,
): AccessQuery[] {
  const subject: Subject = { profile, mentions, kernel, random, classes: classesOf(profile) };
  const found = new Map<string, AccessQuery>();
  const add = (bytes: Uint8Array) => {
    if (bytes.length === 0 || bytes.length > longest || found.size >= count) return;
    const owner = random.chance(0.5);
    found.set(`${owner ? 'o' : 'x'}${Buffer.from(bytes).toString('latin1')}`, { bytes, owner });
  };
  for (let attempt = 0; found.size < count && attempt < count * 5; attempt++)
    for (const bytes of weighted(random).make(subject)) {
      add(bytes);
      if (random.chance(0.5)) add(nearMiss(bytes, random));
    }
  return [...found.values()];
}

function weighted(random: Random) {
  let left = random.below(totalWeight);
  return ways.find(({ weight }) => {
    left -= weight;
    return left < 0;
  })!;
}

function classesOf({ policy }: CompiledProfile): number[] {
  const usual = Object.values(mediationClass);
  if (!policy) return usual;
  const entered = Array.from({ length: 256 }, (_, byte) => byte).filter(
    (byte) => policy.dfa.step(policy.start, byte) !== deadState,
  );
  return [...entered, ...entered, ...usual];
}

const file = (text: string) => Buffer.concat([Buffer.of(mediationClass.file), Buffer.from(text)]);

function mentionedPath({ mentions, random }: Subject): string {
  if (mentions.paths.length === 0 || random.chance(0.15)) return literalPath(random);
  return filled(random.pick(mentions.paths), mentions, random);
}

function mentionedName({ mentions, random }: Subject): string {
  if (mentions.names.length === 0 || random.chance(0.1))
    return random.pick(['p', 'p1', '&p1', ':ns:p', 'p//&p1']);
  return filled(random.pick(mentions.names), mentions, random);
}
