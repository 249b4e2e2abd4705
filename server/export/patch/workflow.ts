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
export function readsProfiles(workflow: string): boolean {
  return /^[^#\n]*\bapparmor_parser\b/m.test(workflow);
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
    '      - name: Install the form that debian/rules chooses',
    '        run: |',
    `          form=${forms.portable}`,
    ...(forms.newer
      ? [`          if [ -e /etc/apparmor.d/abi/${forms.newer.abi} ]; then form=${forms.newer.path}; fi`]
      : []),
    '          echo "$form"',
    `          install -Dm644 "$form" /etc/apparmor.d/${profile}`,
    `          cp -r ${folder}/tunables /etc/apparmor.d/`,
    '      - name: Parse it (nothing is loaded)',
    `        run: apparmor_parser -Q -K -T -M /etc/apparmor.d/abi/3.0 /etc/apparmor.d/${profile}`,
    ...(forms.newer
      ? [
          '      # The .deb of a release is one for all series, and brings this form',
          '      - name: Parse the portable form',
          `        run: apparmor_parser -Q -K -T -M /etc/apparmor.d/abi/3.0 ${forms.portable}`,
        ]
      : []),
  ].join('\n')}\n`;
}
