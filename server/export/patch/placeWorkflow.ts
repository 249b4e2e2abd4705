/** CI: a workflow of its own, for the series that packages are built for. */
import { targetFacts } from '../../../shared/targets/targets.ts';
import { folder, type Plan } from './plan.ts';
import type { Work } from './work.ts';
import { checkoutOf, readsProfile, unknownSeries, workflowPath, workflowText } from './workflow.ts';

export async function placeWorkflow(work: Work, { kit, profile, paths }: Plan): Promise<void> {
  const workflows: string[] = [];
  for (const path of work.paths())
    if (/^\.github\/workflows\/[^/]+\.ya?ml$/.test(path)) workflows.push((await work.read(path)) ?? '');
  if (workflows.some((text) => readsProfile(text, profile))) return;
  if (workflows.length === 0) {
    work.missing.push(
      `.github/workflows: there is none: have CI run “apparmor_parser -Q -K -T ${paths.portable}” on Ubuntu`,
    );
    return;
  }
  if (work.has(workflowPath)) {
    work.missing.push(
      `${workflowPath}: there is one already: have it run “apparmor_parser -Q -K -T ${paths.portable}” on Ubuntu too`,
    );
    return;
  }
  for (const series of unknownSeries(workflows))
    work.notes.push(
      `${series} is built too, and nothing is known of it here: CI does not parse the profile there, and SECURITY.md leaves it out.`,
    );
  const ubuntu = targetFacts.filter(({ distribution }) => distribution === 'ubuntu');
  const built = ubuntu.filter(({ codename }) =>
    workflows.some((text) => new RegExp(`\\b${codename}\\b`).test(text)),
  );
  const series = built.length > 0 ? built : ubuntu;
  if (built.length === 0)
    work.notes.push(`No workflow names a series of Ubuntu; ${kit.title} is parsed on all that are known.`);
  const branch = workflows
    .map((text) => /^\s*branches:\s*(?:\[|-)\s*["']?(main|master)["']?\s*(?:\]|$)/m.exec(text)?.[1])
    .find((name) => name !== undefined);
  work.write(workflowPath, {
    text: workflowText({ profile, folder, forms: paths, series, checkout: checkoutOf(workflows), branch }),
  });
}
