/** Workflow commands of GitHub Actions, which show each finding at its line of a pull request. */
import { type CheckedFile, type Finding, partAnswered } from './findings.ts';
import { printable } from './printable.ts';

const commands: Readonly<Record<Finding['severity'], string>> = {
  error: 'error',
  warning: 'warning',
  info: 'notice',
  hint: 'notice',
};

/** One command a line; nothing where nothing was found, or the kit answers for it. */
export function asGithub(files: readonly CheckedFile[]): string {
  return files
    .flatMap(({ path, diagnostics }) =>
      partAnswered(diagnostics).open.map((finding) => command(path, finding)),
    )
    .join('');
}

/** Columns are told only for places within one line: GitHub refuses others. */
function command(path: string, { severity, range, code, message, target, source }: Finding): string {
  const { start, end } = range;
  const columns =
    start.line === end.line ? [`col=${start.character + 1}`, `endColumn=${end.character + 1}`] : [];
  const properties = [
    // Standard input is no file that could be shown.
    ...(path === '-' ? [] : [`file=${property(path)}`, `line=${start.line + 1}`, `endLine=${end.line + 1}`]),
    ...(path === '-' ? [] : columns),
    `title=${property([source, code, ...(target ? [target] : [])].join(' '))}`,
  ];
  return `::${commands[severity]} ${properties.join(',')}::${data(message)}\n`;
}

/** The escapes of @actions/core: a line break would end the command. The log shows colours, hence the rest. */
function data(text: string): string {
  const breaks = text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
  return printable(breaks);
}

function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
