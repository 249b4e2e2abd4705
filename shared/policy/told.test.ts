import { describe, expect, it } from 'vitest';
import { parse, type Rule } from '../syntax/index.ts';
import { toldByClass } from './told.ts';

const told = (text: string) => {
  const { items } = parse(text, { within: 'profile' }).tree;
  const rules = (items as Rule[]).map((node) => ({ node, deny: node.prefix?.access?.value === 'deny' }));
  return toldByClass(rules).map(
    (one) => `${one.weighty ? '!' : ''}${one.class} ${one.rules.length}: ${one.words}`,
  );
};

describe('rules are told', () => {
  it('by class, the weightiest first', () =>
    expect(
      told('/a r,\nsignal,\ncapability chown,\n/b w,\n/c ix,').map((line) => line.split(' ')[0]),
    ).toEqual(['!exec', '!write', '!capability', 'signal', 'read']));
  it('in each class that a file rule belongs to', () =>
    expect(told('/a rwix,')).toEqual([
      '!exec 1: starts 1 program: /a (ix)',
      '!write 1: writes 1 path: /a',
      'read 1: reads 1 path',
    ]));
  it('as every path where a rule names none', () =>
    expect(told('file,')).toEqual([
      '!exec 1: starts 1 program: every path',
      '!write 1: writes 1 path: every path',
      'read 1: reads 1 path',
    ]));
  it('with what sockets they open', () =>
    expect(
      told('network inet stream,\nnetwork netlink raw,\nnetwork,\nnetwork inet dgram port=0 peer=(port=53),'),
    ).toEqual([
      '!network 4: sockets: inet stream, netlink raw, every kind, inet dgram (limited to addresses or ports)',
    ]));
  it('with the buses they speak on', () =>
    expect(told('dbus send bus=system peer=(name=org.x),\ndbus (send, receive) bus=session,\ndbus,')).toEqual(
      ['!dbus 3: D-Bus: send on the system bus with org.x, send, receive on the session bus, everything'],
    ));
  it('with capabilities by name', () =>
    expect(told('capability chown fowner,\ncapability,')).toEqual([
      '!capability 2: capabilities: chown, fowner, all of them',
    ]));
  it('apart where they deny', () =>
    expect(told('deny /a w,\n/b r,')).toEqual(['read 1: reads 1 path', 'deny 1: denies: 1 rule']));
  it('with the first few of many', () =>
    expect(told(Array.from({ length: 9 }, (_, at) => `/${at} w,`).join('\n'))).toEqual([
      '!write 9: writes 9 paths: /0, /1, /2, /3, /4, /5 and 3 more',
    ]));
  it('not at all where there are none', () => expect(told('')).toEqual([]));
});
