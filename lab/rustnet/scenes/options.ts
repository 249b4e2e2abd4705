/** Each option of the kit left out once: a run that fails without it shows what it is for. */
import { join } from 'node:path';
import { loadKit } from '../../../server/kits.ts';
import { checkoutRoot } from '../../../server/toolchains/places.ts';
import type { OptionRun } from '../checks.ts';
import type { Stage } from '../stage.ts';
import { namesByDns, namesBySocket } from './names.ts';

/** How rustnet is started to need an option. Lines of shell, run as root; `ada` stands for a change of user. */
interface Need {
  /** What is there only for this run. */
  before?: string;
  line: string;
  after?: string;
  /** Then the terminal interface is started, with these arguments: without it no names are asked for. */
  terminal?: string[];
  /** Another form of the profile, for a release where only that one asks for it. */
  forms?: Record<string, Record<string, string>>;
  /** Said where nothing changes. */
  reason?: string;
  /** Why it is not run. */
  not?: string;
}

const ada = 'timeout 40 sudo -u ada --';
const headless = 'rustnet --headless --duration 3 --output json -i any';
const user = `${ada} ${headless}`;
const root = `${ada} sudo ${headless}`;
const places = '--geoip-city';
const database = '/usr/share/GeoIP/GeoLite2-City.mmdb';
const needs: Record<string, Need> = {
  'capture/packet-raw': { line: user.replace('-i any', '-i lan0') },
  // Reading the links of others needs root's capabilities first.
  'attribution/ptrace': { line: root },
  // A database of one's own name: those of the usual names are allowed in any directory, by geoip/cwd.
  'geoip/system': {
    before: `cp ${database} /usr/share/GeoIP/places.mmdb`,
    line: `${user} ${places} /usr/share/GeoIP/places.mmdb`,
    after: 'rm /usr/share/GeoIP/places.mmdb',
  },
  'geoip/home': {
    before: `mkdir -p /home/ada/.local/share/GeoIP && cp ${database} /home/ada/.local/share/GeoIP/places.mmdb && chown -R 1000:1000 /home/ada/.local`,
    line: `${user} ${places} /home/ada/.local/share/GeoIP/places.mmdb`,
    after: 'rm -r /home/ada/.local',
  },
  'geoip/cwd': { before: `cp ${database} .`, line: user, after: 'rm *.mmdb' },
  'config/user': {
    before: 'printf \'theme = "nord"\\n\' > /home/ada/.config/rustnet/config.toml',
    line: 'rustnet -i any',
    terminal: [],
  },
  'output/home': {
    line: `${user} --log-level debug --json-log a.json --pcap-export a.pcap`,
    after: 'rm -rf a.* logs',
  },
  'output/tmp': { line: `${user} --pcap-export /tmp/b.pcap --json-log /tmp/b.json`, after: 'rm -f /tmp/b.*' },
  'output/log-dir': {
    before: 'chown ada /var/log/rustnet',
    line: `${user} --json-log /var/log/rustnet/c.json`,
    after: 'rm -f /var/log/rustnet/c.json',
  },
  'sudo/chown': { line: `${root} --json-log d.json`, after: 'rm -f d.json' },
  'sudo/dac-override': { line: `${root} --pcap-export d.pcap`, after: 'rm -f d.pcap*' },
  'sudo/dac-read-search': {
    before: 'chmod 700 /home/ada',
    line: `${root} --json-log /home/ada/work/d.json`,
    after: 'chmod 755 /home/ada; rm -f d.json',
  },
  'sudo/fowner': {
    before: '> d.json; chown ada d.json',
    line: `${root} --json-log d.json`,
    after: 'rm -f d.json',
  },
  'sudo/setuid': { line: root },
  'sudo/setgid': { line: root },
  'sudo/sys-ptrace': { line: root },
  // nss-resolve, which cannot be loaded within rustnet's own sandbox (see the report).
  'names/sockets': {
    before: namesBySocket,
    line: 'rustnet -i any --no-sandbox',
    terminal: ['--no-sandbox'],
    after: namesByDns,
    forms: { 'debian-sid': { abi: '5.0' } },
    reason:
      'Kernels before 6.17, and policy under an abi older than 5.0 on later ones, do not ask for sockets in the file system; Ubuntu’s kernels do.',
  },
  'names/users': { line: '', not: 'nss-systemd is not in the machine.' },
  'ebpf/kernel-version': {
    line: '',
    not: '/proc/version_signature is Ubuntu’s; Debian’s kernels have none.',
  },
  'program/local': { line: '', not: 'It includes a file for a site’s own rules, empty as shipped.' },
  // What an unconfined program starts may read and map itself in any case; a confined one cannot pass that on.
  'program/binary': {
    before:
      "printf 'include <tunables/global>\\nprofile starter {\\n include <abstractions/base>\\n capability,\\n network,\\n file,\\n /usr/bin/rustnet Px -> rustnet,\\n}\\n' | apparmor_parser -r",
    line: `timeout 40 aa-exec -p starter -- /bin/sh -c "${headless}"`,
    after: "printf 'include <tunables/global>\\nprofile starter {}\\n' | apparmor_parser -R",
  },
  // Its limits are looked for where the program's own control group is.
  'program/cpu-quota': {
    before:
      'echo +cpu > /sys/fs/cgroup/cgroup.subtree_control; mkdir -p /sys/fs/cgroup/session; echo $$ > /sys/fs/cgroup/session/cgroup.procs',
    line: user,
  },
  'names/files': { line: 'rustnet -i any', terminal: [] },
  'program/terminal': { line: 'rustnet -i any', terminal: [] },
};

