/** rustnet at work: as a user with file capabilities and under sudo at the same time, for minutes, in either mode. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Evidence, Picture } from '../checks.ts';
import { hosts } from '../internet.ts';
import { logged, type Mode, type Stage } from '../stage.ts';
import type { Terminal } from '../terminal.ts';

const outputs = (directory: string, pcap: string) => [
  ...['--log-level', 'debug'],
  ...['--json-log', `${directory}/events.json`],
  ...['--pcap-export', pcap],
  ...['--pcapng-export', `${directory}/capture.pcapng`],
];

/** One capture of `stage.seconds` seconds in each way to start it. */
export async function capture(stage: Stage, mode: Mode): Promise<void> {
  stage.say(`Capturing for ${stage.seconds} s in ${mode} mode, as a user and under sudo.`);
  await stage.shell(
    'cd /home/ada && rm -rf work sudo /tmp/cap.pcap* && mkdir -p work sudo && chown ada:ada work sudo; cd /lab',
  );
  const installed = await stage.install(mode);
  await stage.listen();
  const directories = { user: '/home/ada/work', sudo: '/home/ada/sudo' };
  const commands = {
    user: ['rustnet', '-i', 'any', ...outputs(directories.user, '/tmp/cap.pcap')],
    sudo: ['sudo', 'rustnet', '-i', 'any', ...outputs(directories.sudo, `${directories.sudo}/cap.pcap`)],
  };
  const user = await stage.terminal(commands.user, { directory: directories.user });
  const started = Date.now();
  const sudo = await stage.terminal(commands.sudo, { directory: directories.sudo });
  const pictures: Picture[] = [];
  const take = async (terminal: Terminal, name: string, caption: string) => {
    const { text, ...rest } = await terminal.screen();
    pictures.push({ name: `${mode}-${name}`, caption, screen: { text, ...rest } });
    return text;
  };
  await user.until(/milton/, 60);
  await sudo.until(/backup \(\d+\)[\s\S]*milton|milton[\s\S]*backup \(\d+\)/, 45);
  const first = await take(user, 'user-overview', `${commands.user.slice(0, 3).join(' ')} …, as ada`);
  const firstSudo = await take(sudo, 'sudo-overview', `${commands.sudo.slice(0, 4).join(' ')} …, as ada`);
  await loaded(stage, mode, installed);
  const details = await countries(user, mode, pictures);
  for (const key of ['3', '4', '5']) {
    await user.keys(key);
    await sudo.keys(key);
    await sleep(3000);
    await take(user, `user-tab-${key}`, `Tab ${key}, as ada`);
  }
  await user.keys('v');
  const interfaces = (await user.until(/wan1/, 15)).screen;
  pictures.push({ name: `${mode}-interfaces`, caption: 'Interfaces, as ada', screen: interfaces });
  for (const terminal of [user, sudo]) await terminal.keys('1');
  await sleep(Math.max(0, stage.seconds * 1000 - (Date.now() - started)));
  const label = await stage.shown(
    'for p in $(cat /sys/fs/cgroup/cgroup.procs); do [ "$(cat /proc/$p/comm)" = rustnet ] && echo "$p $(cat /proc/$p/attr/current) uid $(sed -n "s/^Uid:\\t\\([0-9]*\\).*/\\1/p" /proc/$p/status)"; done; true',
  );
  const status = { user: await user.quit(), sudo: await sudo.quit() };
  const seconds = Math.round((Date.now() - started) / 1000);
  await sleep(1000);
  const records = await stage.records();
  const list = await stage.shown(
    'ls -la /home/ada/work /home/ada/work/logs /home/ada/sudo /home/ada/sudo/logs /tmp/cap.pcap*',
  );

  const criterion = mode === 'complain' ? 3 : 'enforce mode';
  stage.check(
    { id: `${mode}-quiet`, title: `A capture in ${mode} mode logs nothing`, criterion },
    records.length === 0 && status.user === 0 && status.sudo === 0,
    `${seconds} s on two interfaces, as ada with file capabilities and under sudo: ${records.length} records${status.user === 0 && status.sudo === 0 ? '' : ` (exit status ${status.user} and ${status.sudo})`}.`,
    [installed, { title: `$ ${commands.user.join(' ')}`, text: first }, label, logged(records)],
    pictures.filter(({ name }) => /overview|tab-/.test(name)),
  );
  const ebpf = [first, firstSudo].filter((text) => /Detection: eBPF/.test(text)).length;
  stage.check(
    {
      id: `${mode}-ebpf`,
      title: `eBPF and attribution work in ${mode} mode`,
      criterion: 'what rustnet is for',
    },
    ebpf === 2 && /browser \(\d+\)/.test(first) && /backup \(\d+\)/.test(firstSudo),
    `eBPF in ${ebpf} of 2 runs; ${/backup \(\d+\)/.test(firstSudo) ? 'processes of others are named' : 'processes of others are missing'} under sudo.`,
    [
      { title: `$ ${commands.user.slice(0, 3).join(' ')} …`, text: attributed(first) },
      { title: `$ ${commands.sudo.slice(0, 4).join(' ')} …`, text: attributed(firstSudo) },
    ],
  );
  const shown = hosts.filter(({ name }) => first.includes(name.slice(0, 12))).length;
  stage.check(
    { id: `${mode}-names`, title: `Names through 127.0.0.53 in ${mode} mode`, criterion: 5 },
    shown >= 4,
    `${shown} of ${hosts.length} hosts are shown by name.`,
    [await stage.shown('cat /etc/resolv.conf; tail -n 8 /var/log/resolver-127.0.0.53.log')],
  );
  stage.check(
    { id: `${mode}-countries`, title: `Countries from the City database in ${mode} mode`, criterion: 4 },
    details !== undefined,
    details ?? 'No country was shown.',
    [await stage.shown('ls -l /usr/share/GeoIP')],
    pictures.filter(({ name }) => /country/.test(name)),
  );
  stage.check(
    {
      id: `${mode}-interfaces`,
      title: `Counters of every interface in ${mode} mode`,
      criterion: 'what rustnet is for',
    },
    /lan0/.test(interfaces.text) && /wan1/.test(interfaces.text),
    /lan0/.test(interfaces.text) && /wan1/.test(interfaces.text)
      ? 'lan0 and wan1 are listed.'
      : 'The list is not complete.',
    [{ title: 'tab 5, Interfaces', text: interfaces.text }],
  );
  const missing = await missingFiles(stage);
  stage.check(
    { id: `${mode}-outputs`, title: `Logs and captures are written in ${mode} mode`, criterion: '6 and 7' },
    missing.length === 0,
    missing.length === 0
      ? 'logs/, /tmp/cap.pcap with its .connections.jsonl, the pcapng file and the JSON log are there in both runs; all ada’s but the log under sudo, which rustnet leaves to root.'
      : `Not there, empty or another’s: ${missing.join(', ')}.`,
    [list],
  );
  await again(stage, mode, directories.sudo);
}

