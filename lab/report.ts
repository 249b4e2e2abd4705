/** A report for people to read, and to attach to a pull request. */
import type { DecideReport, Disagreement } from './decide.ts';
import type { DeedsReport, Surprise } from './deeds/index.ts';

const shown = 20;

/** The report of one kernel as text. */
export function reportText(report: DecideReport): string {
  const { disagreements } = report;
  const rate = Math.round(report.queries / (report.askMs / 1000));
  const classes = Object.entries(report.classes)
    .sort(([, a], [, b]) => b - a)
    .slice(0, 12)
    .map(([name, count]) => `${name}: ${count}`)
    .join(', ');
  return [
    `Linux ${report.release} (Debian ${report.version}), policies by apparmor_parser ${report.parser}`,
    `  ${report.queries} questions about ${report.profiles} profiles in ${report.policies} policies, seed ${report.seed}`,
    `  by class ${classes}, ...`,
    `  something allowed: ${report.outcomes.allowed}, nothing: ${report.outcomes.nothing}, class not mediated: ${report.outcomes.unmediated}`,
    `  ${report.answers} different answers; booted in ${seconds(report.bootMs)}, asked in ${seconds(report.askMs)} (${rate} a second)`,
    ...report.refused.map(({ name, reason }) => `  not compiled: ${name}: ${reason}`),
    disagreements.length === 0
      ? '  no disagreement'
      : `  ${disagreements.length} DISAGREEMENTS, in ${new Set(disagreements.map(({ policy }) => policy)).size} policies:`,
    ...disagreements.slice(0, shown).map(disagreementText),
    ...(disagreements.length > shown ? [`  ... and ${disagreements.length - shown} more`] : []),
    '',
  ].join('\n');
}

const seconds = (ms: number) => `${(ms / 1000).toFixed(1)} s`;

function disagreementText({ policy, profile, bytes, owner, kernel, ours, ...rest }: Disagreement): string {
  const words = (of: object) =>
    Object.entries(of)
      .map(([name, value]) => `${name} 0x${(value as number).toString(16)}`)
      .join(' ');
  return [
    `  ${policy}, profile ${profile}, class ${rest.class}, ${owner ? 'owner' : 'other'}: ${printable(bytes)}`,
    `    kernel ${words(kernel)}`,
    `    ours   ${words(ours)}`,
  ].join('\n');
}

/** Bytes as text where they are, with escapes where not. */
export function printable(hex: string): string {
  const text = Buffer.from(hex, 'hex').toString('latin1');
  return JSON.stringify(text.replaceAll(/[^\x20-\x7e]/g, (char) => `<${char.charCodeAt(0).toString(16)}>`));
}

/** The report of deeds in one kernel as text. */
export function deedsText(report: DeedsReport): string {
  const { surprises } = report;
  const kinds = Object.entries(report.kinds)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(
      ([kind, { done, denied, untried }]) =>
        `  ${kind.padEnd(16)} ${done} done, ${denied} denied${untried ? `, ${untried} could not be tried` : ''}`,
    );
  return [
    `Linux ${report.release}, policies by apparmor_parser ${report.parser}: deeds under ${report.policies} policies, seed ${report.seed}, in ${seconds(report.milliseconds)}`,
    ...kinds,
    surprises.length === 0 ? '  each went as said' : `  ${surprises.length} WENT OTHERWISE:`,
    ...surprises.slice(0, shown).map(surpriseText),
    ...(surprises.length > shown ? [`  ... and ${surprises.length - shown} more`] : []),
    '',
  ].join('\n');
}

function surpriseText({ policy, deed, result, answers, what }: Surprise): string {
  const happened = result.killed
    ? 'killed'
    : `errno ${result.errno}${result.detail ? `, ${result.detail}` : ''}`;
  return [
    `  ${policy}, profile ${deed.label}: ${deed.kind} ${deed.args.join(' ')} (${what})`,
    `    kernel ${happened}${result.records.map((record) => `\n           ${record}`).join('')}`,
    `    ours   ${answers.map(({ verdict, transition, note }) => [verdict, transition, note].filter(Boolean).join(', ')).join('; ')}`,
  ].join('\n');
}
