/** What a kernel mediates, told for people from what it says of itself. */
import { type FeatureTree, feature, hasFeature } from './features.ts';

export interface Support {
  /** What it is about, as a rule or a flag names it where one does. */
  title: string;
  /** Whether the kernel mediates it. */
  has: 'yes' | 'no';
  /** What of it, in a few words. */
  detail?: string;
}

type Row = (features: FeatureTree) => Support;

/** A row that is there where any of these paths is. */
const anyOf =
  (title: string, ...paths: string[]): Row =>
  (features) => ({ title, has: paths.some((path) => hasFeature(features, path)) ? 'yes' : 'no' });

/** A row that counts the words that a feature lists. */
const counted =
  (title: string, path: string, noun: string): Row =>
  (features) => {
    const words = wordsOf(features, path);
    return words.length > 0
      ? { title, has: 'yes', detail: `${words.length} ${noun}` }
      : { title, has: hasFeature(features, path) ? 'yes' : 'no' };
  };

function wordsOf(features: FeatureTree, path: string): string[] {
  const value = feature(features, path);
  return typeof value === 'string' ? value.split(/\s+/).filter(Boolean) : [];
}

const rows: Row[] = [
  anyOf('Files and programs', 'file/mask'),
  counted('Capabilities', 'caps/mask', 'known'),
  (features) => {
    const families = ['network_v9/af_mask', 'network_v8/af_mask', 'network/af_mask'].find(
      (path) => wordsOf(features, path).length > 0,
    );
    return families
      ? {
          title: 'Network families and types',
          has: 'yes',
          detail: `${wordsOf(features, families).length} families`,
        }
      : { title: 'Network families and types', has: 'no' };
  },
  anyOf('Network addresses and ports', 'network_v8/af_inet', 'network_v9/af_inet'),
  anyOf('Unix sockets by name and peer', 'network_v9/af_unix', 'network/af_unix'),
  anyOf('D-Bus', 'dbus'),
  counted('Signals', 'signal/mask', 'known'),
  anyOf('ptrace', 'ptrace'),
  (features) => ({
    title: 'Mounts',
    has: hasFeature(features, 'mount/mask') ? 'yes' : 'no',
    ...(hasFeature(features, 'mount/move_mount') && { detail: 'move_mount too' }),
  }),
  anyOf('User namespaces', 'namespaces/mask', 'namespaces/userns_create'),
  anyOf('io_uring', 'io_uring'),
  anyOf('Message queues', 'ipc/posix_mqueue'),
  counted('Limits (rlimit)', 'rlimit/mask', 'known'),
  anyOf('Attachment by extended attributes', 'domain/attach_conditions/xattr'),
  anyOf('disconnected.path', 'domain/disconnected.path'),
  anyOf('kill.signal', 'domain/kill.signal'),
  anyOf('Permissions in the form of 4.0 and later', 'policy/permstable32'),
];

/** What a kernel mediates, in the order of the table; the same rows for every kernel. */
export function supportOf(features: FeatureTree): Support[] {
  return rows.map((row) => row(features));
}