/** The files of one run under sudo are there, and the user's, when the next one starts. */
async function again(stage: Stage, mode: Mode, directory: string): Promise<void> {
  const line = `cd ${directory} && timeout 60 sudo -u ada -- sudo rustnet --headless --duration 3 --output json -i any ${outputs(directory, `${directory}/cap.pcap`).join(' ')} | tail -c 200`;
  const ran = await stage.shown(`chown ada logs; ${line}`.replace(/^/, `cd ${directory}; `), 90);
  const records = await stage.records();
  const fails = /Error|exit status/.test(ran.text);
  stage.check(
    {
      id: `${mode}-again`,
      title: `Under sudo, the files of the last run are used again in ${mode} mode`,
      criterion: '6 and 7',
    },
    !fails && records.length === 0,
    `${fails ? 'It fails' : 'It runs to its end'}; ${records.length} records.`,
    [ran, logged(records)],
  );
}

/** The lines of a screen that tell how connections are given to processes, and to which. */
const attributed = (screen: string) =>
  screen
    .split('\n')
    .filter((line) => /Detection:|\S+ \(\d+\)/.test(line))
    .join('\n') || '(none)';

/** aa-status names the profile, and both processes under it. */
async function loaded(stage: Stage, mode: Mode, installed: Evidence): Promise<void> {
  const status = await stage.shown('aa-status');
  const named = new RegExp(`profiles are in ${mode} mode\\.\\s+rustnet`).test(status.text);
  const processes = status.text.match(/\/usr\/bin\/rustnet \(\d+\)/g) ?? [];
  stage.check(
    { id: `${mode}-loaded`, title: `aa-status shows the profile in ${mode} mode`, criterion: 2 },
    named && processes.length === 2,
    `The profile is ${named ? '' : 'not '}listed; ${processes.length} processes of rustnet run under it.`,
    [installed, status],
  );
}

/** Opens the details of the first connections; the line with the country, once one is shown. */
async function countries(terminal: Terminal, mode: Mode, pictures: Picture[]): Promise<string | undefined> {
  const known = new RegExp(`Country\\W+(?:${hosts.map(({ country }) => country[1]).join('|')})`);
  for (let row = 0; row < 6; row++) {
    await terminal.keys('2');
    await sleep(700);
    // From the section Connection to Network, where the country stands.
    if (row === 0) await terminal.keys('v');
    const { found, screen } = await terminal.until(known, 6);
    if (found) {
      pictures.push({ name: `${mode}-country`, caption: 'Details of a connection, as ada', screen });
      const line = screen.text.split('\n').find((each) => known.test(each)) ?? '';
      return `Details say: ${(known.exec(line)?.[0] ?? line).replace(/\s+/g, ' ')}.`;
    }
    await terminal.keys('1');
    await sleep(500);
    await terminal.keys('j');
    await sleep(500);
  }
  pictures.push({
    name: `${mode}-country`,
    caption: 'Details of a connection, as ada',
    screen: await terminal.screen(),
  });
  return undefined;
}

/** Which of the outputs are missing, empty, or another's. */
async function missingFiles(stage: Stage): Promise<string[]> {
  const expected = [
    '/tmp/cap.pcap',
    '/tmp/cap.pcap.connections.jsonl',
    '/home/ada/work/events.json',
    '/home/ada/work/capture.pcapng',
    '/home/ada/work/logs/rustnet_*.log',
    '/home/ada/sudo/cap.pcap',
    '/home/ada/sudo/cap.pcap.connections.jsonl',
    '/home/ada/sudo/events.json',
    '/home/ada/sudo/capture.pcapng',
    '/home/ada/sudo/logs/rustnet_*.log',
  ];
  const line = expected
    // Under sudo the log is opened first, and stays root's: rustnet hands over the other files only.
    .map((path) => {
      const owner = /sudo\/logs/.test(path) ? '0' : '1000';
      return `set -- ${path}; [ -s "$1" ] && [ "$(stat -c %u "$1")" = ${owner} ] || echo "$1"`;
    })
    .join('; ');
  const { text } = await stage.shell(line);
  return text.split('\n').filter(Boolean);
}
