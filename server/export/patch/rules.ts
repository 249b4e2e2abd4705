/** debian/rules: the form that the series can enforce is installed, and dh_apparmor writes the commands that load it. */
import { CannotPlace, lineBreakOf, linesOf, textOf } from '../place.ts';

export interface RulesFacts {
  /** The profile's file name in /etc/apparmor.d. */
  profile: string;
  /** The binary package that ships it. */
  package: string;
  /** The forms' paths in the repository. `newer` needs the abi of that name. */
  forms: { portable: string; newer?: { path: string; abi: string } };
}

const hook = 'execute_after_dh_install';

/**
 * Adds the step to the rules; unchanged where they call dh_apparmor already. Throws CannotPlace where the rules are not
 * those of dh.
 */
export function addToRules(rules: string, facts: RulesFacts): string {
  const lines = linesOf(rules);
  if (lines.some((line) => /^[^#]*\bdh_apparmor\b/.test(line))) return rules;
  if (!lines.some((line) => /^\t[-@+]*dh\s+["']?\$[@*({]/.test(line)))
    throw new CannotPlace(
      `it does not call “dh $@”: install the profile and call dh_apparmor --profile-name=${facts.profile} -p${facts.package} after dh_install`,
    );
  const at = lines.findIndex((line) => new RegExp(`^${hook}\\s*:`).test(line));
  const recipe = recipeOf(facts);
  if (at >= 0) {
    let end = at + 1;
    while (end < lines.length && /^(\t|#|\s*$)/.test(lines[end]!)) end++;
    while (lines[end - 1]!.trim() === '') end--;
    lines.splice(end, 0, ...recipe);
    lines.splice(at, 0, ...choice(facts), '');
  } else lines.push('', ...choice(facts), '', `${hook}:`, ...recipe);
  return textOf(lines, lineBreakOf(rules));
}

function choice({ forms: { portable, newer } }: RulesFacts): string[] {
  const plain = `APPARMOR_PROFILE := ${portable}`;
  if (!newer) return [plain];
  return [
    `# One source for several series: where abi/${newer.abi} is, a profile can hold traffic to a port. Older parsers refuse`,
    '# that form, and get the portable one.',
    plain,
    `ifneq ($(wildcard /etc/apparmor.d/abi/${newer.abi}),)`,
    `APPARMOR_PROFILE := ${newer.path}`,
    'endif',
  ];
}

function recipeOf(facts: RulesFacts): string[] {
  return [
    `\tinstall -Dm644 $(APPARMOR_PROFILE) debian/${facts.package}/etc/apparmor.d/${facts.profile}`,
    "\t# The series' own parser must take it; nothing is loaded",
    `\t/sbin/apparmor_parser -QKT -M /etc/apparmor.d/abi/3.0 debian/${facts.package}/etc/apparmor.d/${facts.profile}`,
    `\tdh_apparmor --profile-name=${facts.profile} -p${facts.package}`,
  ];
}
