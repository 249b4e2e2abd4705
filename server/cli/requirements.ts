/** Requirements that `check` asks: those of a kit, and those of a file beside the profile. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { TargetAnswer } from '../../shared/api/decide.ts';
import type { PolicyText } from '../../shared/api/schemas.ts';
import type { Kit } from '../../shared/kits/schema.ts';
import { RequestProblem, readRequest } from '../../shared/policy/requests.ts';
import {
  type Requirement,
  RequirementsProblem,
  readRequirements,
  requirementsSuffix,
  standingOf,
} from '../../shared/policy/requirements.ts';
import type { PolicyFile } from '../../shared/syntax/index.ts';
import { findTarget, type TargetFacts } from '../../shared/targets/targets.ts';
import { decideOnTargets, recommendedForm } from '../decide/decide.ts';
import { type Deciding, rulesBehind } from '../decide/why.ts';
import { loadKit } from '../kits.ts';
import { RequestError } from '../parser/errors.ts';
import type { RunOptions } from '../parser/run.ts';
import { checkoutRoot } from '../toolchains/places.ts';
import { type Given, readBytes } from './given.ts';
import { CannotRun } from './io.ts';
import type { Finding, RequirementsOn } from './report/index.ts';

/** Requirements that came together. */
interface Source {
  /** `the kit rustnet`, or the name of a file. */
  from: string;
  requirements: readonly Requirement[];
}

export interface Asking {
  /** Full name of the profile that is asked; undefined where it is known only once it is compiled. */
  profile: string | undefined;
  sources: Source[];
  /** Whose recommended form is judged where a target refuses the text. */
  kit: Kit | undefined;
}

export interface WhatToAsk {
  kit: string | undefined;
  /** Named by the person, instead of the file beside the profile. */
  requirements: string | undefined;
}

interface Checked {
  file: Given;
  tree: PolicyFile;
}

/**
 * What each checked file is asked; nothing for a file that no requirement is about. Throws CannotRun where requirements
 * cannot be read, or are about no profile of the files.
 */
export async function requirementsFor(
  checked: readonly Checked[],
  { kit: kitId, requirements: named }: WhatToAsk,
): Promise<Map<Given, Asking>> {
  if (named !== undefined && checked.length !== 1)
    throw new CannotRun('With --requirements one profile is checked at a time: which one are they about?');
  const kit = kitId === undefined ? undefined : await readKit(kitId);
  const asked = new Map<Given, Asking>();
  for (const one of checked) {
    const asking = await askingOf(one, { kit, named, alone: checked.length === 1 });
    if (asking) asked.set(one.file, asking);
  }
  if (kit && ![...asked.values()].some(({ sources }) => sources.some(({ from }) => from === nameOf(kit))))
    throw new CannotRun(
      `None of the files holds the profile “${kit.profileName}”, which the requirements of ${nameOf(kit)} are about.`,
    );
  return asked;
}

const nameOf = ({ id }: Kit) => `the kit ${id}`;

async function askingOf(
  { file, tree }: Checked,
  { kit, named, alone }: { kit: Kit | undefined; named: string | undefined; alone: boolean },
): Promise<Asking | undefined> {
  const names = profilesIn(tree);
  const sources: Source[] = [];
  const aboutKit = kit && names.includes(kit.profileName);
  // A profile that was renamed is still the kit's where it is all there is.
  if (kit && (aboutKit || (alone && names.length === 1)))
    sources.push({ from: nameOf(kit), requirements: kitRequirements(kit) });
  const beside = `${file.shown}${requirementsSuffix}`;
  const own = named ?? (file.shown !== '-' && existsSync(beside) ? beside : undefined);
  if (own !== undefined) sources.push({ from: own, requirements: await readFrom(own) });
  if (sources.length === 0) return undefined;
  const [first] = names;
  if (first === undefined) throw new CannotRun(`${file.shown} holds no profile that could meet ${own}.`);
  const profile = aboutKit ? kit.profileName : first.includes('@{') ? undefined : first;
  return { profile, sources, kit };
}

function profilesIn({ items }: PolicyFile): string[] {
  return items.flatMap((item) => {
    if (item.kind !== 'profile' || !item.name) return [];
    return [item.namespace ? `:${item.namespace.value}:${item.name.value}` : item.name.value];
  });
}

async function readKit(id: string): Promise<Kit> {
  return (await loadKit(join(checkoutRoot(), 'public/kits'), id)).kit;
}

function kitRequirements({ requirements }: Kit): Requirement[] {
  return requirements.map(({ id, title, want, request, reason }) => ({
    id,
    title,
    want,
    request: readRequest(request),
    ...(reason === undefined ? {} : { reason }),
  }));
}

async function readFrom(name: string): Promise<Requirement[]> {
  const text = (await readBytes(name)).toString('utf8');
  try {
    return readRequirements(text);
  } catch (error) {
    if (error instanceof RequirementsProblem || error instanceof RequestProblem)
      throw new CannotRun(`${name}: ${error.message}`);
    throw error;
  }
}

export interface AskedOf {
  /** The checked file first. */
  files: PolicyText[];
  target: string;
  /** Where the profile is named: findings that no rule is to blame for stand there. */
  header: Finding['range'];
}

