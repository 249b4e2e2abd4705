/** Policies made at random: one for each class alone, and mixtures with children, hats, modes and exec rules. */
import { compareVersions } from '../../server/toolchains/version.ts';
import { Random } from '../random.ts';
import { ruleKinds } from './rules.ts';
import type { SourcePolicy } from './types.ts';
import { literalPath, pathPattern } from './words.ts';

/** For the parser of that version: `count` mixtures after one policy for each class. */
export function generatedPolicies(parser: string, seed: number, count: number): SourcePolicy[] {
  const kinds = ruleKinds.filter(({ since }) => !since || compareVersions(parser, since) >= 0);
  const abis = abiLines(parser);
  const alone = kinds.map(({ id, make }, index) => {
    const random = new Random(seed + index);
    const rules = random.times(6, () => make(random, parser));
    // The class is mediated where the features allow it, and nothing else is asked for.
    return policy(`generated: ${id}`, '', [profile('lab', '', rules)]);
  });
  const mixed = random(seed, count).map((random, index) => {
    const body = (most: number) => [
      ...random.times(3 + random.below(most), () => random.pick(kinds).make(random, parser)),
      // Without it no process can change its profile, whatever else is allowed.
      ...(random.chance(0.5) ? ['/proc/*/attr/current w,'] : []),
    ];
    const flags = random.pick([
      '',
      '',
      '',
      'flags=(complain)',
      'flags=(audit)',
      'flags=(attach_disconnected)',
    ]);
    const children = random.chance(0.5)
      ? [`  profile child {\n${lines([...body(8), ...execRules(random)], '    ')}  }\n`, hat(random, body(4))]
      : [];
    const main = profile(
      random.pick(['lab', 'p1', '"lab with space"', `lab ${pathPattern(random)}`]),
      flags,
      [...body(25), ...execRules(random)],
      children.join(''),
    );
    return policy(`generated: mixture ${index + 1}`, random.pick(abis), [main]);
  });
  const many = new Random(seed ^ 0x5eed);
  const file = kinds.find(({ id }) => id === 'file')!;
  const large = policy('generated: 120 file rules', '', [
    profile(
      'lab',
      '',
      many.times(120, () => file.make(many, parser)),
    ),
  ]);
  // No file rule at all, no rule at all, everything, unconfined: each is a case of its own in the kernel.
  const edges = [
    policy('generated: empty', '', [profile('lab', '', [])]),
    policy('generated: only a capability', '', [profile('lab', '', ['capability kill,'])]),
    policy('generated: unconfined', '', [profile('lab', 'flags=(unconfined)', ['/** r,'])]),
    policy('generated: everything', '', [
      profile('lab', '', [
        'file,',
        'network,',
        'signal,',
        'ptrace,',
        'unix,',
        'dbus,',
        'mount,',
        'umount,',
        'pivot_root,',
        'capability,',
        'change_profile,',
      ]),
    ]),
  ];
  const attaching = random(seed ^ 0xa77ac4, Math.ceil(count / 10)).map((random, index) => {
    // Patterns that meet: some begin alike, and some are the same but for their end.
    const start = literalPath(random).replaceAll(' ', '').replace(/\/$/, '');
    const patterns = new Set([
      start,
      `${start}/**`,
      `${start}*`,
      `${start}{,/*}`,
      `${start.slice(0, -1)}?`,
      ...random.times(4, () => pathPattern(random)),
      ...random.times(2, () => `${start}${pathPattern(random)}`),
    ]);
    const chosen = [...patterns].filter(() => random.chance(0.6));
    const profiles = chosen.map((pattern, at) =>
      random.chance(0.15) && !/[*?[{]/.test(pattern)
        ? `${pattern} {\n  ${pattern} rm,\n}\n`
        : profile(`q${at} "${pattern}"`, random.pick(['', '', 'flags=(complain)', 'flags=(unconfined)']), [
            '/** rmpix,',
          ]),
    );
    return policy(`generated: attachment ${index + 1}`, '', [...profiles, profile('lab', '', ['/** px,'])]);
  });
  return [...edges, ...alone, large, ...attaching, ...mixed];
}

function random(seed: number, count: number): Random[] {
  return Array.from({ length: count }, (_, index) => new Random((seed + 1000 + index) * 2654435761));
}

/** Which features a text asks for; none means those of the target's kernel. */
function abiLines(parser: string): string[] {
  const lines = ['', '', '', 'abi <abi/3.0>,'];
  if (compareVersions(parser, '4.0.0') >= 0) lines.push('abi <abi/4.0>,');
  if (compareVersions(parser, '5.0.0') >= 0) lines.push('abi <abi/5.0>,', 'abi <abi/5.0>,');
  return lines;
}

/** Exec rules that do not contradict each other: plain paths, each once, and at most one pattern. */
function execRules(random: Random): string[] {
  const modes = [
    'ix',
    'px',
    'Px',
    'ux',
    'Ux',
    'cx -> child',
    'Cx -> child',
    'pix',
    'Pux',
    'px -> p2',
    'Pix -> p3',
    'px -> &s',
  ];
  const paths = new Set(
    random.times(random.below(4), () => literalPath(random).replaceAll(' ', '').replace(/\/$/, '')),
  );
  const plain = [...paths].map(
    (path) =>
      `${random.chance(0.2) ? 'audit ' : ''}${path} ${random.chance(0.3) ? 'r' : ''}${random.pick(modes)},`,
  );
  return random.chance(0.4)
    ? [...plain, `/usr/bin/${random.pick(['*', 'a*', '[ab]'])} ${random.pick(['ix', 'px', 'Ux'])},`]
    : plain;
}

function hat(random: Random, rules: string[]): string {
  return random.chance(0.5) ? `  ^hat {\n${lines(rules, '    ')}  }\n` : '';
}

function profile(head: string, flags: string, rules: string[], children = ''): string {
  return `profile ${head} ${flags} {\n${lines(rules, '  ')}${children}}\n`;
}

const lines = (rules: string[], indent: string) => rules.map((rule) => `${indent}${rule}\n`).join('');

function policy(name: string, abi: string, profiles: string[]): SourcePolicy {
  return { name, files: [{ path: 'lab', text: `${abi}\n${profiles.join('\n')}` }] };
}
