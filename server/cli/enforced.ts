/** `check --enforced`: rules that a target's kernel makes something else of than they say. */
import type { PolicyText } from '../../shared/api/schemas.ts';
import { enforcedRules } from '../enforced/enforced.ts';
import type { RunOptions } from '../parser/run.ts';
import type { Finding } from './report/index.ts';

/** `files` has the checked one first; its own rules are judged. What the parser refuses is the parser's to tell. */
export async function enforcedFindings(
  { files, target }: { files: PolicyText[]; target: string },
  options: RunOptions,
): Promise<Finding[]> {
  const only = [files[0]!.path];
  const { marks, reason } = await enforcedRules({ files, target, only }, options);
  const findings = marks
    .filter(({ effect }) => effect === 'more' || effect === 'nothing')
    .map(
      ({ range, effect, words, check }): Finding => ({
        range,
        severity: 'warning',
        code: check ?? `enforced-${effect}`,
        message: words,
        source: 'policy',
        target,
      }),
    );
  const unknown = marks.filter(({ effect }) => effect === 'unknown');
  if (unknown.length === 0) return findings;
  const message = `${unknown.length === 1 ? 'One rule' : `${unknown.length} rules`} could not be judged: ${reason ?? 'they do not compile alone.'}`;
  const { range } = unknown[0]!;
  return [
    ...findings,
    { range, severity: 'info', code: 'enforced-unknown', message, source: 'policy', target },
  ];
}
