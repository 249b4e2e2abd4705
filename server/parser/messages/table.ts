/**
 * What the words of apparmor_parser mean and where they belong: one row per message. The first row that matches counts;
 * a message that no row knows is passed on as it is. The words were collected from 3.0.8, 4.1.0 and 5.0.2 and the
 * yyerror(), PERROR() and pwarn() calls of the parser's sources.
 */
import { execConflicts } from './execConflicts.ts';
import {
  findFirst,
  headers,
  literal,
  patternUses,
  type Spot,
  variableDefinitions,
  variableUses,
} from './locate.ts';
import {
  commaBefore,
  definitionsUpTo,
  endOfNext,
  entryBefore,
  execRules,
  isNextRule,
  lastCode,
  pathHeaderBefore,
  quotedInLine,
  rulesOf,
  type Where,
} from './places.ts';
import { wildestPattern } from './suspects.ts';
import { missingFileWords, patternWords, shortened, tokenWords, undeclaredWords } from './words.ts';

export interface Row {
  words: RegExp;
  code: string;
  /** Where the same words have several causes: whether this is the one. */
  when?: (match: RegExpExecArray, where: Where) => boolean;
  /** In plain words, before the parser's own. */
  plain?: (match: RegExpExecArray, where: Where) => string | undefined;
  /** The places; none leaves it to the line that the parser named, else to the profile's header. */
  at?: (match: RegExpExecArray, where: Where) => Spot[];
  severity?: 'info' | 'warning';
}

/** Lines that only repeat, introduce or follow another message. */
export const noise: RegExp[] = [
  /^See the apparmor\.d\(5\) manpage for details\.$/,
  /^failure expanding variable /,
  /^terminate called after throwing an instance of /,
  /^ {2}what\(\): /,
  /^'@?\{?\w+\}?' is already defined$/,
  /^Failed to find declaration for: \w+$/,
];

