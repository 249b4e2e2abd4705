/** Rules whose shape is `keyword access? conditions* peer?`: unix, dbus, signal, ptrace, mqueue, io_uring, userns. */
import type { Context, RuleStart } from '../context.ts';
import type {
  DbusRule,
  IoUringRule,
  MqueueRule,
  PtraceRule,
  Rule,
  SignalRule,
  UnixRule,
  UsernsRule,
} from '../nodes.ts';
import { accessWords, conditionWords, networkTypes, signals } from '../vocabulary.ts';

type Family = keyof typeof accessWords;
type Conditioned = UnixRule | DbusRule | SignalRule | PtraceRule | IoUringRule | UsernsRule | MqueueRule;

const peerWords: Partial<Record<Family, ReadonlySet<string>>> = {
  unix: conditionWords.unixPeer,
  dbus: conditionWords.dbusPeer,
  signal: new Set(['label']),
  ptrace: new Set(['label']),
};

const none: ReadonlySet<string> = new Set();

const checks: Partial<Record<Family, (context: Context, node: Conditioned) => void>> = {
  signal: checkSignal,
  unix: checkUnix,
  dbus: checkDbus,
  mqueue: checkMqueue,
};

export function parseConditionedRule(family: Family): (context: Context, rule: RuleStart) => Rule {
  return (context, rule) => {
    context.takeKey();
    const access = context.access(accessWords[family]);
    const known = family === 'userns' ? none : conditionWords[family];
    let { conditions, peer } = context.conditions(known, peerWords[family]);
    let name: MqueueRule['name'];
    if (family === 'mqueue') {
      context.trivia();
      name = /["/@\d]/.test(context.peek()) ? context.word('path') : undefined;
      ({ conditions } = { conditions: [...conditions, ...context.conditions(known).conditions] });
    }
    const node = {
      kind: family,
      start: rule.start,
      end: rule.start,
      terminated: false,
      conditions,
      ...(rule.prefix ? { prefix: rule.prefix } : {}),
      ...(access ? { access } : {}),
      ...(peer ? { peer } : {}),
      ...(name ? { name } : {}),
    } as Conditioned;
    const seen = new Set<string>();
    for (const condition of conditions) {
      const key = condition.name.value;
      if (seen.has(key) && !(family === 'signal' && key === 'set'))
        context.report('repeated-condition', condition, key);
      seen.add(key);
      const one = family !== 'signal' && condition.values.length > 1;
      if (condition.operator !== '=' || one)
        context.report('bad-condition', condition, `${key} with several values`);
    }
    if (rule.prefix?.owner && family !== 'mqueue')
      context.report('bad-prefix', rule.prefix.owner, `A ${family} rule takes no owner.`);
    checks[family]?.(context, node);
    node.terminated = context.endRule();
    node.end = context.lastEnd();
    return node;
  };
}

function checkSignal(context: Context, node: Conditioned): void {
  if (node.kind !== 'signal') return;
  for (const condition of node.conditions.filter(({ name }) => name.value === 'set'))
    for (const word of condition.values) {
      const realtime = /^rtmin\+(\d+)$/.exec(word.value);
      if (realtime ? Number(realtime[1]) > 32 : !signals.has(word.value))
        context.report('bad-signal', word, word.value);
    }
}

const localUnix = new Set(['create', 'bind', 'listen', 'shutdown', 'getattr', 'setattr', 'getopt', 'setopt']);

function checkUnix(context: Context, node: Conditioned): void {
  if (node.kind !== 'unix') return;
  for (const condition of node.conditions)
    if (condition.name.value === 'type')
      for (const word of condition.values)
        if (!networkTypes.has(word.value))
          context.report('bad-network', word, `“${word.value}” is no socket type.`);
  const addresses = [...node.conditions, ...(node.peer?.conditions ?? [])].filter(
    ({ name }) => name.value === 'addr',
  );
  for (const condition of addresses)
    for (const word of condition.values)
      if (!/^(?:@|none$|auto$|\/)/.test(word.value))
        context.report('bad-condition', condition, `addr=${word.raw}`);
  const local = node.access?.words.find((word) => localUnix.has(word.value));
  const label = node.conditions.find(({ name }) => name.value === 'label');
  if (local && label && node.access!.words.every((word) => localUnix.has(word.value)))
    context.report('access-conflict', label, 'A label belongs to the peer, which this access does not know.');
  if (local && node.peer && node.access!.words.every((word) => localUnix.has(word.value)))
    context.report('access-conflict', local, `“${local.value}” knows no peer: give it a rule of its own.`);
}

/** POSIX queues have a name that starts with a slash, System V ones a number. */
function checkMqueue(context: Context, node: Conditioned): void {
  if (node.kind !== 'mqueue') return;
  const type = node.conditions.find(({ name }) => name.value === 'type')?.values[0];
  if (type && type.value !== 'posix' && type.value !== 'sysv')
    context.report('bad-condition', type, `type=${type.value}`);
  if (!node.name) return;
  const kind = /^\d+$/.test(node.name.value) ? 'sysv' : /^[/@]/.test(node.name.value) ? 'posix' : undefined;
  if (!kind || (type && type.value !== kind))
    context.report(
      'bad-rule-part',
      node.name,
      `“${node.name.value}” names no ${type?.value ?? ''} message queue.`.replace('  ', ' '),
    );
}

/** What an access of a dbus message can be limited by. */
function checkDbus(context: Context, node: Conditioned): void {
  if (node.kind !== 'dbus') return;
  const has = (name: string) => node.conditions.find((condition) => condition.name.value === name);
  const access = new Set(node.access?.words.map((word) => word.value));
  const message = has('path') ?? has('interface') ?? has('member');
  const messageAccess = ['send', 'receive', 'r', 'w', 'rw', 'wr', 'read', 'write'].some((word) =>
    access.has(word),
  );
  if (access.has('bind') && (message || node.peer))
    context.report('access-conflict', message ?? node.peer!, 'bind is limited by bus and name only.');
  if (access.has('eavesdrop') && (message || node.peer || has('name')))
    context.report(
      'access-conflict',
      message ?? node.peer ?? has('name')!,
      'eavesdrop is limited by bus only.',
    );
  if (messageAccess && has('name'))
    context.report('access-conflict', has('name')!, 'For send and receive, name belongs into peer=(…).');
  if (access.size === 0 && has('name') && (message || node.peer))
    context.report(
      'access-conflict',
      has('name')!,
      'A name to bind and conditions on messages exclude each other.',
    );
}
