/** Checks of traps: what is written is not what a parser compiles or a kernel enforces, or it opens a way around the profile. */
import { abiNotAbi } from './checks/abi-not-abi.ts';
import { abiWithoutInet } from './checks/abi-without-inet.ts';
import { attachDisconnected } from './checks/attach-disconnected.ts';
import { auditDenyInComplain } from './checks/audit-deny-in-complain.ts';
import { changeProfileWide } from './checks/change-profile-wide.ts';
import { commaInTunable } from './checks/comma-in-tunable.ts';
import { commentAfterVariable } from './checks/comment-after-variable.ts';
import { complainLeftOn } from './checks/complain-left-on.ts';
import { conditionalDeny } from './checks/conditional-deny.ts';
import { connectedSocket } from './checks/connected-socket.ts';
import { defaultAllow } from './checks/default-allow.ts';
import { homeWrite } from './checks/home-write.ts';
import { kernelSettingsWrite } from './checks/kernel-settings-write.ts';
import { linkRule } from './checks/link-rule.ts';
import { mountWide } from './checks/mount-wide.ts';
import { nameservice } from './checks/nameservice.ts';
import { networkOnTarget } from './checks/network-on-target.ts';
import { noFileRule } from './checks/no-file-rule.ts';
import { oneSidedPeer } from './checks/one-sided-peer.ts';
import { overrideWideWrite } from './checks/override-wide-write.ts';
import { peerOnlyInet } from './checks/peer-only-inet.ts';
import { ptraceWide } from './checks/ptrace-wide.ts';
import { relativeInclude } from './checks/relative-include.ts';
import { scriptWithoutRead } from './checks/script-without-read.ts';
import { secretRead } from './checks/secret-read.ts';
import { shellExec } from './checks/shell-exec.ts';
import { symlinkedPath } from './checks/symlinked-path.ts';
import { tmpRace } from './checks/tmp-race.ts';
import { unmediatedRule } from './checks/unmediated-rule.ts';
import type { Check } from './types.ts';

export const trapChecks: readonly Check[] = [
  peerOnlyInet,
  conditionalDeny,
  abiWithoutInet,
  networkOnTarget,
  connectedSocket,
  nameservice,
  unmediatedRule,
  abiNotAbi,
  defaultAllow,
  auditDenyInComplain,
  complainLeftOn,
  noFileRule,
  commentAfterVariable,
  commaInTunable,
  relativeInclude,
  symlinkedPath,
  scriptWithoutRead,
  shellExec,
  homeWrite,
  secretRead,
  kernelSettingsWrite,
  overrideWideWrite,
  tmpRace,
  linkRule,
  mountWide,
  changeProfileWide,
  ptraceWide,
  attachDisconnected,
  oneSidedPeer,
];