export const rows: Row[] = [
  {
    words: /^missing an end of line character\? \(entry: (.*)\)$/,
    code: 'parser-missing-comma',
    plain: () => 'A comma is missing at the end of this rule.',
    at: ([, entry], { source, line }) => (source ? entryBefore(source, entry!, line!) : []),
  },
  {
    words:
      /^invalid (network|dbus|unix|mqueue|signal|ptrace|io_uring|mount|link|userns)(?: rule)? conditional "([^"]*)"/,
    code: 'parser-condition',
    plain: ([, kind, name]) =>
      kind === 'network'
        ? `A network rule knows no condition “${name}”; expected ip=, port= or interface=, as in peer=(ip=127.0.0.53 port=53).`
        : `A rule of the kind ${kind} knows no condition “${name}”.`,
    at: ([, , name], where) => quotedInLine(name!, where),
  },
  {
    words: /^Invalid capability (\S+)\.$/,
    code: 'parser-missing-comma',
    when: ([, name], where) => isNextRule(name!, where),
    plain: () => 'A comma is missing at the end of this rule.',
    at: (_match, where) => commaBefore(where),
  },
  {
    words: /^Invalid capability (\S+)\.$/,
    code: 'parser-capability',
    plain: ([, name]) => `“${name}” is not the name of a capability; expected one like net_raw.`,
    at: ([, name], where) => quotedInLine(name!, where),
  },
  {
    words: /^syntax error, unexpected (.+), expecting TOK_END_OF_RULE$/,
    code: 'parser-missing-comma',
    when: ([, token], where) => token === 'TOK_CLOSE' || commaBefore(where).length > 0,
    plain: () => 'A comma is missing at the end of this rule.',
    at: (_match, where) => commaBefore(where),
  },
  {
    words: /^syntax error, unexpected (.+), expecting TOK_END_OF_RULE$/,
    code: 'parser-syntax',
    plain: ([, token]) =>
      `Expected a comma, the end of the rule, before ${tokenWords(token!)}: this version of the parser takes nothing more here.`,
  },
  {
    words: /^syntax error, unexpected end of file, expecting (.+)$/,
    code: 'parser-unexpected-end',
    plain: ([, expected]) =>
      expected === 'TOK_OPEN'
        ? 'The text ends where “{” was expected: rules belong inside a profile.'
        : 'The text ends inside a profile: a “}” is missing.',
    at: (_match, { source }) => (source ? lastCode(source) : []),
  },
  {
    words: /^syntax error, unexpected TOK_CLOSE, expecting end of file$/,
    code: 'parser-extra-brace',
    plain: () => 'A “}” without a “{”.',
  },
  {
    words: /^syntax error, unexpected TOK_ID, expecting TOK_MODE$/,
    code: 'parser-syntax',
    plain: () =>
      'Expected permissions such as r, w or ix after a path; the word here is neither a rule that this version knows nor permissions.',
  },
  {
    words: /^syntax error, unexpected (.+?), expecting (.+)$/,
    code: 'parser-syntax',
    plain: ([, token, expected]) =>
      `Expected ${expected!.split(' or ').map(tokenWords).join(' or ')}, found ${tokenWords(token!)}.`,
    at: (_match, where) => commaBefore(where),
  },
  { words: /^syntax error$/, code: 'parser-syntax', plain: () => 'This is not a rule the parser knows.' },
  {
    words: /^Lexer found unexpected character: '([\s\S]*)' \(0x[0-9a-f]+\) in state: (\w+)$/,
    code: 'parser-character',
    plain: ([, character]) =>
      character === '"'
        ? 'A quotation mark is opened here and never closed.'
        : `The character “${character}” cannot stand here.`,
    at: ([, character], where) => quotedInLine(character!, where),
  },
  {
    words: /^Could not open '(.+?)'(?: in '.+')?(?:: No such file or directory)?$/,
    code: 'parser-missing-file',
    plain: ([, name], { source, line }) => missingFileWords(name!, source, line),
    at: ([, name], where) => quotedInLine(name!, where),
  },
  {
    words: /^Invalid network entry\.$/,
    code: 'parser-network',
    plain: () =>
      'Not a network rule this version knows: expected a family (inet, inet6, ...), then a type (stream, dgram, ...) or protocol.',
  },
  {
    words: /^Invalid (?:mode|perms), 'x' must be preceded by exec qualifier/,
    code: 'parser-exec',
    plain: () => 'A bare “x” does not say how the program is run: write ix, px, cx, ux or one of their kind.',
  },
  {
    words: /^Invalid (?:mode|perms), in deny rules 'x' must not be preceded/,
    code: 'parser-exec',
    plain: () => 'In a deny rule execution is a plain “x”, without i, p, c or u.',
  },
  {
    words: /^Exec qualifier '.' invalid, conflicting qualifier already specified$/,
    code: 'parser-exec',
    plain: () => 'Two ways to run the program in one rule: only one may stand.',
  },
  {
    words: /^Conflict 'a' and 'w' perms are mutually exclusive/,
    code: 'parser-permissions',
    plain: () => 'w (write) includes a (append): only one of them may stand.',
  },
  {
    words: /^variable @\{(\w+)\} was previously declared$/,
    code: 'parser-variable-twice',
    plain: ([, name]) => `@{${name}} has been given its values already; use “+=” to add to them.`,
    at: ([, name], { source, line, sources }) => definitionsUpTo(name!, source, line, sources),
  },
  {
    words: /^variable @\{(\w+)\} was not previously declared, but is being assigned additional values$/,
    code: 'parser-variable-unknown',
    plain: ([, name]) =>
      `@{${name}} has no values yet to add to: define it with “=” first, or include the file that does.`,
    at: ([, name], { source, line, sources }) => definitionsUpTo(name!, source, line, sources),
  },
  {
    words: /^Found reference to variable (\w+), but is never declared$/,
    code: 'parser-variable-unknown',
    plain: ([, name]) => undeclaredWords(name!),
    at: ([, name], { sources }) => variableUses(sources, name!).slice(0, 1),
  },
  {
    words: /^Failed to find declaration for: @\{(\w+)\}$/,
    code: 'parser-variable-unknown',
    plain: ([, name]) => undeclaredWords(name!),
    at: ([, name], { sources }) => variableUses(sources, name!).slice(0, 1),
  },
  {
    words: /^Variable @\{(\w+)\} references undefined variable @\{(\w+)\}$/,
    code: 'parser-variable-unknown',
    plain: ([, , name]) => undeclaredWords(name!),
    at: ([, , name], { sources }) => variableUses(sources, name!).slice(0, 1),
  },
  {
    words: /^Variable @\{(\w+)\} is referenced recursively \(by @\{(\w+)\}\)$/,
    code: 'parser-variable-loop',
    plain: ([, name, by]) =>
      name === by ? `@{${name}} is defined by itself.` : `@{${name}} and @{${by}} are defined by each other.`,
    at: ([, name, by], { sources }) =>
      [...new Set([name!, by!])].flatMap((each) => variableDefinitions(sources, each).slice(0, 1)),
  },
  {
    words: /^Variable declarations do not accept trailing commas$/,
    code: 'parser-variable-comma',
    plain: () => 'A variable’s values end with the line, without a comma.',
    at: (_match, { source, line }) => (source ? endOfNext(source, line!) : []),
  },
  {
    words: /^Multiple definitions for profile (.+?) exist, ?bailing out\.$/,
    code: 'parser-profile-twice',
    plain: ([, name]) => `There are two profiles of the name ${name}.`,
    at: ([, name], { sources }) => headers(sources, name!).slice(1, 2),
  },
  {
    words: /^profile (.+?): has merged rule (.+) with conflicting x modifiers$/,
    code: 'parser-exec-conflict',
    plain: ([, , path]) => `Rules for ${path} say different ways to run it; only one may stand.`,
    at: ([, , path], { sources, resolveInclude }) => {
      const both = execConflicts(sources, resolveInclude);
      return both.length > 0 ? both : execRules(sources, path!);
    },
  },
  {
    words: /^profile has merged rule with conflicting x modifiers$/,
    code: 'parser-exec-conflict',
    plain: () => 'Two rules whose patterns overlap say different ways to run a program; only one may stand.',
    at: (_match, { sources, resolveInclude }) => execConflicts(sources, resolveInclude),
  },
  {
    words: /^(?:Regex grouping error: |Regex error: )?(.+)\nUnable to parse input line '([\s\S]*)'$/,
    code: 'parser-pattern',
    plain: ([, reason, pattern]) => `${patternWords(reason!)} in the pattern ${shortened(pattern!, 100)}.`,
    at: ([, , pattern], { sources }) => patternUses(sources, pattern!).slice(0, 1),
  },
  {
    words: /^input buffer overflow, can't enlarge buffer because scanner uses REJECT$/,
    code: 'parser-word-too-long',
    plain: () => 'A single word is too long for the parser (about 16 kB).',
    at: (_match, { sources }) => findFirst(sources, /(?<!\S)\S{8000,}/g),
  },
  {
    words: /^(?:Failed to allocate memory|Memory allocation error|std::bad_alloc|Out of memory)/i,
    code: 'parser-out-of-memory',
    plain: () => 'The parser ran out of the memory it may use here.',
  },
  {
    words: /^flex scanner jammed$/,
    code: 'parser-character',
    plain: () => 'The text holds something the parser cannot read.',
  },
  {
    words: /^Too many states \((\d+)\) for type/,
    code: 'parser-too-many-states',
    plain: ([, states]) =>
      `The patterns together need ${states} states, more than this kernel’s format holds: use fewer “?” and “**” in one pattern.`,
    at: (_match, { sources }) => wildestPattern(sources),
  },
  {
    words: /^unsupported mount option value '(.+)'$/,
    code: 'parser-mount',
    plain: ([, name]) => `“${name}” is not a mount option.`,
    at: ([, name], { sources }) =>
      findFirst(
        sources,
        new RegExp(`\\b(?:mount|remount|umount)\\b[^,{}]{0,2000}?\\b(${literal(name!)})\\b`, 'g'),
      ),
  },
  {
    words: /^\s*unsupported mount (?:options|conditions)$/,
    code: 'parser-mount',
    plain: () => 'A mount rule has an option that the parser does not know.',
    at: (_match, { sources }) =>
      findFirst(sources, /(\b(?:mount|remount|umount)\b[^{}\n]{0,2000}?options?[ \t]*(?:=|in)[^{}\n]*)/g),
  },
  {
    words: /^memory exhausted$/,
    code: 'parser-too-deep',
    plain: () => 'Nested too deeply, or a file that opens a profile includes itself.',
  },
  {
    words:
      /features abi '(.+)' differs from policy declared feature abi, using the features abi declared in policy$/,
    code: 'parser-abi-differs',
    severity: 'info',
    plain: ([, abi]) => `This file says ${abi}, but the profile’s own abi is the one that counts.`,
  },
  {
    words: /missing feature abi, falling back to default policy feature abi$/,
    code: 'parser-abi-missing',
    plain: () => 'The profile does not say which abi it was written for; “abi <abi/…>,” at its top does.',
  },
  {
    words:
      /^(?:downgrading extended network unix socket rule to generic network rule|extended network unix socket rules not enforced)$/,
    code: 'parser-not-enforced',
    plain: () =>
      'This release’s kernel does not look at the details of unix rules: they allow every unix socket.',
    at: (_match, { sources }) => rulesOf(sources, 'unix'),
  },
  {
    words: /^(\w+) rules not enforced$/,
    code: 'parser-not-enforced',
    plain: ([, kind]) =>
      `This release’s kernel does not mediate ${kind}, so its ${kind} rules have no effect there.`,
    at: ([, kind], { sources }) => rulesOf(sources, kind!),
  },
  {
    words: /^deprecated use of '#include'$/,
    code: 'parser-deprecated',
    severity: 'info',
    plain: () => 'Write “include” without “#”: the old form looks like a comment.',
  },
  {
    words: /^The use of file paths as profile names is deprecated/,
    code: 'parser-deprecated',
    plain: () => 'Give the profile a name of its own: “profile NAME PATH {”.',
    at: (_match, { source, line }) => (source ? pathHeaderBefore(source, line!) : []),
  },
];
