/** A report for people to read, and to attach to a pull request. */
import type { DecideReport, Disagreement } from './decide.ts';

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
