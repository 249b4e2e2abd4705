/** CI: a workflow of its own, for the series that packages are built for. */
import { targetFacts } from '../../../shared/targets/targets.ts';
import { folder, type Plan } from './plan.ts';
import type { Work } from './work.ts';
import { checkoutOf, readsProfiles, workflowPath, workflowText } from './workflow.ts';

export async function placeWorkflow(work: Work, { kit, profile, paths }: Plan): Promise<void> {
  const workflows: string[] = [];
  for (const path of work.paths())
    if (/^\.github\/workflows\/[^/]+\.ya?ml$/.test(path)) workflows.push((await work.read(path)) ?? '');
  if (workflows.some(readsProfiles)) return;
  if (workflows.length === 0) {
    work.missing.push(
      `.github/workflows: there is none: have CI run “apparmor_parser -Q -K -T ${paths.portable}” on Ubuntu`,
    );
    return;
  }
  const ubuntu = targetFacts.filter(({ distribution }) => distribution === 'ubuntu');
  const built = ubuntu.filter(({ codename }) =>
    workflows.some((text) => new RegExp(`\\b${codename}\\b`).test(text)),
  );
  const series = built.length > 0 ? built : ubuntu;
  if (built.length === 0)
    work.notes.push(`No workflow names a series of Ubuntu; ${kit.title} is parsed on all that are known.`);
  const branch = workflows
    .map((text) => /^\s*branches:\s*\[\s*["']?(main|master)["']?\s*\]/m.exec(text)?.[1])
    .find((name) => name !== undefined);
  work.write(workflowPath, {
    text: workflowText({ profile, folder, forms: paths, series, checkout: checkoutOf(workflows), branch }),
  });
}
