/** debian/rules: the form that the series can enforce is installed, and dh_apparmor writes the commands that load it. */
import { CannotPlace, lineBreakOf, linesOf, textOf } from '../place.ts';

export interface RulesFacts {
  /** The profile's file name in /etc/apparmor.d. */
  profile: string;
  /** The binary package that ships it. */
  package: string;
  /** The forms' paths in the repository. `newer` needs the abi of that name. */
  forms: { portable: string; newer?: { path: string; abi: string } };
  /** From where the package's lists (debian/install) install the profile already. */
  listed?: readonly string[];
}

const hook = 'execute_after_dh_install';

/**
 * Adds the step to the rules; unchanged where they load the profile by dh_apparmor already. Throws CannotPlace where the
 * rules are not those of dh, or do already what the step would do, in another manner.
 */
export function addToRules(rules: string, facts: RulesFacts): string {
  const lines = linesOf(rules);
  const { profile, package: name, forms } = facts;
  if (lines.some((line) => callsDhApparmor(line, profile))) {
    const isThere = (path: string) => rules.includes(path) || facts.listed?.includes(path);
    const left = [
      ...(isThere(forms.portable) ? [] : [`${forms.portable} as that`]),
      ...(forms.newer && !isThere(forms.newer.path)
        ? [`${forms.newer.path} where /etc/apparmor.d/abi/${forms.newer.abi} exists`]
        : []),
    ];
    if (left.length === 0) return rules;
    throw new CannotPlace(
      `it calls dh_apparmor for ${profile} already: before that, install ${left.join(', and ')}`,
    );
  }
  const call = `dh_apparmor --profile-name=${profile} -p${name}`;
  if (!lines.some((line) => /^\t\s*[-@+]*\s*dh\s[^#]*\$[@*({]/.test(line)))
    throw new CannotPlace(`it does not call “dh $@”: install the profile and call ${call} after dh_install`);
  const level = /^\s*(?:export\s+)?DH_COMPAT\s*[:?]?=\s*(\d+)/m.exec(rules)?.[1];
  if (level !== undefined) requireHooks(Number(level), call);
  const step = new RegExp(`^([^\\t#:=][^:=]*\\s)?${hook}(-arch|-indep)?(\\s[^:=]*)?:(?!=)`);
  const at = lines.findIndex((line) => new RegExp(`^${hook}\\s*::?(?!=)`).test(line));
  const other = lines.find((line) => step.test(line));
  if (at < 0 && other !== undefined)
    throw new CannotPlace(
      `a step “${other.trim()}” would no longer run beside ${hook}: put into it what installs the profile, and ${call}`,
    );
  const recipe = recipeOf(facts);
  if (at >= 0) {
    let end = at + 1;
    while (end < lines.length && /^(\t|#|\s*$)/.test(lines[end]!)) end++;
    // Comments and lines between two steps belong to the next one.
    while (end > at + 1 && !lines[end - 1]!.startsWith('\t')) end--;
    lines.splice(end, 0, ...recipe);
    lines.splice(at, 0, ...choice(facts), '');
  } else lines.push('', ...choice(facts), '', `${hook}:`, ...recipe);
  return textOf(lines, lineBreakOf(rules));
}

/** Throws CannotPlace where a debhelper level has no steps of that kind (they came with level 10). */
export function requireHooks(level: number, byHand: string): void {
  if (level < 10)
    throw new CannotPlace(`debhelper level ${level} has no execute_after_ steps (10 has): ${byHand}`);
}

/** Without a name, dh_apparmor is for whatever the package's own name is. */
function callsDhApparmor(line: string, profile: string): boolean {
  const words = /^[^#]*\bdh_apparmor\b(.*)/.exec(line)?.[1];
  if (words === undefined) return false;
  const named = /--profile-name[= ]["']?([^\s"']+)/.exec(words)?.[1];
  return named === undefined || named === profile || /\$/.test(named);
}

function choice({ forms: { portable, newer } }: RulesFacts): string[] {
  const plain = [`APPARMOR_PROFILE := ${portable}`, 'APPARMOR_ABI := 3.0'];
  if (!newer) return plain;
  return [
    `# One source for several series: where abi/${newer.abi} is, a profile can hold traffic`,
    '# to a port. Older parsers refuse that form, and get the portable one.',
    ...plain,
    `ifneq ($(wildcard /etc/apparmor.d/abi/${newer.abi}),)`,
    `APPARMOR_PROFILE := ${newer.path}`,
    `APPARMOR_ABI := ${newer.abi}`,
    'endif',
  ];
}

function recipeOf(facts: RulesFacts): string[] {
  return [
    `\tinstall -Dm644 $(APPARMOR_PROFILE) debian/${facts.package}/etc/apparmor.d/${facts.profile}`,
    "\t# The series' own parser must take it; nothing is loaded",
    '\t/sbin/apparmor_parser -QKT -M /etc/apparmor.d/abi/$(APPARMOR_ABI) \\',
    `\t\t-I debian/${facts.package}/etc/apparmor.d debian/${facts.package}/etc/apparmor.d/${facts.profile}`,
    `\tdh_apparmor --profile-name=${facts.profile} -p${facts.package}`,
  ];
}
