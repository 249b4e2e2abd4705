/** What must fail in enforce mode, each with the record of its refusal. */
import { otherResolver } from '../internet.ts';
import { logged, type Stage } from '../stage.ts';

interface Forbidden {
  id: string;
  title: string;
  criterion: number | string;
  /** A line of shell, run as root. */
  line: string;
  /** In the record of the refusal. */
  record: RegExp;
  /** That must not be seen: that it was done after all. */
  done: RegExp;
}

const confined = 'aa-exec -p rustnet --';

const always: Forbidden[] = [
  {
    id: 'shadow',
    title: 'Reading /etc/shadow',
    criterion: 'enforce mode',
    line: `${confined} cat /etc/shadow`,
    record: /operation="open".*name="\/etc\/shadow".*denied_mask="r"/,
    done: /^root:/m,
  },
  {
    id: 'ssh-key',
    title: 'Reading an ssh key',
    criterion: 'enforce mode',
    line: `${confined} cat /home/ada/.ssh/id_ed25519`,
    record: /operation="open".*name="\/home\/ada\/\.ssh\/id_ed25519"/,
    done: /private key/,
  },
  {
    id: 'bashrc',
    title: 'Writing a shell’s start-up file',
    criterion: 'enforce mode',
    line: `${confined} dd if=/dev/null of=/home/ada/.bashrc conv=notrunc`,
    record: /operation="open".*name="\/home\/ada\/\.bashrc".*denied_mask="w/,
    done: /records out/,
  },
  {
    id: 'shell',
    title: 'Running a shell',
    criterion: 'enforce mode',
    line: `${confined} perl -e 'exec "/usr/bin/dash", "-c", "echo it ran"; die "$!\\n"'`,
    record: /operation="exec".*name="\/usr\/bin\/dash".*denied_mask="x"/,
    done: /it ran/,
  },
  {
    id: 'json-log-bashrc',
    title: 'rustnet itself, told to log into ~/.bashrc',
    criterion: 'enforce mode',
    line: 'cd /home/ada && timeout 20 sudo -u ada rustnet --headless --duration 2 --json-log /home/ada/.bashrc',
    record: /name="\/home\/ada\/\.bashrc"/,
    done: /^$/,
  },
  {
    id: 'geoip-shadow',
    title: 'rustnet itself, told to read /etc/shadow as a database, under sudo',
    criterion: 'enforce mode',
    line: 'cd /tmp && timeout 20 rustnet --headless --duration 2 --geoip-city /etc/shadow',
    record: /name="\/etc\/shadow"/,
    done: /^$/,
  },
];

const network: Forbidden[] = [
  {
    id: 'udp',
    title: 'UDP to another port than 53',
    criterion: 8,
    line: `echo out | ${confined} nc -u -w 2 81.2.69.142 1234`,
    record: /family="inet" sock_type="dgram"/,
    done: /out/,
  },
  {
    id: 'tcp',
    title: 'TCP to another port than 53',
    criterion: 8,
    line: `echo out | ${confined} nc -w 2 81.2.69.142 80`,
    record: /family="inet" sock_type="stream"/,
    done: /HTTP/,
  },
  {
    id: 'udp-53',
    title: 'UDP to port 53, which this form does without',
    criterion: 8,
    line: `echo out | ${confined} nc -u -w 2 ${otherResolver} 53`,
    record: /family="inet" sock_type="dgram"/,
    done: /out/,
  },
  {
    id: 'udp6',
    title: 'UDP by IPv6',
    criterion: 8,
    line: `echo out | ${confined} nc -u -w 2 2001:218::17 1234`,
    record: /family="inet6" sock_type="dgram"/,
    done: /out/,
  },
];

/** Files and programs, under the profile as it is recommended for the release. */
export async function forbidden(stage: Stage): Promise<void> {
  await stage.install('enforce');
  for (const each of always) await refused(stage, each, await succeedsOutside(stage, each));
}

/** Network, under the form without any inet rule. */
export async function forbiddenNetwork(stage: Stage): Promise<void> {
  for (const each of network) await refused(stage, each, await succeedsOutside(stage, each));
}

/** The same without the profile: a command that fails anyway would prove nothing. */
async function succeedsOutside(stage: Stage, { line, done }: Forbidden): Promise<boolean> {
  if (!line.includes(confined)) return true;
  const { text, status } = await stage.shell(line.replace(`${confined} `, ''));
  return done.test(text) || status === 0;
}

async function refused(
  stage: Stage,
  { id, title, criterion, line, record, done }: Forbidden,
  outside: boolean,
) {
  await stage.listen();
  const shown = await stage.shown(line);
  const records = await stage.records();
  const found = records.filter((each) => record.test(each) && each.includes('apparmor="DENIED"'));
  const happened = done.source !== '^$' && done.test(shown.text);
  stage.check(
    { id: `denied-${id}`, title: `${title} is refused`, criterion },
    found.length > 0 && !happened && outside,
    !outside
      ? 'The command does not work without the profile either.'
      : `${found.length} DENIED record${found.length === 1 ? '' : 's'}${happened ? ', but it was done' : '; without the profile the same command works'}.`,
    [shown, logged(found, 3)],
  );
}
