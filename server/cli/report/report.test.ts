import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { CheckedFile, Finding } from './findings.ts';
import { asGithub } from './github.ts';
import { asSarif } from './sarif.ts';
import { asText } from './text.ts';

const finding = (change: Partial<Finding> = {}): Finding => ({
  range: { start: { line: 1, character: 2 }, end: { line: 1, character: 5 } },
  severity: 'error',
  code: 'bad-permissions',
  message: 'No permissions.',
  source: 'syntax',
  ...change,
});
const one = (change: Partial<Finding> = {}, path = 'usr.bin.t'): CheckedFile[] => [
  { path, ok: false, diagnostics: [finding(change)] },
];

describe('for GitHub Actions', () => {
  test('a command with the place, one-based', () =>
    expect(asGithub(one())).toBe(
      '::error file=usr.bin.t,line=2,endLine=2,col=3,endColumn=6,title=syntax bad-permissions::No permissions.\n',
    ));
  test('a place of several lines has no columns', () => {
    const range = { start: { line: 0, character: 3 }, end: { line: 2, character: 1 } };
    expect(asGithub(one({ range }))).toMatch(/^::error file=usr\.bin\.t,line=1,endLine=3,title=/);
  });
  test('what would end a command or a property is escaped', () => {
    const [file] = one({ message: '100 %,\r\n::error::x' }, 'a,b:c%');
    expect(asGithub([file!])).toBe(
      '::error file=a%2Cb%3Ac%25,line=2,endLine=2,col=3,endColumn=6,title=syntax bad-permissions::100 %25,%0D%0A::error::x\n',
    );
  });
  test('standard input is no file', () =>
    expect(asGithub(one({}, '-'))).toBe('::error title=syntax bad-permissions::No permissions.\n'));
  test.each(['warning', 'info', 'hint'] as const)('%s', (severity) =>
    expect(asGithub(one({ severity }))).toMatch(severity === 'warning' ? /^::warning / : /^::notice /),
  );
  test('nothing where nothing is found', () =>
    expect(asGithub([{ path: 'x', ok: true, diagnostics: [] }])).toBe(''));
  test('whatever a message says, a finding is one line', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ minLength: 1 }), (message, path) => {
        expect(asGithub(one({ message }, path)).match(/[\r\n]/g)).toEqual(['\n']);
      }),
    );
  });
});

const answer = { option: 'sudo/setuid', title: 'Change user', reason: 'Drops root' };
const answered = () => [
  {
    path: 'x',
    ok: true,
    diagnostics: [finding({ severity: 'warning', answer }), finding({ code: 'other' })],
  },
];

describe('what a kit answers for', () => {
  test('is counted in the text', () =>
    expect(asText(answered())).toBe(
      'x:2:3: error other: No permissions.\nx: 1 answered by the kit; --format json tells them with its reasons\nx: no errors\n',
    ));
  test('is no command for GitHub', () => expect(asGithub(answered())).toMatch(/^::error .* other::.*\n$/));
});

describe('SARIF', () => {
  const schema = JSON.parse(
    readFileSync(new URL('../../../test/schemas/sarif-schema-2.1.0.json', import.meta.url), 'utf8'),
  );
  const ajv = new Ajv({ strict: false, allErrors: true, validateFormats: true });
  addFormats.default(ajv);
  const validate = ajv.compile(schema);
  const read = (files: CheckedFile[]) => {
    const log = JSON.parse(asSarif(files, '/home/me/policy'));
    validate(log);
    expect(validate.errors ?? []).toEqual([]);
    return log.runs[0];
  };

  test('the schema is one that refuses', () => {
    expect(validate({ version: '2.1.0', runs: [{ tool: { driver: {} }, results: [] }] })).toBe(false);
  });
  test('nothing found', () => expect(read([]).results).toEqual([]));
  test('a finding with its place, one-based, relative to the current directory', () => {
    const run = read(one({}, '/home/me/policy/usr.bin.t a'));
    expect(run.results[0]).toMatchObject({
      ruleId: 'syntax/bad-permissions',
      ruleIndex: 0,
      level: 'error',
      locations: [
        {
          physicalLocation: {
            artifactLocation: { uri: 'usr.bin.t%20a', uriBaseId: 'SRCROOT' },
            region: { startLine: 2, startColumn: 3, endLine: 2, endColumn: 6 },
          },
        },
      ],
    });
    expect(run.originalUriBaseIds.SRCROOT.uri).toBe('file:///home/me/policy/');
  });
  test('a file elsewhere is named whole', () => {
    const { artifactLocation } = read(one({}, '/etc/x')).results[0].locations[0].physicalLocation;
    expect(artifactLocation).toEqual({ uri: 'file:///etc/x' });
  });
  test('a security check has its page', () =>
    expect(read(one({ source: 'lint', code: 'wide-path' })).tool.driver.rules).toEqual([
      expect.objectContaining({
        id: 'lint/wide-path',
        helpUri: expect.stringMatching(/docs\/checks\/wide-path\.md$/),
      }),
    ]));
  test('findings of one kind share their rule', () => {
    const run = read([...one(), ...one({ code: 'bad-glob' }), ...one()]);
    expect(run.results.map((result: { ruleIndex: number }) => result.ruleIndex)).toEqual([0, 1, 0]);
    expect(run.tool.driver.rules).toHaveLength(2);
  });
  test('other places are told', () => {
    const { range } = finding();
    const related = [{ file: 'local/x', range, message: 'The other exec mode.' }];
    expect(read(one({ related })).results[0].relatedLocations).toEqual([
      expect.objectContaining({ id: 1, message: { text: 'The other exec mode.' } }),
    ]);
  });
  test('what a kit answers for is suppressed, with its reason', () =>
    expect(read(answered()).results.map((result: { suppressions: object[] }) => result.suppressions)).toEqual(
      [[{ kind: 'external', justification: 'Change user: Drops root' }], []],
    ));
  test('nothing of suppressions where no kit answers', () =>
    expect(read(one()).results[0]).not.toHaveProperty('suppressions'));
  test('valid, whatever files and messages are called', () => {
    fc.assert(
      fc.property(
        fc.string({ minLength: 1 }),
        fc.string(),
        fc.constantFrom('error', 'hint'),
        (path, message, severity) => {
          read(one({ message, severity: severity as Finding['severity'] }, path));
        },
      ),
    );
  });
});
