/** The texts of a check, out of the report: what was typed and printed, the kernel's records. */

export interface ReportBlock {
  /** The command, or what it is. */
  title: string;
  text: string;
}

/** The blocks of text that stand under an anchor of the report, in order; none where it has no such place. */
export function reportBlocks(report: string, anchor: string): ReportBlock[] {
  const mark = `<a id="${anchor}"></a>\n`;
  const start = report.indexOf(mark);
  if (start < 0) return [];
  const rest = report.slice(start + mark.length);
  // To the next check, the profile, or the next kernel. What programs print stands in fences, where such a line may be, too.
  const blocks: ReportBlock[] = [];
  let open: string[] | undefined;
  for (const line of rest.split('\n')) {
    if (open) {
      if (line === '```') {
        const [title = '', ...lines] = open;
        blocks.push({ title, text: lines.join('\n') });
        open = undefined;
      } else open.push(line);
    } else if (line === '```text') open = [];
    else if (/^(?:<a id="|<details>|## )/.test(line)) break;
  }
  return blocks;
}
