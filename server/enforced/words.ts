/** What is said of a rule that does not do what it says. */
import type { RuleMark } from '../../shared/api/enforced.ts';
import type { ApartRule } from '../../shared/policy/apart.ts';
import type { RuleKind } from '../../shared/syntax/index.ts';
import { hasFeature } from '../../shared/targets/features.ts';
import type { TargetFacts } from '../../shared/targets/targets.ts';

export type Judgement = Pick<RuleMark, 'effect' | 'words' | 'brief' | 'check'>;

/** What a kernel must list for rules of a kind to be enforced (any of the paths), and what they are about. */
const needs: Partial<Record<RuleKind, { features: string[]; about: string }>> = {
  network: { features: ['network_v8', 'network_v9', 'network'], about: 'sockets' },
  unix: { features: ['network_v9/af_unix', 'network/af_unix'], about: 'names of unix sockets' },
  dbus: { features: ['dbus'], about: 'messages on D-Bus' },
  signal: { features: ['signal'], about: 'signals' },
  ptrace: { features: ['ptrace'], about: 'ptrace' },
  mount: { features: ['mount'], about: 'mounts' },
  remount: { features: ['mount'], about: 'mounts' },
  umount: { features: ['mount'], about: 'mounts' },
  pivot_root: { features: ['mount'], about: 'pivot_root' },
  userns: {
    features: ['namespaces/mask', 'namespaces/userns_create'],
    about: 'the making of user namespaces',
  },
  mqueue: { features: ['ipc/posix_mqueue'], about: 'message queues' },
  io_uring: { features: ['io_uring'], about: 'io_uring' },
};

export function noEffectWords(rule: ApartRule, target: TargetFacts): Judgement {
  const need = needs[rule.kind];
  if (!need)
    return {
      effect: 'nothing',
      words: `On ${target.title} this rule compiles to nothing.`,
      brief: 'nothing',
    };
  const mediated = need.features.some((path) => hasFeature(target.features.tree, path));
  const because = mediated
    ? `The abi that this file asks for does not know ${need.about}, so on ${target.title} the rule compiles to nothing`
    : `The kernel of ${target.title} does not mediate ${need.about}, so the rule compiles to nothing`;
  const so = rule.deny ? 'what it denies is not denied' : 'what it allows is allowed without it too';
  return {
    effect: 'nothing',
    words: `${because}: ${so}.`,
    brief: rule.deny ? 'nothing, it is not denied' : mediated ? 'nothing' : 'nothing, all is allowed',
  };
}

export function widerWords(rule: ApartRule, target: TargetFacts): Judgement {
  const loosened = rule.loosened!.replace(/\s+/g, ' ').replace(/ ,/, ',').trim();
  const does = rule.deny ? 'denies' : 'allows';
  return {
    effect: 'more',
    words: `On ${target.title} the conditions of this rule are left out in silence: it ${does} as much as “${loosened}”.`,
    brief: rule.kind === 'network' ? 'every address and port' : loosened,
    ...(rule.kind === 'network' && rule.deny ? { check: 'conditional-deny' } : {}),
  };
}
