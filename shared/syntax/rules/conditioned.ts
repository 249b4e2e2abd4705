/** Rules whose shape is `keyword access? conditions* peer?`: unix, dbus, signal, ptrace, mqueue, io_uring, userns. */
import { checkSingle, conditionsNamed, takeConditions } from '../conditions.ts';
import type { Context, RuleStart } from '../context.ts';
import type {
  Condition,
  DbusRule,
  IoUringRule,
  MqueueRule,
  PtraceRule,
  SignalRule,
  UnixRule,
  UsernsRule,
} from '../nodes.ts';
import { accessWords, conditionWords, isSignal, networkLocalOnly, unixTypes } from '../vocabulary.ts';
import { operandEnd } from '../words.ts';
import { accessOf, finish, refusePrefix, ruleBase, takeAccess, takeRuleAccess } from './common.ts';

/** parser/af_unix.cc */
export function parseUnix(context: Context, rule: RuleStart): UnixRule {
  const node: UnixRule = { kind: 'unix', ...head(context, rule, 'unix') };
  const { known, peer } = { known: conditionWords.unix, peer: conditionWords.unixPeer };
  Object.assign(node, takeConditions(context, { known, peer }));
  checkSingle(context, node.conditions);
  checkSingle(context, node.peer?.conditions ?? []);
  for (const condition of conditionsNamed(node.conditions, 'type'))
    for (const word of condition.values)
      if (!unixTypes.has(word.value))
        context.report('bad-network', word, `“${word.value}” is no socket type.`);
  checkAddresses(context, [...node.conditions, ...(node.peer?.conditions ?? [])]);
  const local = accessOf(node.access).find(({ name }) => networkLocalOnly.has(name));
  if (local && node.peer && node.peer.conditions.length > 0)
    context.report(
      'access-conflict',
      local.word,
      `“${local.name}” knows no peer: give it a rule of its own.`,
    );
  return finish(context, node);
}

function checkAddresses(context: Context, conditions: readonly Condition[]): void {
  for (const condition of conditionsNamed(conditions, 'addr'))
    for (const word of condition.values)
      if (!/^@|^none$|^auto$/.test(word.value)) context.report('bad-address', condition, word.value);
}

/** parser/dbus.cc */
export function parseDbus(context: Context, rule: RuleStart): DbusRule {
  const node: DbusRule = { kind: 'dbus', ...head(context, rule, 'dbus') };
  Object.assign(node, takeConditions(context, { known: conditionWords.dbus, peer: conditionWords.dbusPeer }));
  const peers = node.peer?.conditions ?? [];
  checkSingle(context, [...node.conditions, ...peers]);
  const first = (conditions: readonly Condition[], ...names: string[]) =>
    conditionsNamed(conditions, ...names)[0];
  const service = first(node.conditions, 'name');
  const message =
    first(node.conditions, 'path', 'interface', 'member') ??
    first(peers, 'path', 'interface', 'member', 'label', 'name');
  const access = new Set(accessOf(node.access).map(({ name }) => name));
  if (message && service)
    context.report(
      'access-conflict',
      service,
      'A name to bind and conditions on messages exclude each other.',
    );
  else if (message && access.has('bind'))
    context.report('access-conflict', message, 'bind is limited by bus and name only.');
  else if (service && ['send', 'receive', 'read', 'write'].some((name) => access.has(name)))
    context.report('access-conflict', service, 'For send and receive, name belongs into peer=(…).');
  else if (access.has('eavesdrop') && (message || service))
    context.report('access-conflict', (message ?? service)!, 'eavesdrop is limited by bus only.');
  return finish(context, node);
}

/** parser/signal.cc */
export function parseSignal(context: Context, rule: RuleStart): SignalRule {
  const node: SignalRule = { kind: 'signal', ...head(context, rule, 'signal') };
  const { conditions } = takeConditions(context, { known: conditionWords.signal });
  checkSingle(context, conditions, { lists: ['set'], twice: ['set'] });
  Object.assign(node, labelPeer(conditions));
  for (const condition of conditionsNamed(node.conditions, 'set'))
    for (const word of condition.values)
      if (!isSignal(word.value)) context.report('bad-signal', word, word.value);
  return finish(context, node);
}

