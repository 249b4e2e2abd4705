/** Which rules decide: each rule is compiled alone, once, and then asked every request. */
import type { DecidingRule } from '../../shared/api/decide.ts';
import type { PolicyText } from '../../shared/api/schemas.ts';
import { treeOf, Workspace } from '../../shared/language/workspace.ts';
import { type ApartRule, preambleOf, probeName, rulesApart } from '../../shared/policy/apart.ts';
import { decide } from '../../shared/policy/decide.ts';
import { kernelOf } from '../../shared/policy/kernel.ts';
import { type EnforcedProfile, enforce } from '../../shared/policy/permissions.ts';
import type { Answer, Request } from '../../shared/policy/requests.ts';
import { LineIndex } from '../../shared/syntax/index.ts';
import type { TargetFacts } from '../../shared/targets/targets.ts';
import { compileProbes } from '../enforced/probes.ts';
import type { RunOptions } from '../parser/run.ts';
import { readWholePolicyTree } from '../wholePolicyTree.ts';

export interface Asked {
  /** The profile's file first. */
  files: PolicyText[];
  target: TargetFacts;
  /** Full name of the profile that is asked. */
  profile: string;
  /** What will be asked: rules that have no say in any of it are not compiled. */
  requests: readonly Request[];
}

/** A deciding rule, with the rule of the text behind it. */
export interface Deciding extends DecidingRule {
  rule: ApartRule;
}

/**
 * The rules that allow a request or a part of it, or deny it in so many words; `answer` is the whole policy's. None
 * where the kernel does not ask the policy, or where no rule speaks of it.
 */
export type RulesBehind = (request: Request, answer: Pick<Answer, 'mediated'>) => Deciding[];

/** Compiles the rules of a profile one by one. Throws BusyError, or the signal's reason where the caller gave up. */
export async function rulesBehind(
  { files, target, profile, requests }: Asked,
  options: RunOptions = {},
): Promise<RulesBehind> {
  const tree = treeOf((await readWholePolicyTree(target.id)).files);
  const workspace = new Workspace({ files, target: target.id, tree });
  const document = workspace.document(files[0]!.path);
  if (!document) return () => [];
  const name = profile.replace(/^:[^:]*:/, '');
  const rules = rulesApart(workspace, document).filter(
    (rule) => rule.profile === name && requests.some((request) => mayConcern(rule.kind, request)),
  );
  const sources = rules.map(({ source }, index) => ({ name: probeName(index), source }));
  const { compiled } = await compileProbes(
    { files, preamble: preambleOf(document), target: target.id, sources },
    options,
  );
  const kernel = kernelOf(target.kernel, target.features.tree);
  const lines = new Map<string, LineIndex>();
  const probes = rules.flatMap((rule, index): Probe[] => {
    const alone = compiled.get(probeName(index));
    return alone ? [{ rule, alone: enforce({ ...alone, mode: 'enforce' }, kernel) }] : [];
  });
  const told = ({ rule, effect }: Effect): Deciding => {
    const { path, text, include } = rule.place;
    const at = lines.get(path) ?? new LineIndex(workspace.text(path) ?? '');
    lines.set(path, at);
    return {
      rule,
      file: path,
      range: at.rangeOf(rule.place),
      text: text.replace(/\s+/g, ' '),
      effect,
      ...(include ? { include: document.lines.rangeOf(include) } : {}),
    };
  };
  return (request, answer) => (answer.mediated ? effects(probes, request).map(told) : []);
}

interface Probe {
  rule: ApartRule;
  alone: EnforcedProfile;
}

interface Effect {
  rule: ApartRule;
  effect: DecidingRule['effect'];
}

function effects(probes: readonly Probe[], request: Request): Effect[] {
  const parts = partsOf(request);
  return probes.flatMap(({ rule, alone }): Effect[] => {
    if (!mayConcern(rule.kind, request)) return [];
    const effect = rule.deny ? 'denies' : 'allows';
    return parts.some((part) => has(effect, decide(alone, part, [alone.profile]))) ? [{ rule, effect }] : [];
  });
}

function has(effect: DecidingRule['effect'], { mediated, verdict, explicitDeny }: Answer): boolean {
  return mediated && (effect === 'denies' ? explicitDeny : verdict === 'allow');
}

/** A request for several permissions may be allowed by several rules, none of which allows it whole. */
function partsOf(request: Request): Request[] {
  switch (request.op) {
    case 'file':
      return [...new Set(request.perms)].map((perms) => ({ ...request, perms }));
    // Where an exec leads depends on profiles that a rule alone does not come with; that it may start does not.
    case 'exec':
      return [{ op: 'file', path: request.path, perms: 'x', owner: request.owner ?? false }];
    case 'network':
    case 'unix':
    case 'mqueue':
      return request.access.map((access) => ({ ...request, access: [access] }));
    default:
      return [request];
  }
}

/** Rules of other kinds never decide a request; leaving them out spares the parser most of its work. */
const kindsOf: Partial<Record<Request['op'], readonly ApartRule['kind'][]>> = {
  file: ['file', 'link'],
  exec: ['file'],
  link: ['file', 'link'],
  change_profile: ['change_profile', 'file'],
  change_hat: [],
  attach: [],
  capability: ['capability'],
  network: ['network'],
  unix: ['unix', 'network', 'file'],
  ptrace: ['ptrace'],
  signal: ['signal'],
  dbus: ['dbus'],
  mount: ['mount', 'remount'],
  umount: ['umount'],
  pivot_root: ['pivot_root'],
  userns: ['userns'],
  io_uring: ['io_uring'],
  mqueue: ['mqueue'],
};

/** Whether rules of a kind can have a say in a request. */
export function mayConcern(kind: string, { op }: Request): boolean {
  const kinds: readonly string[] | undefined = kindsOf[op];
  if (!kinds) return true;
  return kinds.includes(kind) || (kind === 'all' && kinds.length > 0);
}
