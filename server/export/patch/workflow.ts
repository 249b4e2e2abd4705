/** A workflow that has each series' own parser read the form it gets. */
import type { TargetFacts } from '../../../shared/targets/targets.ts';

export interface WorkflowFacts {
  profile: string;
  /** Directory of the forms in the repository. */
  folder: string;
  forms: { portable: string; newer?: { path: string; abi: string } };
  series: readonly TargetFacts[];
  /** How the repository's other workflows check out, e.g. `actions/checkout@v4`. */
  checkout: string;
  /** The branch that is built on a push, where it is known. */
  branch: string | undefined;
}

export const workflowPath = '.github/workflows/apparmor.yml';

/** Whether a workflow has apparmor_parser read a profile. */
export function readsProfile(workflow: string, profile: string): boolean {
  return /^[^#\n]*\bapparmor_parser\b/m.test(workflow) && workflow.includes(profile);
}

/** Series of Ubuntu that are no targets here, by code name: between two with long support, and soon unsupported. */
const between: Readonly<Record<string, string>> = {
  mantic: '23.10',
  oracular: '24.10',
  plucky: '25.04',
  questing: '25.10',
  focal: '20.04',
};

/** The series that workflows name and that nothing is known of here, e.g. `questing (Ubuntu 25.10)`. */
export function unknownSeries(workflows: readonly string[]): string[] {
  return Object.entries(between)
    .filter(([codename]) =>
      workflows.some((text) => new RegExp(`^[^#\\n]*\\b${codename}\\b`, 'm').test(text)),
    )
    .map(([codename, release]) => `${codename} (Ubuntu ${release})`);
}

/** The commonest way in which workflows check out, with its comment (the version behind a hash). */
export function checkoutOf(workflows: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const text of workflows)
    for (const [, use] of text.matchAll(
      /^\s*(?:-\s+)?uses:\s*(actions\/checkout@[^\s#]+(?:[ \t]+#[^\r\n]*)?)/gm,
    ))
      counts.set(use!.trim(), (counts.get(use!.trim()) ?? 0) + 1);
  return [...counts].sort(([, a], [, b]) => b - a)[0]?.[0] ?? 'actions/checkout@v4';
}

export function workflowText(facts: WorkflowFacts): string {
  const { profile, folder, forms, series, checkout, branch } = facts;
  const paths = [`${folder}/**`, workflowPath].map((path) => `      - '${path}'`);
  return `${[
    'name: AppArmor profile',
    '',
    'on:',
    '  pull_request:',
    '    paths:',
    ...paths,
    '  push:',
    ...(branch ? [`    branches: [${branch}]`] : []),
    '    paths:',
    ...paths,
    '  workflow_dispatch:',
    '',
    'permissions:',
    '  contents: read',
    '',
    'jobs:',
    '  parse:',
    '    runs-on: ubuntu-latest',
    '    strategy:',
    '      fail-fast: false',
    '      matrix:',
    '        # The series that packages are built for, each with its own apparmor_parser',
    `        ubuntu: [${series.map(({ release }) => `'${release}'`).join(', ')}]`,
    '    container: ubuntu:${{ matrix.ubuntu }}',
    '    steps:',
    `      - uses: ${checkout}`,
    '      - name: Install apparmor_parser',
    '        run: apt-get update && apt-get install -y --no-install-recommends apparmor',
    '      - name: Parse the form that debian/rules chooses (nothing is loaded)',
    '        run: |',
    `          form=${forms.portable} abi=3.0`,
    ...(forms.newer
      ? [
          `          if [ -e /etc/apparmor.d/abi/${forms.newer.abi} ]; then`,
          `            form=${forms.newer.path} abi=${forms.newer.abi}`,
          '          fi',
        ]
      : []),
    '          echo "$form"',
    `          install -Dm644 "$form" /etc/apparmor.d/${profile}`,
    `          cp -r ${folder}/tunables /etc/apparmor.d/`,
    `          apparmor_parser -Q -K -T -M "/etc/apparmor.d/abi/$abi" /etc/apparmor.d/${profile}`,
    ...(forms.newer
      ? [
          '      # The .deb of a release is one for all series, and brings this form',
          '      - name: Parse the portable form',
          `        run: apparmor_parser -Q -K -T -M /etc/apparmor.d/abi/3.0 ${forms.portable}`,
        ]
      : []),
  ].join('\n')}\n`;
}