/** parser/ptrace.cc */
export function parsePtrace(context: Context, rule: RuleStart): PtraceRule {
  const node: PtraceRule = { kind: 'ptrace', ...head(context, rule, 'ptrace') };
  const { conditions } = takeConditions(context, { known: conditionWords.ptrace });
  checkSingle(context, conditions);
  Object.assign(node, labelPeer(conditions));
  return finish(context, node);
}

/** `peer=name` of signal and ptrace rules, told from the other conditions. */
function labelPeer(conditions: readonly Condition[]): Pick<SignalRule, 'conditions' | 'peer'> {
  const peer = conditions.find(({ name, values }) => name.value === 'peer' && values.length > 0);
  const others = conditions.filter((condition) => condition !== peer);
  if (!peer) return { conditions: others };
  const { start, end, values } = peer;
  return { conditions: others, peer: { start, end, conditions: [], value: values[0]! } };
}

/** parser/mqueue.cc: POSIX queues have a name that starts with a slash, System V ones a number. */
export function parseMqueue(context: Context, rule: RuleStart): MqueueRule {
  const node: MqueueRule = { kind: 'mqueue', ...head(context, rule, 'mqueue') };
  node.conditions = takeConditions(context, { known: conditionWords.mqueue }).conditions;
  checkSingle(context, node.conditions, { lists: ['label', 'type'], twice: ['type'] });
  const types = conditionsNamed(node.conditions, 'type').flatMap(({ values }) => values.slice(0, 1));
  for (const type of types)
    if (type.value !== 'posix' && type.value !== 'sysv')
      context.report(
        'bad-queue',
        type,
        `“${type.value}” is no type of message queue: expected posix or sysv.`,
      );
  const [type] = types;
  context.ruleSpace();
  const name = context.peek() === ',' ? undefined : context.word(operandEnd);
  if (name) {
    if (!name.quoted) context.wordBreak(name, 'comma');
    node.name = name;
    const kind = /^\d+$/.test(name.value) ? 'sysv' : name.value.startsWith('/') ? 'posix' : undefined;
    if (!kind)
      context.report(
        'bad-queue',
        name,
        `“${name.value}” names no message queue: expected a name that starts with “/”, or a number.`,
      );
    else if (type && (type.value === 'posix' || type.value === 'sysv') && type.value !== kind)
      context.report('bad-queue', name, `“${name.value}” names no ${type.value} message queue.`);
  }
  return finish(context, node);
}

/** parser/io_uring.cc. Its words are read as those between rules are, so comments may stand between. */
export function parseIoUring(context: Context, rule: RuleStart): IoUringRule {
  context.takeKey();
  const node: IoUringRule = { kind: 'io_uring', ...ruleBase(rule), conditions: [] };
  context.trivia();
  const access = takeAccess(context, accessWords.io_uring, /^/);
  if (access) {
    node.access = access;
    const odd = access.words.find(({ value }) => !accessWords.io_uring.has(value));
    if (odd) context.report('ignored-access', odd, odd.value);
  }
  const { conditions, peer } = takeConditions(context, {
    known: conditionWords.io_uring,
    peer: conditionWords.io_uring,
    comments: true,
  });
  node.conditions = conditions;
  checkSingle(context, [...conditions, ...(peer?.conditions ?? [])]);
  refusePrefix(context, rule, 'An io_uring rule', 'owner');
  return finish(context, node, 'comments');
}

/** parser/userns.cc: it knows one access and no conditions. */
export function parseUserns(context: Context, rule: RuleStart): UsernsRule {
  context.takeKey();
  const node: UsernsRule = { kind: 'userns', ...ruleBase(rule) };
  context.ruleSpace();
  if (context.peek() === '(') {
    const list = context.wordList();
    node.access = list;
    context.report('bad-access-list', list, 'userns');
  } else {
    const access = takeAccess(context, accessWords.userns);
    if (access) node.access = access;
  }
  refusePrefix(context, rule, 'A userns rule', 'owner');
  return finish(context, node);
}

type Family = 'unix' | 'dbus' | 'signal' | 'ptrace' | 'mqueue';

/** The keyword and the access that stand before the conditions. */
function head(context: Context, rule: RuleStart, family: Family) {
  context.takeKey();
  const access = takeRuleAccess(context, accessWords[family]);
  refusePrefix(context, rule, `A ${family} rule`, 'owner');
  return { ...ruleBase(rule), conditions: [] as Condition[], ...(access ? { access } : {}) };
}
