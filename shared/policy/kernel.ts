/**
 * How a kernel reads a compiled policy: what differs between releases, told from its features and version. Mainline's
 * differences were seen on the kernels 6.1, 6.12 and 7.2; what Ubuntu's patches do is read from their sources.
 */
import { type FeatureTree, hasFeature } from '../targets/features.ts';

export interface Kernel {
  /** Major and minor version of Linux. */
  version: readonly [major: number, minor: number];
  /** Unix sockets are judged by address and label (class 15, or on older Ubuntu kernels class 14), not only by type. */
  unixAddresses: 'no' | 'v8' | 'v9';
  /** Inet sockets are judged by address, port and protocol (Ubuntu's patch). */
  inetAddresses: boolean;
  /** The protocol of a socket counts, unless its family and type decide already. */
  protocols: boolean;
  /** The bus daemon's questions are answered even by a policy that does not mediate class 15. */
  dbusAlone: boolean;
  dbus: boolean;
  mqueue: boolean;
  userns: boolean;
  ioUring: boolean;
}

/** `version` as `6.12` or longer. */
export function kernelOf(version: string, features: FeatureTree): Kernel {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const has = (path: string) => hasFeature(features, path);
  const v9 = has('network_v9');
  return {
    version: [major, minor],
    unixAddresses: has('network_v9/af_unix') ? 'v9' : has('network/af_unix') ? 'v8' : 'no',
    inetAddresses: has('network_v8/af_inet') || has('network_v9/af_inet'),
    protocols: v9 || has('network_v8/af_inet'),
    dbusAlone: !v9,
    dbus: has('dbus'),
    mqueue: has('ipc/posix_mqueue'),
    userns: has('namespaces/userns_create') || has('namespaces/mask'),
    ioUring: has('io_uring'),
  };
}
