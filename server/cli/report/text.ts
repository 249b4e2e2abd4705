import { type CheckedFile, partAnswered, type RequirementsOn } from './findings.ts';
import { printable } from './printable.ts';

/**
 * One finding a line, places one-based as compilers count them, and a line of judgement for each file. What the kit
 * answers for is counted.
 */
export function asText(files: readonly CheckedFile[]): string {
  return files
    .map((file) => ({ ...file, ...partAnswered(file.diagnostics) }))
    .flatMap((file) => [
      ...file.open.map(({ range, severity, code, message, target }) => {
        const place = `${file.path}:${range.start.line + 1}:${range.start.character + 1}`;
        return `${place}: ${severity} ${code}: ${message}${target ? ` (${target})` : ''}`;
      }),
      ...(file.answered.length > 0
        ? [
            `${file.path}: ${file.answered.length} answered by the kit; --format json tells them with its reasons`,
          ]
        : []),
      ...(file.requirements ?? []).map((on) => `${file.path}: ${standing(on)}`),
      `${file.path}: ${file.ok ? 'no errors' : 'errors found'}`,
    ])
    .map((line) => `${printable(line).replaceAll('\n', '\\n')}\n`)
    .join('');
}

/** `77 of 79 requirements of the kit rustnet are met on debian-13, 2 not expressible there`. */
function standing({ from, target, form, results, reason }: RequirementsOn): string {
  if (!results) return `the requirements of ${from} were not asked on ${target}: ${reason ?? ''}`;
  const count = (which: string) => results.filter((one) => one.standing === which).length;
  return [
    `${count('met')} of ${results.length} requirements of ${from} are met on ${target}`,
    ...(form === 'portable' ? ['in the form that the kit recommends there'] : []),
    ...(count('wrong') > 0 ? [`${count('wrong')} not met`] : []),
    ...(count('inexpressible') > 0 ? [`${count('inexpressible')} not expressible there`] : []),
  ].join(', ');
}