/** Asks a file's requirements on a target, judged as in enforce mode. Throws CannotRun for a request that is none. */
export async function askRequirements(
  { profile, sources, kit }: Asking,
  { files: given, target: targetId, header }: AskedOf,
  options: RunOptions,
): Promise<{ findings: Finding[]; told: RequirementsOn[] }> {
  const target = findTarget(targetId)!;
  const files = kit ? asInstalled(given, kit) : given;
  const findings: Finding[] = [];
  const told: RequirementsOn[] = [];
  for (const { from, requirements } of sources) {
    const { form, answers, reason } = await decided(
      from,
      requirements,
      { files, targetId, profile, kit },
      options,
    );
    told.push({
      from,
      target: targetId,
      form,
      ...(answers
        ? {
            results: requirements.map(({ id, title, want }, at) => ({
              id,
              title,
              want,
              verdict: answers[at]!.verdict,
              standing: standingOf(want, answers[at]!),
            })),
          }
        : { reason: reason ?? 'The text was not compiled.' }),
    });
    const open = requirements.flatMap((requirement, at): Open[] => {
      const answer = answers?.[at];
      const standing = answer && standingOf(requirement.want, answer);
      return !answer || standing === 'met' ? [] : [{ requirement, answer, wrong: standing === 'wrong' }];
    });
    const wrong = open.flatMap((one) => (one.wrong ? [one.requirement.request] : []));
    const judged = form === 'portable' && kit ? (recommendedForm(files, kit, targetId) ?? files) : files;
    const behind =
      wrong.length > 0 && profile !== undefined
        ? await rulesBehind({ files: judged, target, profile, requests: wrong }, options)
        : undefined;
    const places: Places = { path: files[0]!.path, header, form };
    for (const one of open) {
      const rules = behind && one.wrong ? behind(one.requirement.request, one.answer) : [];
      findings.push({ ...finding(one, rules, places, target), target: targetId });
    }
    if (form === 'portable') findings.push({ ...otherForm(from, header, target), target: targetId });
  }
  return { findings, told };
}

/** The kit knows its files by the names that it installs them by. */
function asInstalled([checked, ...others]: PolicyText[], { files: { profile } }: Kit): PolicyText[] {
  return [{ path: profile.path, text: checked!.text }, ...others.filter(({ path }) => path !== profile.path)];
}

async function decided(
  from: string,
  requirements: readonly Requirement[],
  asked: { files: PolicyText[]; targetId: string; profile: string | undefined; kit: Kit | undefined },
  options: RunOptions,
) {
  const requests = requirements.map(({ request }) => request);
  const { files, targetId, profile, kit } = asked;
  try {
    const { targets } = await decideOnTargets(
      {
        files,
        targets: [targetId],
        requests,
        ...(profile === undefined ? {} : { profile }),
        enforce: true,
      },
      kit,
      options,
    );
    return targets[0]!;
  } catch (error) {
    if (error instanceof RequestError)
      throw new CannotRun(`${from}: ${error.message.replace(/^Request /, 'Requirement ')}`);
    throw error;
  }
}

interface Places extends Pick<AskedOf, 'header'> {
  path: string;
  /** The rules of another form have no place in the text. */
  form: RequirementsOn['form'];
}

/** A requirement that is not met. */
interface Open {
  requirement: Requirement;
  answer: TargetAnswer;
  /** False where no rule could make it so. */
  wrong: boolean;
}

function finding(
  { requirement, answer, wrong }: Open,
  rules: readonly Deciding[],
  places: Places,
  target: TargetFacts,
): Finding {
  const { title, want } = requirement;
  const range = rules.map((rule) => placeOf(rule, places)).find((found) => found !== undefined);
  return {
    range: range ?? places.header,
    severity: wrong ? 'error' : 'warning',
    code: wrong ? 'requirement-not-met' : 'requirement-not-expressible',
    message: `“${title}” must be ${want === 'allow' ? 'allowed' : 'denied'}, but ${
      wrong ? butWrong(want, rules, { answer, places }) : butCannot(answer, target)
    }.`,
    source: 'policy',
  };
}

function butWrong(
  want: Requirement['want'],
  rules: readonly Deciding[],
  { answer, places }: { answer: TargetAnswer; places: Places },
): string {
  const says = (effect: Deciding['effect']) => [
    ...new Set(rules.filter((rule) => rule.effect === effect).map((rule) => ruleWords(rule, places))),
  ];
  const allows = says('allows');
  if (want === 'deny') return allows.length > 0 ? `is allowed by ${someOf(allows)}` : 'is allowed';
  const denies = says('denies');
  if (denies.length > 0) return `is denied by ${someOf(denies)}`;
  if (answer.explicitDeny) return 'is denied by a deny rule';
  return `is denied: ${allows.length > 0 ? 'the rules allow only a part of it' : 'no rule allows it'}`;
}

function ruleWords({ text, file, range }: Deciding, { path, form }: Places): string {
  if (file !== path) return `“${text}” (${file})`;
  return form === 'text' ? `“${text}” (line ${range.start.line + 1})` : `“${text}”`;
}

/** The first few of a list, and how many more there are. */
function someOf(says: readonly string[]): string {
  const first = says.slice(0, 3).join(', ');
  return says.length > 3 ? `${first} and ${says.length - 3} more` : first;
}

function butCannot({ mediated }: TargetAnswer, { title }: TargetFacts): string {
  return mediated
    ? `no rule can tell addresses and ports apart on ${title}, so it is allowed with others that must be`
    : `the kernel of ${title} does not ask the policy about it, so no rule can deny it`;
}

/** Of a rule in the checked file, or of the include there that brings it. */
function placeOf({ file, range, include }: Deciding, { path, form }: Places): Finding['range'] | undefined {
  if (form !== 'text') return undefined;
  return file === path ? range : include;
}

function otherForm(from: string, header: Finding['range'], { title }: TargetFacts): Finding {
  return {
    range: header,
    severity: 'info',
    code: 'requirements-other-form',
    message: `${title} refuses this text; the requirements of ${from} were judged in the form that the kit recommends there.`,
    source: 'policy',
  };
}
