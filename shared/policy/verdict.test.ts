import { describe, expect, test } from 'vitest';
import { noPermissions } from './permissions.ts';
import type { CompiledProfile, Permissions, ProfileMode } from './profile.ts';
import { judge, permissionWords } from './verdict.ts';

const read = 4;
const write = 2;
const profile = (mode: ProfileMode, auditAll = false) => ({ mode, auditAll }) as CompiledProfile;
const said = (
  permissions: Partial<Permissions>,
  wanted: number,
  mode: ProfileMode = 'enforce',
  auditAll = false,
) => {
  const { perms, ...answer } = judge(profile(mode, auditAll), { ...noPermissions, ...permissions }, wanted);
  return answer;
};
const allowed = { verdict: 'allow', mediated: true, explicitDeny: false, audit: false, quiet: false };
const denied = { ...allowed, verdict: 'deny', audit: true };

describe('a request', () => {
  test('allowed', () => expect(said({ allow: read }, read)).toEqual(allowed));
  test('allowed and logged', () =>
    expect(said({ allow: read, audit: read }, read)).toEqual({ ...allowed, audit: true }));
  test('not allowed: logged', () => expect(said({}, read)).toEqual(denied));
  test('denied by a rule: in silence', () =>
    expect(said({ quiet: read }, read)).toEqual({
      ...denied,
      explicitDeny: true,
      audit: false,
      quiet: true,
    }));
  test('in part denied by a rule: logged', () =>
    expect(said({ quiet: read }, read | write)).toEqual({ ...denied, explicitDeny: true }));
  test('allowed in part only', () => expect(said({ allow: read }, read | write)).toEqual(denied));
  test('a permission that is denied as well is not allowed', () =>
    expect(said({ allow: read, deny: read }, read)).toEqual({ ...denied, explicitDeny: true }));
});

describe('complain mode', () => {
  const passed = { ...denied, verdict: 'allow', complain: true };
  test('lets pass what nothing allows', () => expect(said({}, read, 'complain')).toEqual(passed));
  test('denies what a deny rule names, alone', () =>
    expect(said({ quiet: read }, read, 'complain')).toMatchObject({ verdict: 'deny', quiet: true }));
  test('lets pass what a deny rule names, together with what nothing allows', () =>
    expect(said({ quiet: read }, read | write, 'complain')).toEqual({ ...passed, explicitDeny: true }));
  test('with flags=(audit) lets pass even what a deny rule names', () =>
    expect(said({ quiet: read }, read, 'complain', true)).toEqual({ ...passed, explicitDeny: true }));
});

test('flags=(audit) logs every use', () =>
  expect(said({ allow: read }, read, 'enforce', true)).toEqual({ ...allowed, audit: true }));
test('kill says so, but not of what is denied in silence', () => {
  expect(said({}, read, 'kill').note).toBe('The process is killed.');
  expect(said({ quiet: read }, read, 'kill').note).toBeUndefined();
});
test('an unconfined profile is not asked', () =>
  expect(said({ quiet: read }, read, 'unconfined')).toMatchObject({ verdict: 'allow', mediated: false }));

test('the words that .access prints: audit of what is allowed, quiet of what is not', () => {
  const permissions = { ...noPermissions, allow: 0x80000006, audit: 0xf, quiet: 0xf };
  expect(permissionWords(profile('enforce'), permissions)).toEqual({
    allow: 0x80000006,
    deny: 0,
    audit: 6,
    quiet: 9,
  });
  expect(permissionWords(profile('enforce', true), permissions)).toMatchObject({
    audit: 0x80000006,
    quiet: 0,
  });
});
