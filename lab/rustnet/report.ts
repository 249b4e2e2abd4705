/** The report of the runs, as a document with pictures. */
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Check, Evidence, KernelRuns, OptionRun } from './checks.ts';
import { anchorOf, commandOf, evidenceOf } from './evidence.ts';
import { drawScreens } from './picture.ts';
import type { Computed } from './scenes/computed.ts';

const fence = (text: string) => `\`\`\`text\n${text.replace(/```/g, '` ` `').trimEnd()}\n\`\`\``;
const cell = (text: string) => text.replace(/\|/g, '\\|').replace(/\s*\n\s*/g, ' ');
const shown = ({ title, text }: Evidence) => `${fence(`${title}\n${text}`)}\n`;

export interface Report {
  runs: KernelRuns[];
  computed: Computed | undefined;
  /** Kernels that were not run, and why. */
  missing: { kernel: string; reason: string }[];
  short: boolean;
}

/** Writes report.md, evidence.json, options.md and the pictures below a directory. */
export async function writeReport(
  directory: string,
  report: Report,
  onProgress: (line: string) => void,
): Promise<void> {
  const ran = report.runs.filter(({ checks }) => checks.length > 0);
  for (const run of ran) {
    const place = join(directory, run.kernel);
    await rm(place, { recursive: true, force: true });
    await mkdir(place, { recursive: true });
    const pictures = run.checks.flatMap((check) => check.pictures);
    // As text all of them, as pictures those that are looked at.
    for (const { name, screen } of pictures) await writeFile(join(place, `${name}.txt`), `${screen.text}\n`);
    await drawScreens(
      pictures.map(({ name, screen }) => ({ path: join(place, `${name}.png`), screen })),
      onProgress,
    );
  }
  await mkdir(directory, { recursive: true });
  if (ran.length > 0 || report.missing.length > 0) {
    const evidence = evidenceOf({ ...report, runs: ran }, new Date());
    await writeFile(join(directory, 'report.md'), reportText({ ...report, runs: ran }));
    await writeFile(join(directory, 'evidence.json'), `${JSON.stringify(evidence, undefined, 2)}\n`);
  }
  if (report.runs.some(({ options }) => options.length > 0))
    await writeFile(join(directory, 'options.md'), optionsText(report.runs));
}

export function reportText({ runs, computed, missing, short }: Report): string {
  const ids = [...new Set(runs.flatMap(({ checks }) => checks.map(({ id }) => id)))];
  return `# Evidence: rustnet under its AppArmor profile

Made by \`${commandOf(short)}\`, which boots Debian’s kernels in QEMU, puts the real rustnet into them (${runs[0]?.rustnet ?? 'not run'}, by ${runs[0]?.rustnetFrom ?? 'nothing'}), loads the kit’s profile with the release’s own apparmor_parser and drives rustnet’s terminal interface. Nothing here was written by hand, and the command makes it again. The machine’s network is closed: everyone that it talks to lives in a network name space of the same machine, at addresses of MaxMind’s test data.

${runs.map(({ kernel, release, seconds, minutes }) => `- Linux ${kernel}: \`${release}\`; captures of ${seconds} s; all runs took ${minutes} minutes.`).join('\n')}
${missing.map(({ kernel, reason }) => `- Linux ${kernel}: **not run**. ${reason}`).join('\n')}

In complain mode the kernel logs \`ALLOWED\` where it would have refused, so both words are searched.

## Summary

| Check | Issue 272, criterion | ${runs.map(({ kernel }) => `Linux ${kernel}`).join(' | ')} |
| --- | --- | ${runs.map(() => '---').join(' | ')} |
${ids.map((id) => summaryRow(id, runs)).join('\n')}

## Ports: what these kernels cannot show

Debian’s kernels do not compare ports (the mediation of inet addresses is a patch of Ubuntu’s), so “port 53 only” cannot be enforced on them. The runs for criterion 8 use the forms of the kit that these kernels do enforce: names by the resolver’s socket, or no names, with no inet rule at all. The form for port 53 is shown by decisions.

${computed ? computedText(computed) : ''}
${runs.map(kernelText).join('\n')}`;
}

function summaryRow(id: string, runs: KernelRuns[]): string {
  const found = runs.map(({ checks }) => checks.find((check) => check.id === id));
  const first = found.find((check) => check)!;
  const cells = found.map((check, index) =>
    check ? `[${check.outcome}](#${anchorOf(runs[index]!, check)})` : 'not run',
  );
  return `| ${cell(first.title)} | ${first.criterion} | ${cells.join(' | ')} |`;
}

function computedText({ target, kernel, parser, rows }: Computed): string {
  return `**Computed, not run:** the kit’s form for ${target} (Linux ${kernel} with Ubuntu’s patch), compiled by apparmor_parser ${parser} and decided from the compiled policy.

| Request | Wanted | Decided |
| --- | --- | --- |
${rows.map(({ title, wanted, answer }) => `| ${cell(title)} | ${wanted} | ${answer} |`).join('\n')}
`;
}

function kernelText(run: KernelRuns): string {
  return `## Linux ${run.kernel}

${run.facts.map(shown).join('\n')}
${run.checks.map((check) => checkText(run, check)).join('\n')}
<details><summary>The profile, as it was loaded in enforce mode</summary>

${fence(run.profile)}

</details>
`;
}

function checkText(run: KernelRuns, check: Check): string {
  const pictures = check.pictures.map(
    ({ name, caption }) =>
      `![${caption}](${run.kernel}/${name}.png)\n\n[${caption}, as text](${run.kernel}/${name}.txt)\n`,
  );
  return `<a id="${anchorOf(run, check)}"></a>

### ${check.title}: ${check.outcome}

${check.note}

${check.evidence.map(shown).join('\n')}
${pictures.join('\n')}`;
}

/** Which option what run fails without. */
export function optionsText(runs: KernelRuns[]): string {
  return `# Every option, left out once

Made by \`npm run lab -- rustnet\`: the kit’s profile in enforce mode with one option off, and a run of the real rustnet that needs it. “Fails without it” means that rustnet shows or does less than with the option; “refusals without it”, that it does the same and the kernel logs refusals, which a profile should not cause. The groups “Reverse DNS” and “abi” are choices of one; their forms have runs of their own in the [report](report.md).

${runs
  .filter(({ options }) => options.length > 0)
  .map(
    ({ kernel, release, options }) => `## Linux ${kernel} (\`${release}\`)

| Option | Without it | What was seen |
| --- | --- | --- |
${options.map(optionRow).join('\n')}
`,
  )
  .join('\n')}`;
}

function optionRow({ option, title, outcome, note, records }: OptionRun): string {
  const record = records[0]
    ? ` \`${records[0].replace(/^audit: type=\d+ audit\([\d.:]+\): /, '').slice(0, 200)}\``
    : '';
  return `| ${title} (\`${option}\`) | ${outcome} | ${cell(note + record)} |`;
}
