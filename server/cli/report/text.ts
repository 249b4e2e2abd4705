import type { CheckedFile } from './findings.ts';

/** One finding a line, places one-based as compilers count them, and a line of judgement for each file. */
export function asText(files: readonly CheckedFile[]): string {
  return files
    .flatMap((file) => [
      ...file.diagnostics.map(({ range, severity, code, message, target }) => {
        const place = `${file.path}:${range.start.line + 1}:${range.start.character + 1}`;
        return `${place}: ${severity} ${code}: ${message}${target ? ` (${target})` : ''}\n`;
      }),
      `${file.path}: ${file.ok ? 'no errors' : 'errors found'}\n`,
    ])
    .join('');
}
