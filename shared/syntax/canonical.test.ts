import { describe, expect, test } from 'vitest';
import { canonicalRule, parse } from './index.ts';

function key(rule: string): string {
  const [item] = parse(rule, { within: 'profile' }).tree.items;
  return canonicalRule(item!);
}
const same = (a: string, b: string) => test(`${a} is ${b}`, () => expect(key(a)).toBe(key(b)));
const differ = (a: string, b: string) => test(`${a} is not ${b}`, () => expect(key(a)).not.toBe(key(b)));

describe('equal forms', () => {
  same('/a rwk,', '/a   kwr,');
  same('/a r,', 'r /a,');
  same('/a r,', 'file "/a" r,');
  same('/a r,', 'allow /a r,');
  same('network (send, receive) inet dgram,', 'network (receive send) inet dgram,');
  same(
    'network inet dgram port=0 peer=(ip=::1 port=53),',
    'network inet dgram port=0 peer=(port=53, ip=::1),',
  );
  same('capability bpf net_raw,', 'capability net_raw bpf,');
  same('ptrace read,', 'ptrace (r),');
  same('signal peer=x,', 'signal peer="x",');
  same('deny /a x,', 'deny file x /a,');
  same('/a rwkw,', '/a rwk,');
  same('/a r,', '/a  r, # words');
});

describe('different rules', () => {
  differ('/a r,', '/a rw,');
  differ('/a r,', 'owner /a r,');
  differ('/a r,', 'deny /a r,');
  differ('/a r,', 'audit /a r,');
  differ('/a px,', '/a Px,');
  differ('/a px -> b,', '/a px -> c,');
  differ('network inet dgram,', 'network inet6 dgram,');
  differ('network inet dgram peer=(port=53),', 'network inet dgram port=53,');
  differ('include <a>', 'include if exists <a>');
});