/** Groups of which one is chosen have no option to leave out; their forms are runs of their own. */
const chosen = ['abi', 'reverse-dns'];

/** Runs rustnet once without each option that the kit recommends, or without those that are named. */
export async function withoutOptions(stage: Stage, named: readonly string[] = []): Promise<OptionRun[]> {
  const { kit } = await loadKit(join(checkoutRoot(), 'public/kits'), 'rustnet');
  const all = kit.groups
    .filter(({ id }) => !chosen.includes(id))
    .flatMap((group) => group.options.map((option) => ({ ...option, id: `${group.id}/${option.id}` })))
    .filter(({ id, on }) => (named.length > 0 ? named.includes(id) : on));
  const runs: OptionRun[] = [];
  const baselines = new Map<string, Attempt>();
  for (const { id, title } of all) {
    const need = needs[id] ?? { line: user };
    if (need.not) {
      runs.push({ option: id, title, run: '', outcome: 'not run', note: need.not, records: [] });
      continue;
    }
    const key = `${need.before} ${need.line}`;
    if (!baselines.has(key)) baselines.set(key, await attempt(stage, need));
    const run = compared(baselines.get(key)!, await attempt(stage, need, { [id]: false }));
    if (run.outcome === 'nothing changed' && need.reason) run.note += ` ${need.reason}`;
    runs.push({ option: id, title, run: need.line.replace(/\btimeout \d+ /g, ''), ...run });
    stage.say(`without ${id}: ${run.outcome}. ${run.note} ${run.records[0] ?? ''}`);
  }
  await stage.install('enforce');
  return runs;
}

interface Attempt {
  /** What the run came to. */
  seen: string;
  records: string[];
}

/** What the run without an option came to, beside the run with it. */
export function compared(
  before: Attempt,
  { seen, records }: Attempt,
): Pick<OptionRun, 'outcome' | 'note' | 'records'> {
  if (seen !== before.seen)
    return { outcome: 'fails without it', note: `With it: ${before.seen}. Without: ${seen}.`, records };
  if (records.length > before.records.length)
    return { outcome: 'refusals without it', note: `The same is shown: ${seen}.`, records };
  return { outcome: 'nothing changed', note: `${seen}.`, records: [] };
}

/** Runs rustnet under the profile; what it printed, or the screen that it drew, in a few words. */
async function attempt(stage: Stage, need: Need, without: Record<string, boolean> = {}): Promise<Attempt> {
  const { before = ':', line, after = ':', terminal: more } = need;
  await stage.install('enforce', { options: { ...need.forms?.[stage.target], ...without } });
  const shell = (text: string) => stage.shell(`cd /home/ada/work; ${text}`, 90);
  if (more) await shell(before);
  await stage.listen();
  const text = more ? await screen(stage, more) : (await shell(`${before}; ${line}`)).text;
  const records = await stage.records();
  await shell(after);
  return { seen: outcome(text), records };
}

/** The screen with names, or without where none come. */
async function screen(stage: Stage, more: string[]): Promise<string> {
  const terminal = await stage.terminal(['rustnet', '-i', 'any', ...more], { directory: '/home/ada/work' });
  const { screen: shown } = await terminal.until(/milton/, 20);
  if ((await terminal.status()) === undefined) await terminal.quit();
  return shown.text;
}

/** What a run came to, in a few words: the first error, or what its last report held. */
export function outcome(text: string): string {
  const error = text
    .split('\n')
    .find(
      (each) => !/^\s*[{"]/.test(each) && /error|denied|not permitted|failed|cannot|could not/i.test(each),
    );
  const seen = [
    /Live Connections/.test(text) ? 'a screen' : '',
    /milton/.test(text) ? 'names' : '',
    /eBPF f/.test(text) ? 'eBPF' : '',
    /London/.test(text) ? 'cities' : '',
    /"browser"|browser \(/.test(text) ? 'processes' : '',
    /"backup"|backup \(/.test(text) ? 'others’ processes' : '',
    /216\.160\.83\.56/.test(text) ? 'connections' : '',
  ].filter(Boolean);
  return [seen.join(', ') || 'no report', error ? `“${error.trim().slice(0, 160)}”` : '']
    .filter(Boolean)
    .join('; ');
}
