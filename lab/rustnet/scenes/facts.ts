/** What the runs happen in. */
import type { Evidence } from '../checks.ts';
import type { Stage } from '../stage.ts';

/** What runs here: for the head of the report. */
export async function facts(stage: Stage): Promise<Evidence[]> {
  const lines = [
    'cat /proc/version',
    'apparmor_parser --version | head -n 1',
    'rustnet --version; getcap /usr/bin/rustnet; ls -l /usr/bin/rustnet',
    'ip -br addr; ip route',
    'cat /proc/sys/kernel/perf_event_paranoid',
  ];
  const found: Evidence[] = [];
  for (const line of lines) found.push(await stage.shown(line));
  return found;
}
