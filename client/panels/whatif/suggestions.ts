/** What may be written into the fields of a form: taken from the open texts, their requirements, and common knowledge. */
import type { Request } from '../../../shared/policy/requests.ts';
import type { Suggests } from './form.ts';

const usual: Record<Suggests, readonly string[]> = {
  paths: [
    '/etc/shadow',
    '/etc/passwd',
    '/etc/sudoers',
    '/home/ada/.ssh/id_ed25519',
    '/home/ada/.bashrc',
    '/home/ada/.config/autostart/evil.desktop',
    '/root/.ssh/authorized_keys',
    '/usr/bin/dash',
    '/usr/bin/curl',
    '/tmp/file',
    '/dev/mem',
    '/proc/1/environ',
  ],
  addresses: ['127.0.0.1', '127.0.0.53', '9.9.9.9', '203.0.113.7', '0.0.0.0', '::1', '2001:db8::7', '::'],
  labels: ['unconfined'],
  hats: [],
  buses: ['system', 'session'],
  names: ['@/tmp/.X11-unix/X0', 'none', 'org.freedesktop.login1', 'org.freedesktop.secrets'],
  filesystems: ['ext4', 'tmpfs', 'proc', 'sysfs', 'overlay'],
};

/** Fill a pattern of a rule with something that it matches, so that it can be asked. */
export function sampleOf(pattern: string): string | undefined {
  const filled = pattern
    .replace(/@\{HOME\}\/?/g, '/home/ada/')
    .replace(/@\{HOMEDIRS\}\/?/g, '/home/')
    .replace(/@\{PROC\}\/?/g, '/proc/')
    .replace(/@\{sys\}\/?/g, '/sys/')
    .replace(/@\{run\}\/?/g, '/run/')
    .replace(/@\{etc_ro\}\/?|@\{etc_rw\}\/?/g, '/etc/')
    .replace(/@\{bin\}\/?/g, '/usr/bin/')
    .replace(/@\{lib\}\/?/g, '/usr/lib/')
    .replace(/@\{pids?\}|@\{tid\}/g, '42')
    .replace(/@\{uid\}/g, '1000')
    .replace(/\{([^{},]*)(?:,[^{}]*)?\}/g, '$1')
    .replace(/\[([^\]^])[^\]]*\](?:\*)?/g, '$1')
    .replace(/\*\*|\*/g, 'any')
    .replace(/\?/g, 'a');
  return /^\/[^@{}[\]^\\"]*$/.test(filled) ? filled : undefined;
}

const pathWord = /(?:^|[\s"])((?:\/|@\{[A-Za-z_]+\})[^\s",()=>]*)/gm;

/** What the texts say themselves. A comment's paths are as good as a rule's. */
export function suggestions(
  texts: readonly string[],
  asked: readonly Request[],
): Record<Suggests, readonly string[]> {
  const paths = new Set<string>();
  const labels = new Set<string>();
  const hats = new Set<string>();
  for (const text of texts) {
    for (const [, word] of text.matchAll(pathWord)) {
      const sample = sampleOf(word!);
      if (sample && sample.length > 1) paths.add(sample);
    }
    for (const [, name] of text.matchAll(/^\s*profile\s+"?([^\s"{]+)/gm)) labels.add(name!);
    for (const [, label] of text.matchAll(/\bpeer=\(?(?:label=)?"?([A-Za-z][^\s",()=]*)/g))
      labels.add(label!);
    for (const [, hat] of text.matchAll(/^\s*(?:hat\s+|\^)"?([^\s"{]+)/gm)) hats.add(hat!);
  }
  for (const request of asked) if ('path' in request && request.path) paths.add(request.path);
  const both = (own: ReadonlySet<string>, common: readonly string[]) => [...new Set([...common, ...own])];
  return {
    ...usual,
    paths: both(paths, usual.paths),
    labels: both(labels, usual.labels),
    hats: [...hats],
  };
}
