/** The ways to names: the other resolver, by UDP and TCP; the resolver's socket with no inet at all; no names. */
import { setTimeout as sleep } from 'node:timers/promises';
import { byTcp, hosts, otherResolver } from '../internet.ts';
import { logged, type Stage } from '../stage.ts';
import type { Screen } from '../terminal.ts';

/** Lines of shell that choose where names come from. */
export const namesBySocket =
  "sed -i 's/^hosts:.*/hosts: files resolve [!UNAVAIL=return]/' /etc/nsswitch.conf";
export const namesByDns = "sed -i 's/^hosts:.*/hosts: files dns/' /etc/nsswitch.conf";

const shownNames = (text: string) => hosts.filter(({ name }) => text.includes(name.slice(0, 12)));

/** Names by a resolver on the second interface, in enforce mode. */
export async function otherNames(stage: Stage): Promise<void> {
  await stage.install('enforce');
  await stage.shell(
    `echo nameserver ${otherResolver} > /etc/resolv.conf; : > /var/log/resolver-${otherResolver}.log`,
  );
  await stage.listen();
  const command = ['rustnet', '-i', 'any'];
  const screen = await screenWithNames(stage, command);
  const log = await stage.shown(`cat /etc/resolv.conf; cat /var/log/resolver-${otherResolver}.log`);
  await stage.shell('echo nameserver 127.0.0.53 > /etc/resolv.conf');
  const records = await stage.records();
  const names = shownNames(screen.text);
  const overTcp = /^tcp 12 /m.test(log.text);
  stage.check(
    {
      id: 'other-resolver',
      title: `Names through ${otherResolver}, on the second interface, in enforce mode`,
      criterion: 5,
    },
    names.length >= 4 && records.length === 0 && overTcp,
    `${names.length} of ${hosts.length} hosts are shown by name, ${overTcp ? 'one of them asked again by TCP' : 'none asked by TCP'}; ${records.length} records.`,
    [{ title: `$ ${command.join(' ')}`, text: screen.text }, log, logged(records)],
    [{ name: 'other-resolver', caption: `${command.join(' ')}, names from ${otherResolver}`, screen }],
  );
}

/**
 * Installs the form without any inet rule; names come by systemd-resolved's socket. rustnet's own Landlock sandbox lets it
 * open no library once it is in place, so libnss_resolve cannot be loaded with or without AppArmor: hence --no-sandbox.
 */
export async function socketNames(stage: Stage): Promise<void> {
  const installed = await stage.install('enforce', { options: { 'reverse-dns': 'resolver-socket' } });
  await stage.shell(namesBySocket);
  await stage.listen();
  const command = ['rustnet', '-i', 'any', '--no-sandbox'];
  const screen = await screenWithNames(stage, command);
  const log = await stage.shown('grep hosts: /etc/nsswitch.conf; tail -n 6 /var/log/resolved.log');
  const records = await stage.records();
  const names = shownNames(screen.text);
  stage.check(
    {
      id: 'resolver-socket',
      title: 'Names by systemd-resolved’s socket, with no inet rule at all, in enforce mode',
      criterion: '5 and 8',
    },
    names.length >= 4 && /ResolveAddress/.test(log.text) && beside(records) === 0,
    `${names.length} of ${hosts.length} hosts are shown by name; refused: ${records.length - beside(records)} UDP sockets, ${beside(records)} else. With rustnet’s own Landlock sandbox libnss_resolve cannot be loaded: see the next check.`,
    [installed, { title: `$ ${command.join(' ')}`, text: screen.text }, log, logged(records, 4)],
    [{ name: 'resolver-socket', caption: `${command.join(' ')}, names by the socket`, screen }],
  );
  await stage.remove();
  await stage.shell(': > /var/log/resolved.log');
  const sandboxed = ['rustnet', '-i', 'any'];
  const unconfined = await screenWithNames(stage, sandboxed, 15);
  const asked = await stage.shown('cat /var/log/resolved.log');
  stage.check(
    {
      id: 'landlock-and-resolve',
      title: 'Whose doing it is that the sandboxed rustnet gets no names by that socket',
      criterion: 'a matter for rustnet',
    },
    shownNames(unconfined.text).length < 4 && !/ResolveAddress/.test(asked.text),
    'Without any AppArmor profile the same: rustnet’s Landlock rules name no directory of libraries, so the C library cannot load libnss_resolve; the socket is never asked.',
    [{ title: `$ ${sandboxed.join(' ')}   (no profile loaded)`, text: unconfined.text }, asked],
  );
  await stage.shell(namesByDns);
  await stage.install('enforce', { options: { 'reverse-dns': 'resolver-socket' } });
}

async function screenWithNames(stage: Stage, command: string[], seconds = 60): Promise<Screen> {
  const terminal = await stage.terminal(command, { directory: '/home/ada/work' });
  const { found } = await terminal.until(new RegExp(byTcp.slice(0, 12)), seconds);
  // The first name is there; the others come one by one.
  if (found) await sleep(5000);
  const screen = await terminal.screen();
  await terminal.quit();
  return screen;
}

/** Records of others than UDP sockets: the way out is guessed by one that is connected and never used. */
const beside = (records: string[]) =>
  records.filter((record) => !/class="net".*family="inet6?" sock_type="dgram"/.test(record)).length;

/** Without names nothing of the network but captured packets is needed. */
export async function noNames(stage: Stage): Promise<void> {
  await stage.install('enforce', { options: { 'reverse-dns': 'resolver-socket', 'names/sockets': false } });
  await stage.listen();
  const command = ['rustnet', '-i', 'any', '--no-resolve-dns'];
  const terminal = await stage.terminal(command, { directory: '/home/ada/work' });
  const { found, screen } = await terminal.until(/81\.2\.69\.142/, 60);
  await terminal.quit();
  const records = await stage.records();
  stage.check(
    {
      id: 'no-names',
      title: 'Addresses only, with no inet rule and no resolver, in enforce mode',
      criterion: 8,
    },
    found && beside(records) === 0,
    `Connections are shown by address; ${records.length - beside(records)} UDP sockets refused, ${beside(records)} else.`,
    [{ title: `$ ${command.join(' ')}`, text: screen.text }, logged(records, 4)],
  );
}
