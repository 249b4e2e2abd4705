/** What the panels show: a kit held against the texts. Made by `readState` (read.ts), never stored. */
import type { Span } from '../syntax/nodes.ts';
import type { FileRole } from './schema.ts';

export type Switch = 'on' | 'half' | 'off';

/** The three open files. Paths are relative to /etc/apparmor.d. */
export interface OpenFile {
  role: FileRole;
  path: string;
  text: string;
}

/** Where a rule stands. `line` is zero-based. */
export interface RulePlace extends Span {
  path: string;
  line: number;
}

export interface OptionState {
  /** `group/option`; for rules of no option `text/<class>/<key>`, stable while the rule's text is. */
  id: string;
  title: string;
  reason: string;
  evidence: { source: string; level: string; url?: string }[];
  risk?: string;
  limitedRisk?: boolean;
  unavailable?: string;
  switch: Switch;
  /** Rules of the option that the text holds. */
  present: RulePlace[];
  /** Rules of the option that stand commented out in the text, by a mark of ours (marks.ts). */
  off?: RulePlace[];
  /** Rules of the option that it lacks, as the kit writes them. */
  missing: string[];
  /** The rules the option stands for, as the kit writes them. */
  rules: string[];
}

export interface GroupState {
  id: string;
  title: string;
  kind: 'any' | 'one';
  /** `kit`: the kit's own group. `text`: rules that belong to no option, grouped by their class. */
  origin: 'kit' | 'text';
  reason?: string;
  /** `on` where all (any) or one (one) of its options are on. */
  switch: Switch;
  onCount: number;
  options: OptionState[];
}

export interface TunableState {
  name: string;
  title: string;
  reason: string;
  kind: 'directory' | 'file' | 'list';
  values: { value: string; isDefault: boolean; place: RulePlace }[];
  /** Where it is declared, if it is. */
  declaration?: RulePlace;
}

export type ModeName = 'enforce' | 'complain' | 'kill' | 'unconfined' | 'prompt' | 'default_allow';

export interface KitState {
  groups: GroupState[];
  tunables: TunableState[];
  /** Of the first profile in the file; flags that conflict read as written last. */
  mode: ModeName;
  profileNames: string[];
  /** Rules on, and rules in all, for the tab's counter. */
  onCount: number;
  allCount: number;
}
