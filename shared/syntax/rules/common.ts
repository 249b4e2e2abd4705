import type { Context, RuleStart } from '../context.ts';
import type { RuleBlock, Word, WordList } from '../nodes.ts';
import { keyEnd, operandEnd } from '../words.ts';

type Ruled = Pick<RuleBlock, 'prefix' | 'terminated' | 'start' | 'end'>;

/** The parts every rule has, before its end is known. */
export function ruleBase({ start, prefix }: RuleStart): Ruled {
  return { start, end: start, terminated: false, ...(prefix ? { prefix } : {}) };
}

/** Read the closing comma, and note where the rule ends. */
export function finish<Node extends { terminated: boolean; end: number }>(
  context: Context,
  node: Node,
  skip: 'comments' | 'space' | 'words' = 'space',
): Node {
  node.terminated = context.endRule(skip);
  node.end = context.lastEnd();
  return node;
}

/**
 * Whether an exec permission is refused: one that says how to run a program cannot be denied, and a bare one can only
 * be denied. It is so for the rule, then again with what each block around it says, from the inside out.
 * `from` says where that begins: change_profile rules are looked at in blocks only.
 */
export function execRefusal(
  { prefix, place }: RuleStart,
  qualified: boolean,
  from: 'rule' | 'blocks' = 'rule',
): 'bare' | 'qualified' | undefined {
  let access = prefix?.access?.value;
  const refused = () => qualified === (access === 'deny');
  let bad = from === 'rule' && refused();
  for (let { block } = place; block && !bad; block = block.outer) {
    access = block.access;
    bad = refused();
  }
  if (!bad) return undefined;
  return qualified ? 'qualified' : 'bare';
}

/** Reports prefixes that a kind of rule does not take. */
export function refusePrefix(
  context: Context,
  { prefix }: RuleStart,
  rule: string,
  ...parts: ('owner' | 'priority')[]
): void {
  for (const part of parts) {
    const written = prefix?.[part];
    if (part === 'priority' && prefix?.priority?.value === 0) continue;
    const word = part === 'owner' ? prefix?.owner?.value : part;
    if (written) context.report('bad-prefix', written, `${rule} takes no ${word}.`);
  }
}

/**
 * An access list: in parentheses, or one bare word. In parentheses letters may be joined (`rw`) where `letters` says
 * which there are.
 */
export function takeAccess(
  context: Context,
  known: ReadonlySet<string>,
  letters = /^[rRwW]+$/,
): WordList | undefined {
  context.ruleSpace();
  if (context.peek() === '(') {
    const list = context.wordList();
    for (const word of list.words)
      if (!known.has(word.value) && !letters.test(word.value)) context.report('bad-access', word, word.value);
    return list;
  }
  const key = context.peekKey();
  const end = context.pos + key.length;
  if (!known.has(key)) return undefined;
  // Letters are permissions only before white space or a comma.
  if (/^[rw]+$/.test(key) && !/[\s,]/.test(context.text[end] ?? '')) return undefined;
  const word = context.takeKey()!;
  return { start: word.start, end: word.end, words: [word], parenthesised: false };
}

const letterAccess: Readonly<Record<string, string>> = { r: 'read', w: 'write' };

/** The access of rules whose words may hold commas and carriage returns. */
export function takeRuleAccess(context: Context, known: ReadonlySet<string>): WordList | undefined {
  context.ruleSpace();
  const { text, pos } = context;
  // A comma that something is joined to belongs to the word.
  if (text[pos] !== '(' && operandEnd(text, pos) > keyEnd(text, pos)) return undefined;
  const access = takeAccess(context, known);
  if (access && !access.parenthesised) context.wordBreak(access, 'rule');
  return access;
}

/** The accesses of a list in words, joined letters taken apart. */
export function accessOf(list: WordList | undefined): { name: string; word: Word }[] {
  return (list?.words ?? []).flatMap((word) =>
    /^[rw]+$/i.test(word.value)
      ? [...word.value.toLowerCase()].map((letter) => ({ name: letterAccess[letter]!, word }))
      : [{ name: word.value, word }],
  );
}
