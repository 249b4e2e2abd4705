/**
 * The tree of an AppArmor policy file (apparmor.d(5), AppArmor 5.0).
 *
 * Every node covers a half-open range [start, end) of UTF-16 offsets in the text it was parsed from.
 * Children lie inside their parent, in order, without overlap. The tree holds no copy of white space:
 * `printFile` (print.ts) gives the text back from the tokens, byte for byte.
 *
 * The parser never throws and never drops text: what it does not understand becomes a `raw` rule.
 */

/** A range of UTF-16 offsets in the text, end excluded. */
export interface Span {
  start: number;
  end: number;
}

/** One word as written: a path, name, pattern, number or quoted string. */
export interface Word extends Span {
  /** As written, quotes and escapes included. */
  raw: string;
  /** Without the surrounding quotes. Escapes stay: they belong to the pattern language. */
  value: string;
  quoted: boolean;
}

/** `name=value` or `name=(a b)` or `name in (a, b)`, as network, mount, dbus, signal and unix rules use it. */
export interface Condition extends Span {
  name: Word;
  operator: '=' | 'in' | '!=' | ':=';
  values: Word[];
  /** Whether the values stand in parentheses. */
  list: boolean;
}

/** `peer=( ... )`: conditions about the other end. `peer=name` gives one condition named `label`. */
export interface PeerConditions extends Span {
  conditions: Condition[];
  /** The lone value of `peer=VALUE` (signal, ptrace). */
  value?: Word;
}

/** A list of keywords such as an access list, permissions or flags: `(send receive)`, `(create, bind)`, or one bare word. */
export interface WordList extends Span {
  words: Word[];
  parenthesised: boolean;
}

export type Access = 'allow' | 'deny' | 'prompt';

/** What may stand before a rule. Each part remembers where it was written. */
export interface Prefix extends Span {
  priority?: Span & { value: number };
  audit?: Span;
  /** Absent where nothing is written, which means allow. */
  access?: Span & { value: Access };
  owner?: Span & { value: 'owner' | 'other' };
}

export interface Comment extends Span {
  kind: 'comment';
  /** From `#` to the end of the line, line break excluded. */
  text: string;
  /** Whether something other than white space stands before it on its line. */
  trailing: boolean;
}

export interface AbiDeclaration extends Span {
  kind: 'abi';
  path: IncludePath;
}

export interface IncludePath extends Span {
  /** `<magic>`, `"quoted"` or bare. */
  form: 'magic' | 'quoted' | 'bare';
  /** Without brackets or quotes. */
  value: string;
}

export interface Include extends Span {
  kind: 'include';
  path: IncludePath;
  ifExists: boolean;
  /** Spelled `#include`, which is deprecated. */
  hash: boolean;
  /** Written before the word: it goes with the first of the included rules. */
  prefix?: Prefix;
}

export interface VariableAssignment extends Span {
  kind: 'variable';
  /** Without `@{` and `}`. */
  name: string;
  nameSpan: Span;
  operator: '=' | '+=' | '?=' | ':=';
  values: Word[];
}

export interface BooleanAssignment extends Span {
  kind: 'boolean';
  /** Without `${`, `$` and `}`. */
  name: string;
  nameSpan: Span;
  operator: '=' | '?=' | ':=' | '+=';
  /** `true` or `false` as written in any case, or an expression (AppArmor 5). */
  value: Word;
  /** The value as a condition; absent where there is none to be read. */
  expression?: Expression;
}

export interface Alias extends Span {
  kind: 'alias';
  from: Word;
  to: Word;
}

/** The condition of an `if`. */
export type Expression =
  | (Span & { kind: 'not'; operand: Expression })
  | (Span & { kind: 'and' | 'or'; left: Expression; right: Expression })
  | (Span & { kind: 'boolean-ref'; name: string })
  | (Span & { kind: 'literal'; value: boolean })
  | (Span & { kind: 'defined'; name: string; variable: 'boolean' | 'set' })
  | (Span & {
      kind: 'compare';
      left: Word;
      operator: '==' | '!=' | 'in' | '<' | '<=' | '>' | '>=';
      right: Word;
    })
  | (Span & { kind: 'group'; inner: Expression })
  | (Span & { kind: 'bad-expression' });

export interface Conditional extends Span {
  kind: 'if';
  condition: Expression;
  body: Body;
  else?: Body | Conditional;
}

/** `{ ... }`. `end` is after the closing brace, or the end of the text where it is missing. */
export interface Body extends Span {
  items: Item[];
  /** False where the closing brace is missing. */
  closed: boolean;
}

export interface Flags extends Span {
  /** Whether the word `flags=` is written. */
  keyword: boolean;
  values: Word[];
  /** Between the parentheses, where a flag may be put in. */
  inner: Span;
}

export interface Xattrs extends Span {
  conditions: Condition[];
}

/** A profile, child profile or hat. */
export interface Profile extends Span {
  kind: 'profile';
  /** How it was introduced; `path` is a profile named by its path alone, `caret` is `^hat`. */
  keyword: 'profile' | 'hat' | 'caret' | 'path';
  prefix?: Prefix;
  /** `:ns:` before the name, without the colons. */
  namespace?: Word;
  name?: Word;
  /** The pattern of executables it confines; for `path` profiles the name is it and this is absent. */
  attachment?: Word;
  xattrs?: Xattrs;
  flags?: Flags;
  /** From the first character of the header up to, not including, the opening brace. */
  header: Span;
  body: Body;
}

