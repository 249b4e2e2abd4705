/**
 * A kit: what the Workbench knows about one program, as data (public/kits/<id>/kit.json beside the
 * profile's own files). Adding a program means adding a folder.
 */
import { type Static, Type } from 'typebox';

const Evidence = Type.Object({
  /** file:line in the program's source, or a short name of a run. */
  source: Type.String(),
  /** read in source, run in a virtual machine, compiled by the parser, known of the kernel */
  level: Type.Union([
    Type.Literal('source'),
    Type.Literal('run'),
    Type.Literal('parser'),
    Type.Literal('known'),
  ]),
  url: Type.Optional(Type.String()),
});

const OptionSchema = Type.Object({
  id: Type.String({ pattern: '^[a-z0-9.-]+$' }),
  title: Type.String(),
  /** One line: why the program needs it. */
  reason: Type.String(),
  evidence: Type.Array(Evidence),
  /** What it lets an attacker do, where that is worth a warning. */
  risk: Type.Optional(Type.String()),
  /** The rules hold the risk within bounds, which `risk` tells. */
  limitedRisk: Type.Optional(Type.Boolean()),
  /** Codes of checks that the reason answers: what they find at these rules is known and meant. */
  answers: Type.Optional(Type.Array(Type.String({ pattern: '^[a-z0-9-]+$' }))),
  /** Whether it starts on (for targets that do not say otherwise). */
  on: Type.Boolean(),
  /**
   * The lines it stands for, as they stand in the shipped profile: one rule each, its trailing comment included. Empty
   * in a "one" group for the way that needs no rule: it is on while no rule of its siblings is there.
   */
  rules: Type.Array(Type.String()),
  /** Set where the option cannot work: it is shown, disabled, with this reason. */
  unavailable: Type.Optional(Type.String()),
  /** Options of other groups that this one needs (`group/option`); switching it on switches those on too. */
  requires: Type.Optional(Type.Array(Type.String())),
  /** First parser version that reads the rules, e.g. `4.1.8`. */
  parserSince: Type.Optional(Type.String()),
});

const Group = Type.Object({
  id: Type.String({ pattern: '^[a-z0-9-]+$' }),
  title: Type.String(),
  /** `any`: checkboxes. `one`: radio buttons. */
  kind: Type.Union([Type.Literal('any'), Type.Literal('one')]),
  reason: Type.Optional(Type.String()),
  options: Type.Array(OptionSchema),
});

const Tunable = Type.Object({
  /** Without `@{` and `}`. */
  name: Type.String({ pattern: '^[A-Za-z_][A-Za-z0-9_]*$' }),
  /** Directories and files are absolute paths; a list holds any words. */
  kind: Type.Union([Type.Literal('directory'), Type.Literal('file'), Type.Literal('list')]),
  /** Declared in the profile; cannot be removed in the panel. */
  default: Type.Array(Type.String()),
  reason: Type.String(),
  title: Type.String(),
});

const Requirement = Type.Object({
  id: Type.String({ pattern: '^[a-z0-9-]+$' }),
  title: Type.String(),
  /** Which acceptance criterion asked for it, e.g. `criterion 3`, or `scope`. */
  criterion: Type.String(),
  group: Type.String(),
  want: Type.Union([Type.Literal('allow'), Type.Literal('deny')]),
  /** A request in the form of `aa-workbench decide` (one JSON object with `op`). */
  request: Type.Object({ op: Type.String() }, { additionalProperties: true }),
  reason: Type.String(),
  /** Checks of the lab (docs/evidence) that show it on real kernels, without the kernel: `denied-shadow`. */
  evidence: Type.Optional(Type.Array(Type.String())),
});

const KitFileRole = Type.Object({
  /** Relative to /etc/apparmor.d. */
  path: Type.String(),
  /** File name in the kit's folder. */
  source: Type.String(),
});

/** A choice of options: `group` to option id for "one" groups, `group/option` to boolean for "any" groups. */
const Choices = Type.Record(Type.String(), Type.Union([Type.String(), Type.Boolean()]));

export const KitSchema = Type.Object({
  id: Type.String({ pattern: '^[a-z0-9-]+$' }),
  title: Type.String(),
  version: Type.String(),
  /** Path of the executable. */
  program: Type.String(),
  profileName: Type.String(),
  upstream: Type.Object({ url: Type.String(), version: Type.String(), issue: Type.Optional(Type.String()) }),
  files: Type.Object({ profile: KitFileRole, tunables: KitFileRole, local: KitFileRole }),
  groups: Type.Array(Group),
  /**
   * Where each option's rules stand in the profile: comment and empty lines as written, and options as `group/option`,
   * in the order of the text. A rule that is switched on goes after the nearest line above it here that the text holds.
   */
  layout: Type.Array(Type.String()),
  tunables: Type.Array(Tunable),
  requirements: Type.Array(Requirement),
  /** Checks of the lab that are about the whole profile and no single requirement. */
  evidence: Type.Optional(Type.Array(Type.String())),
  /** What differs by target, by target id. `default` is the portable form, for every target not named. */
  recommended: Type.Record(Type.String(), Choices),
});

export type Kit = Static<typeof KitSchema>;
export type KitGroup = Static<typeof Group>;
export type KitOption = Static<typeof OptionSchema>;
export type KitTunable = Static<typeof Tunable>;
export type KitRequirement = Static<typeof Requirement>;
export type Choices = Static<typeof Choices>;
export type FileRole = 'profile' | 'tunables' | 'local';
