/** The ways to names: the other resolver, by UDP and TCP; the resolver's socket with no inet at all; no names. */
import { byTcp, hosts, otherResolver } from '../internet.ts';
import { logged, type Stage } from '../stage.ts';

const shownNames = (text: string) => hosts.filter(({ name }) => text.includes(name.slice(0, 12)));

/** Names by a resolver on the second interface, in enforce mode. */
export async function otherNames(stage: Stage): Promise<void> {
  await stage.install('enforce');
  await stage.shell(
    `echo nameserver ${otherResolver} > /etc/resolv.conf; : > /var/log/resolver-${otherResolver}.log`,
  );
  await stage.listen();
  const command = ['rustnet', '-i', 'any'];
  const terminal = await stage.terminal(command, { directory: '/home/ada/work' });
  const { screen } = await terminal.until(new RegExp(byTcp.slice(0, 12)), 60);
  await terminal.quit();
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

/** Installs the form without any inet rule; names come by systemd-resolved's socket. */
export async function socketNames(stage: Stage): Promise<void> {
  const installed = await stage.install('enforce', { options: { 'reverse-dns': 'resolver-socket' } });
  await stage.shell("sed -i 's/^hosts:.*/hosts: files resolve [!UNAVAIL=return]/' /etc/nsswitch.conf");
  await stage.listen();
  const command = ['rustnet', '-i', 'any'];
  const terminal = await stage.terminal(command, { directory: '/home/ada/work' });
  const { screen } = await terminal.until(new RegExp(byTcp.slice(0, 12)), 60);
  await terminal.quit();
  const log = await stage.shown('grep hosts: /etc/nsswitch.conf; tail -n 6 /var/log/resolved.log');
  await stage.shell("sed -i 's/^hosts:.*/hosts: files dns/' /etc/nsswitch.conf");
  const records = await stage.records();
  const names = shownNames(screen.text);
  // Which interface leads out is guessed by a UDP socket that is connected and never used; without it libpcap chooses.
  const other = records.filter((record) => !/class="net".*family="inet6?" sock_type="dgram"/.test(record));
  stage.check(
    {
      id: 'resolver-socket',
      title: 'Names by systemd-resolved’s socket, with no inet rule at all, in enforce mode',
      criterion: '5 and 8',
    },
    names.length >= 4 && other.length === 0,
    `${names.length} of ${hosts.length} hosts are shown by name; refused: ${records.length - other.length} UDP sockets (rustnet’s guess of the way out), ${other.length} else.`,
    [installed, { title: `$ ${command.join(' ')}`, text: screen.text }, log, logged(records, 4)],
    [{ name: 'resolver-socket', caption: `${command.join(' ')}, names by the socket`, screen }],
  );
}

/** Without names nothing of the network but captured packets is needed. */
export async function noNames(stage: Stage): Promise<void> {
  await stage.install('enforce', { options: { 'reverse-dns': 'resolver-socket', 'names/sockets': false } });
  await stage.listen();
  const command = ['rustnet', '-i', 'any', '--no-resolve-dns'];
  const terminal = await stage.terminal(command, { directory: '/home/ada/work' });
  const { found, screen } = await terminal.until(/81\.2\.69\.142/, 60);
  await terminal.quit();
  const records = await stage.records();
  const other = records.filter((record) => !/class="net".*family="inet6?" sock_type="dgram"/.test(record));
  stage.check(
    {
      id: 'no-names',
      title: 'Addresses only, with no inet rule and no resolver, in enforce mode',
      criterion: 8,
    },
    found && other.length === 0,
    `Connections are shown by address; ${records.length - other.length} UDP sockets refused, ${other.length} else.`,
    [{ title: `$ ${command.join(' ')}`, text: screen.text }, logged(records, 4)],
  );
}
