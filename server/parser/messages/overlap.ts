/**
 * Whether two path patterns of apparmor.d(5) can match the same path. Used to find the rules behind "conflicting x
 * modifiers", where apparmor_parser names neither. Variables without known values match anything.
 */

/** What one character of a path may be: one of a set, or all but one of a set. */
interface Kind {
  chars: Set<string>;
  except: boolean;
}

interface State {
  steps: [Kind, State][];
  jumps: State[];
}

const anything: Kind = { chars: new Set(), except: true };
const notSlash: Kind = { chars: new Set('/'), except: true };

/** How much may still be tried, over several questions. */
export interface Effort {
  left: number;
}

/** Whether some path is matched by both patterns; true also where the effort did not suffice to find out. */
export function patternsOverlap(a: string, b: string, effort: Effort = { left: 200_000 }): boolean {
  const [left, right] = [machine(a), machine(b)];
  const ids = new Map<State, number>();
  const id = (state: State) => ids.get(state) ?? ids.set(state, ids.size).size - 1;
  const seen = new Set<string>();
  const queue: [State, State][] = [[left.start, right.start]];
  const visit = (x: State, y: State) => {
    const key = `${id(x)},${id(y)}`;
    if (!seen.has(key)) {
      seen.add(key);
      queue.push([x, y]);
    }
  };
  for (let at = 0; at < queue.length; at++) {
    if (--effort.left < 0) return true;
    const [x, y] = queue[at]!;
    if (x === left.end && y === right.end) return true;
    for (const next of x.jumps) visit(next, y);
    for (const next of y.jumps) visit(x, next);
    for (const [kind, next] of x.steps)
      for (const [other, beside] of y.steps) if (meet(kind, other)) visit(next, beside);
  }
  return false;
}

function meet(a: Kind, b: Kind): boolean {
  if (a.except && b.except) return true;
  if (a.except) return [...b.chars].some((char) => !a.chars.has(char));
  if (b.except) return [...a.chars].some((char) => !b.chars.has(char));
  return [...a.chars].some((char) => b.chars.has(char));
}

const newState = (): State => ({ steps: [], jumps: [] });

function machine(pattern: string): { start: State; end: State } {
  const start = newState();
  let end = start;
  const step = (kind: Kind) => {
    const next = newState();
    end.steps.push([kind, next]);
    end = next;
  };
  const loop = (kind: Kind) => {
    const next = newState();
    end.jumps.push(next);
    next.steps.push([kind, next]);
    end = newState();
    next.jumps.push(end);
  };
  // Open braces: where the alternatives part, and where they meet again.
  const open: { from: State; to: State }[] = [];
  const token = /@\{\w*\}|\*\*|\[\^?\]?[^\]]{0,300}\]|\\[\s\S]|[\s\S]/gu;
  for (const [part] of pattern.matchAll(token)) {
    if (part.startsWith('@{') || part === '**') loop(anything);
    else if (part === '*') loop(notSlash);
    else if (part === '?') step(notSlash);
    else if (part.startsWith('[') && part.length > 1) step(classKind(part));
    else if (part === '{') {
      open.push({ from: end, to: newState() });
      end = branch(end);
    } else if (part === ',' && open.length > 0) {
      end.jumps.push(open.at(-1)!.to);
      end = branch(open.at(-1)!.from);
    } else if (part === '}' && open.length > 0) {
      const { to } = open.pop()!;
      end.jumps.push(to);
      end = to;
    } else step({ chars: new Set(part.startsWith('\\') ? part.slice(1) : part), except: false });
  }
  return { start, end };
}

function branch(from: State): State {
  const state = newState();
  from.jumps.push(state);
  return state;
}

function classKind(text: string): Kind {
  const except = text[1] === '^';
  const chars = new Set<string>();
  const body = [...text.slice(except ? 2 : 1, -1)];
  for (let at = 0; at < body.length; at++) {
    const last = body[at + 1] === '-' ? body[at + 2] : undefined;
    if (last === undefined) chars.add(body[at]!);
    else {
      for (let code = body[at]!.codePointAt(0)!; code <= last.codePointAt(0)!; code++)
        chars.add(String.fromCodePoint(code));
      at += 2;
    }
  }
  return { chars, except };
}
