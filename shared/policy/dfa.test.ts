import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { PolicyError } from './cursor.ts';
import { deadState, readDfa } from './dfa.ts';
import { type Encoding, type PlainState, plainStep, writeDfa } from './testing.ts';

const mostStates = 8;
const automaton = fc.integer({ min: 2, max: mostStates }).chain((count) => {
  const target = fc.nat(count - 1);
  const to = fc.dictionary(
    fc.constantFrom(0, 1, 47, 97, 98, 99, 195, 169, 255).map(String),
    target,
  ) as fc.Arbitrary<Record<number, number>>;
  const state = fc.record({ otherwise: target, to, outside: fc.option(target, { nil: undefined }) });
  return fc
    .array(state, { minLength: count - 1, maxLength: count - 1 })
    .map((live): PlainState[] => [{ otherwise: 0, to: {} }, ...live]);
});
const encoding: fc.Arbitrary<Encoding> = fc.record({
  classes: fc.boolean(),
  wide: fc.boolean(),
  differences: fc.boolean(),
  padding: fc.nat(7),
});
const text = fc.string({ unit: fc.constantFrom('/', 'a', 'b', 'c', 'é', '\0', 'x', '𝄞'), maxLength: 30 });

const walkPlain = (states: readonly PlainState[], bytes: Iterable<number>) =>
  [...bytes].reduce((state, byte) => plainStep(states, state, byte), 1);

test('a walk is the same in every encoding, packed and spread out', () => {
  fc.assert(
    fc.property(automaton, encoding, text, (states, how, path) => {
      const dfa = readDfa(writeDfa(states, how), 0);
      const bytes = new TextEncoder().encode(path);
      const expected = walkPlain(states, bytes);
      expect(dfa.states).toBe(states.length);
      expect(dfa.walk(1, bytes)).toBe(expected);
      expect(dfa.walkText(1, path)).toBe(expected);
      expect([...bytes].reduce((state, byte) => dfa.step(state, byte), 1)).toBe(expected);
      for (let again = 0; again < 1_000; again++) dfa.walk(1, bytes.subarray(0, 1));
      expect(dfa.walk(1, bytes)).toBe(expected);
      expect(dfa.walkText(1, path)).toBe(expected);
    }),
  );
});

test('the transition outside of all bytes, for the states that have one', () => {
  fc.assert(
    fc.property(automaton, fc.record({ classes: fc.boolean(), wide: fc.boolean() }), (states, how) => {
      const dfa = readDfa(writeDfa(states, how), 0);
      for (const [number, { outside }] of states.entries()) {
        expect(dfa.outside(number)).toBe(outside ?? deadState);
        expect(dfa.nul(number)).toBe(plainStep(states, number, 0));
      }
    }),
  );
});

const some: PlainState[] = [
  { otherwise: 0, to: {} },
  { otherwise: 0, to: { 47: 2 } },
  { otherwise: 2, to: { 0: 0 }, accept: 4 },
];

/** Where the tables of `some` stand, written without options. */
const place = { magic: 0, headerSize: 4, flags: 12, first: 24 };

describe('refused', () => {
  const refusal = (change: (view: DataView) => void, how?: Encoding) => {
    const bytes = writeDfa(some, how);
    change(new DataView(bytes.buffer));
    try {
      readDfa(bytes, 100);
      return 'read';
    } catch (error) {
      expect(error).toBeInstanceOf(PolicyError);
      return (error as Error).message.replace(/^Not a compiled policy: at byte (\d+), /, '$1 ');
    }
  };
  const tableAt = (view: DataView, id: number): number => {
    let at = place.first;
    while (view.getUint16(at) !== id)
      at += Math.ceil((12 + view.getUint16(at + 2) * view.getUint32(at + 8)) / 8) * 8;
    return at;
  };

  test('nothing of it', () => expect(refusal(() => {})).toBe('read'));
  test('another mark', () =>
    expect(refusal((view) => view.setUint8(0, 0))).toBe('100 expected the mark of a rule table, 1b5e783d.'));
  test('a header beyond the end', () =>
    expect(refusal((view) => view.setUint32(place.headerSize, 1e6))).toContain('header does not fit'));
  test('flags of another day', () =>
    expect(refusal((view) => view.setUint16(place.flags, 4))).toContain('unknown flags 4'));
  test('a table that is cut off', () =>
    expect(refusal((view) => view.setUint32(tableAt(view, 3) + 8, 1e6))).toContain(
      'a check table that is cut off',
    ));
  test('a missing table', () =>
    expect(refusal((view) => view.setUint16(tableAt(view, 1), 7))).toContain('second accept2 table'));
  test('a row that leaves the next table', () =>
    expect(refusal((view) => view.setUint32(tableAt(view, 2) + 12, 0xffff))).toContain(
      'row of state 0 leaves',
    ));
  test('a transition to a state that is not there', () =>
    expect(refusal((view) => view.setUint16(tableAt(view, 8) + 12, 3))).toContain(
      'transition to a state that is not there',
    ));
  test('a row of a state that is not there', () =>
    expect(refusal((view) => view.setUint16(tableAt(view, 3) + 12, 9))).toContain(
      'row of a state that is not there',
    ));
  test('a default that is not there', () =>
    expect(refusal((view) => view.setUint16(tableAt(view, 4) + 12, 3))).toContain(
      'leads to a state that is not there',
    ));
  test('a difference where the header rules them out', () =>
    expect(refusal((view) => view.setUint8(tableAt(view, 2) + 12, 0x80))).toContain(
      'which the header rules out',
    ));
  test('a transition outside of all bytes where the header rules it out', () =>
    expect(refusal((view) => view.setUint8(tableAt(view, 2) + 12, 0x20))).toContain(
      'out-of-band transition',
    ));
  test('differences that lead in a circle, so that a walk would never end', () => {
    const circle = (view: DataView) => {
      for (const state of [1, 2]) {
        view.setUint8(tableAt(view, 2) + 12 + state * 4, 0x80);
        view.setUint16(tableAt(view, 4) + 12 + state * 2, 3 - state);
      }
    };
    expect(refusal(circle, { differences: true })).toContain('difference from itself');
  });
});