/** Parts that every rule has. */
interface RuleBase extends Span {
  prefix?: Prefix;
  /** Whether the closing comma is there (`start`..`end` includes it). */
  terminated: boolean;
}

export type ExecMode =
  | 'x'
  | 'ix'
  | 'ux'
  | 'Ux'
  | 'px'
  | 'Px'
  | 'cx'
  | 'Cx'
  | 'pix'
  | 'Pix'
  | 'cix'
  | 'Cix'
  | 'pux'
  | 'PUx'
  | 'cux'
  | 'CUx'
  | 'puX';

export interface FileRule extends RuleBase {
  kind: 'file';
  /** The word `file`, where written. */
  keyword?: Span;
  /** Absent in the bare rule `file,`. */
  path?: Word;
  /** Permission letters as written, e.g. `rw`, `mrPix`. Absent in `file,`. */
  perms?: Word;
  permsFirst: boolean;
  /** The exec part of the permissions in lower or upper case as written, e.g. `Px`, `pix`. */
  exec?: string;
  /** `-> target` of an exec transition or a link rule written with `l`. */
  target?: Word;
  /** `safe` or `unsafe` written before the permissions. */
  safety?: Span & { value: 'safe' | 'unsafe' };
}

export interface LinkRule extends RuleBase {
  kind: 'link';
  subset: boolean;
  path?: Word;
  target?: Word;
}

export interface CapabilityRule extends RuleBase {
  kind: 'capability';
  /** Empty means all. */
  names: Word[];
}

export interface NetworkRule extends RuleBase {
  kind: 'network';
  access?: WordList;
  /** Family, type and protocol words in written order, e.g. `inet dgram`, `tcp`. */
  family?: Word;
  type?: Word;
  protocol?: Word;
  conditions: Condition[];
  peer?: PeerConditions;
}

/** Rules whose shape is `KEYWORD access? conditions* peer?`. */
export interface UnixRule extends RuleBase {
  kind: 'unix';
  access?: WordList;
  conditions: Condition[];
  peer?: PeerConditions;
}
export interface DbusRule extends RuleBase {
  kind: 'dbus';
  access?: WordList;
  conditions: Condition[];
  peer?: PeerConditions;
}
export interface SignalRule extends RuleBase {
  kind: 'signal';
  access?: WordList;
  conditions: Condition[];
  peer?: PeerConditions;
}
export interface PtraceRule extends RuleBase {
  kind: 'ptrace';
  access?: WordList;
  conditions: Condition[];
  peer?: PeerConditions;
}
export interface IoUringRule extends RuleBase {
  kind: 'io_uring';
  access?: WordList;
  conditions: Condition[];
}
export interface UsernsRule extends RuleBase {
  kind: 'userns';
  access?: WordList;
}
export interface MqueueRule extends RuleBase {
  kind: 'mqueue';
  access?: WordList;
  conditions: Condition[];
  peer?: PeerConditions;
  name?: Word;
}

export interface MountRule extends RuleBase {
  kind: 'mount' | 'remount' | 'umount';
  /** `options=...`, `options in (...)`, `fstype=...`. */
  conditions: Condition[];
  source?: Word;
  /** After `->`; for remount and umount the lone path. */
  target?: Word;
}

export interface PivotRootRule extends RuleBase {
  kind: 'pivot_root';
  conditions: Condition[];
  /** `oldroot=` stands in `conditions`. */
  newRoot?: Word;
  /** `-> profile`. */
  target?: Word;
}

export interface ChangeProfileRule extends RuleBase {
  kind: 'change_profile';
  safety?: Span & { value: 'safe' | 'unsafe' };
  exec?: Word;
  target?: Word;
}

export interface RlimitRule extends RuleBase {
  kind: 'rlimit';
  name?: Word;
  /** Number with its unit, or `infinity`. */
  value?: Word;
}

/** `all,` */
export interface AllRule extends RuleBase {
  kind: 'all';
}

/** `audit { ... }`, `deny { ... }`: a prefix for every rule inside. */
export interface RuleBlock extends RuleBase {
  kind: 'block';
  body: Body;
}

/** `^hat,` or `hat name,`: permission to change into a hat defined elsewhere. */
export interface HatReference extends RuleBase {
  kind: 'hat-ref';
  name: Word;
}

/** Text that is no rule known here. It stays as written. */
export interface RawRule extends RuleBase {
  kind: 'raw';
  text: string;
}

export type Rule =
  | FileRule
  | LinkRule
  | CapabilityRule
  | NetworkRule
  | UnixRule
  | DbusRule
  | SignalRule
  | PtraceRule
  | IoUringRule
  | UsernsRule
  | MqueueRule
  | MountRule
  | PivotRootRule
  | ChangeProfileRule
  | RlimitRule
  | AllRule
  | RuleBlock
  | HatReference
  | RawRule;

export type RuleKind = Rule['kind'];

/** Anything that may stand in a file or between braces. */
export type Item =
  | Comment
  | AbiDeclaration
  | Include
  | VariableAssignment
  | BooleanAssignment
  | Alias
  | Conditional
  | Profile
  | Rule;

export interface PolicyFile extends Span {
  kind: 'file-root';
  text: string;
  items: Item[];
}
