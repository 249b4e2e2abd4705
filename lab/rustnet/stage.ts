/** The booted machine as the runs see it: profiles are installed in it, commands run in it, and its log is read. */
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { loadKit } from '../../server/kits.ts';
import { checkoutRoot } from '../../server/toolchains/places.ts';
import type { Form } from '../../shared/evidence/evidence.ts';
import { type Rendering, renderKit } from '../../shared/kits/index.ts';
import { LabError } from '../machine.ts';
import type { LabSession } from '../session.ts';
import type { Check, Evidence, Picture } from './checks.ts';
import { kernelLog, Terminal, type TerminalOptions } from './terminal.ts';

export interface Said {
  status: number | undefined;
  /** Standard output, then standard error. */
  text: string;
}

export type Mode = 'complain' | 'enforce';

export class Stage {
  readonly checks: Check[] = [];
  /** The start of what is waiting to be read in the kernel's log. */
  private mark = 0;
  /** The profile that is loaded. */
  private form: Form | null = null;

  constructor(
    readonly session: LabSession,
    readonly target: string,
    /** Seconds of each capture. */
    readonly seconds: number,
    readonly say: (line: string) => void,
  ) {}

  /** Runs a line of shell as root; the limit is in seconds. */
  async shell(line: string, seconds = 60): Promise<Said> {
    const { status, stdout, stderr } = await this.session.run(['/bin/sh', '-c', line], { seconds });
    return { status, text: `${stdout}${stderr}`.trimEnd() };
  }

  /** As shell, as evidence: the line and what it printed. */
  async shown(line: string, seconds?: number): Promise<Evidence> {
    const { status, text } = await this.shell(line, seconds);
    return { title: `# ${line}`, text: status === 0 ? text : `${text}\n(exit status ${status})` };
  }

  terminal(command: string[], options: Omit<TerminalOptions, 'command'> = {}): Promise<Terminal> {
    return Terminal.start(this.session, { ...options, command });
  }

  /** The kit's profile for this kernel's release. */
  async files(rendering: Rendering): Promise<{ path: string; text: string }[]> {
    const { kit, files } = await loadKit(join(checkoutRoot(), 'public/kits'), 'rustnet');
    const sources = { profile: files.profile.text, tunables: files.tunables.text, local: files.local.text };
    return renderKit(kit, sources, { target: this.target, ...rendering });
  }

  /** Puts the profile where the package does, and loads it with the release's own parser. Throws LabError. */
  async install(mode: Mode, rendering: Rendering = {}): Promise<Evidence> {
    const files = await this.files({ ...rendering, mode });
    for (const { path, text } of files)
      await this.session.put(`/etc/apparmor.d/${path}`, 0o644, Buffer.from(text));
    const line = 'apparmor_parser -r -T -W /etc/apparmor.d/usr.bin.rustnet';
    const { status, text } = await this.shell(line, 120);
    if (status !== 0) throw new LabError(`apparmor_parser of ${this.target} refused the profile: ${text}`);
    this.form = { mode, options: { ...rendering.options } };
    const hash = createHash('sha256').update(files[0]!.text).digest('hex');
    return {
      title: `# ${line}`,
      text: text || `(${mode} mode; loaded; usr.bin.rustnet has SHA-256 ${hash.slice(0, 16)}…)`,
    };
  }

  /** Takes the profile out of the kernel. */
  async remove(): Promise<void> {
    const { status, text } = await this.shell('apparmor_parser -R /etc/apparmor.d/usr.bin.rustnet');
    if (status === 0) this.form = null;
    else this.say(`The profile could not be removed: ${text}`);
  }

  /** Forgets what the kernel logged so far. */
  async listen(): Promise<void> {
    await this.records();
  }

  /** AppArmor's records of rustnet since the last call, refusals and in complain mode what would have been refused. */
  async records(): Promise<string[]> {
    const log = await kernelLog(this.session, this.mark);
    this.mark += Buffer.byteLength(log, 'latin1');
    return log
      .split('\n')
      .filter((line) => /apparmor="(?:ALLOWED|DENIED|KILLED)"/.test(line) && /profile="rustnet/.test(line))
      .map((line) => line.slice(line.indexOf(';') + 1));
  }

  check(
    about: Pick<Check, 'id' | 'title' | 'criterion'>,
    passed: boolean,
    note: string,
    evidence: Evidence[] = [],
    pictures: Picture[] = [],
  ): void {
    this.checks.push({
      ...about,
      outcome: passed ? 'passed' : 'failed',
      note,
      form: this.form,
      evidence,
      pictures,
    });
    this.say(`${passed ? 'passed' : 'FAILED'}: ${about.title}. ${note}`);
  }
}

/** Records as evidence, the first of them. */
export function logged(records: string[], most = 12): Evidence {
  const more = records.length > most ? `\n… and ${records.length - most} more` : '';
  return {
    title: 'kernel log, apparmor="ALLOWED" or "DENIED" for rustnet',
    text: records.length ? records.slice(0, most).join('\n') + more : '(nothing)',
  };
}
