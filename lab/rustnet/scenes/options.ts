/** Each option of the kit left out once: a run that fails without it shows what it is for. */
import { join } from 'node:path';
import { loadKit } from '../../../server/kits.ts';
import { checkoutRoot } from '../../../server/toolchains/places.ts';
import type { OptionRun } from '../checks.ts';
import type { Stage } from '../stage.ts';

/** How rustnet is started to need an option. Lines of shell, run as root; `ada` stands for a change of user. */
interface Need {
  line: string;
  /** Then the terminal interface is started, with these arguments: without it no names are asked for. */
  terminal?: string[];
  /** Why it is not run. */
  not?: string;
}

const ada = 'timeout 40 sudo -u ada --';
const user = `cd /home/ada/work && ${ada} rustnet --headless --duration 3 --output json -i any`;
const root =
  'cd /home/ada/work && timeout 40 sudo -u ada -- sudo rustnet --headless --duration 3 --output json -i any';

const needs: Record<string, Need> = {
  'attribution/cgroups': { line: user },
  'geoip/home': {
    line: `mkdir -p /home/ada/.local/share/GeoIP && cp /usr/share/GeoIP/GeoLite2-City.mmdb /home/ada/.local/share/GeoIP/ && chown -R 1000:1000 /home/ada/.local && mv /usr/share/GeoIP /usr/share/GeoIP.off; ${user}; mv /usr/share/GeoIP.off /usr/share/GeoIP; rm -rf /home/ada/.local`,
  },
  'geoip/cwd': {
    line: `cp /usr/share/GeoIP/GeoLite2-City.mmdb /home/ada/work/ && ${user}; rm -f /home/ada/work/*.mmdb`,
  },
  'output/home': {
    line: `${user} --log-level debug --json-log /home/ada/work/a.json --pcap-export /home/ada/work/a.pcap; rm -rf /home/ada/work/a.* /home/ada/work/logs`,
  },
  'output/tmp': { line: `${user} --pcap-export /tmp/b.pcap --json-log /tmp/b.json; rm -f /tmp/b.*` },
  'output/log-dir': {
    line: `chown ada /var/log/rustnet; ${user} --json-log /var/log/rustnet/c.json; rm -f /var/log/rustnet/c.json`,
  },
  'sudo/chown': { line: `${root} --json-log /home/ada/work/d.json; rm -f /home/ada/work/d.json` },
  'sudo/dac-override': { line: `${root} --pcap-export /home/ada/work/d.pcap; rm -f /home/ada/work/d.pcap*` },
  'sudo/dac-read-search': { line: `chmod 700 /home/ada; ${root}; chmod 755 /home/ada` },
  'sudo/setuid': { line: root },
  'sudo/setgid': { line: root },
  'sudo/sys-ptrace': { line: root },
  // nss-resolve, which cannot be loaded within rustnet's own sandbox (see the report).
  'names/sockets': {
    line: 'rustnet -i any --no-sandbox   (hosts: files resolve)',
    terminal: ['--no-sandbox'],
  },
  'names/users': { line: '', not: 'nss-systemd is not in the machine.' },
  'ebpf/kernel-version': {
    line: '',
    not: '/proc/version_signature is Ubuntu’s; Debian’s kernels have none.',
  },
  'program/local': { line: '', not: 'It includes a file for a site’s own rules, empty as shipped.' },
  'names/files': { line: 'rustnet -i any', terminal: [] },
  'program/terminal': { line: 'rustnet -i any', terminal: [] },
};

/** Groups of which one is chosen have no option to leave out; their forms are runs of their own. */
const chosen = ['abi', 'reverse-dns'];

/** Runs rustnet once without each option that the kit recommends. */
export async function withoutOptions(stage: Stage): Promise<OptionRun[]> {
  const { kit } = await loadKit(join(checkoutRoot(), 'public/kits'), 'rustnet');
  const all = kit.groups
    .filter(({ id }) => !chosen.includes(id))
    .flatMap((group) => group.options.map((option) => ({ ...option, id: `${group.id}/${option.id}` })))
    .filter(({ on }) => on);
  await stage.install('enforce');
  const runs: OptionRun[] = [];
  const baselines = new Map<string, string[]>();
  for (const { id, title } of all) {
    const need = needs[id] ?? { line: user };
    const { line, not } = need;
    if (not) {
      runs.push({ option: id, title, run: '', outcome: 'not run', note: not, records: [] });
      continue;
    }
    if (!baselines.has(line)) {
      await stage.install('enforce');
      await stage.listen();
      const text = await attempt(stage, need);
      baselines.set(line, [text, ...(await stage.records())]);
    }
    await stage.install('enforce', { options: { [id]: false } });
    await stage.listen();
    const text = await attempt(stage, need);
    const records = await stage.records();
    const [before = '', ...alsoBefore] = baselines.get(line)!;
    const differs = outcome(text) !== outcome(before);
    const more = records.length > alsoBefore.length;
    runs.push({
      option: id,
      title,
      run: line.replace(/\btimeout \d+ /g, ''),
      outcome: more || differs ? 'fails without it' : 'nothing changed',
      note: [
        differs ? `With it: ${outcome(before)}. Without: ${outcome(text)}.` : '',
        more ? `${records.length} records.` : '',
      ]
        .filter(Boolean)
        .join(' '),
      records,
    });
    stage.say(`without ${id}: ${runs.at(-1)!.outcome}. ${runs.at(-1)!.note} ${records[0] ?? ''}`);
  }
  await stage.install('enforce');
  return runs;
}

/** What rustnet printed, or the screen that it drew. */
async function attempt(stage: Stage, { line, terminal: more }: Need): Promise<string> {
  if (!more) return (await stage.shell(line, 90)).text;
  const bySocket = more.includes('--no-sandbox');
  if (bySocket)
    await stage.shell("sed -i 's/^hosts:.*/hosts: files resolve [!UNAVAIL=return]/' /etc/nsswitch.conf");
  const terminal = await stage.terminal(['rustnet', '-i', 'any', ...more], { directory: '/home/ada/work' });
  const { screen } = await terminal.until(/milton/, 20);
  if ((await terminal.status()) === undefined) await terminal.quit();
  if (bySocket) await stage.shell("sed -i 's/^hosts:.*/hosts: files dns/' /etc/nsswitch.conf");
  return screen.text;
}

/** What a run came to, in a few words: the last error, or what its last report held. */
export function outcome(text: string): string {
  const error = text
    .split('\n')
    .find((each) => /error|denied|not permitted|failed|cannot|could not/i.test(each));
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
