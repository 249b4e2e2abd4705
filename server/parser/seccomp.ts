/**
 * A system call filter for the parser: it compiles a text and writes the result, so it needs no new processes, no
 * sockets and no view of others. Written as classic BPF for bubblewrap's --seccomp; see seccomp(2), linux/filter.h.
 */

interface Architecture {
  /** AUDIT_ARCH_* of linux/audit.h. */
  audit: number;
  /** System calls numbered from here on are another ABI's (x32), which would slip past the list. */
  foreignFrom?: number;
  refused: number[];
}

// The refused: clone, fork, vfork, clone3, socket, ptrace, process_vm_readv, process_vm_writev, mount, unshare, bpf,
// userfaultfd, io_uring_setup, add_key, request_key, keyctl, perf_event_open (numbers: asm/unistd.h).
const architectures: Partial<Record<NodeJS.Architecture, Architecture>> = {
  x64: {
    audit: 0xc000003e,
    foreignFrom: 0x40000000,
    refused: [56, 57, 58, 435, 41, 101, 310, 311, 165, 272, 321, 323, 425, 248, 249, 250, 298],
  },
  arm64: {
    audit: 0xc00000b7,
    refused: [220, 435, 198, 117, 270, 271, 40, 97, 280, 282, 425, 217, 218, 219, 241],
  },
};

const load = 0x20;
const jumpEqual = 0x15;
const jumpAtLeast = 0x35;
const answer = 0x06;
const kill = 0x80000000;
const refuse = 0x00050001; // SECCOMP_RET_ERRNO | EPERM
const allow = 0x7fff0000;

/** The filter's bytes, or undefined on an architecture that has no list. */
export function parserFilter(machine: NodeJS.Architecture): Buffer | undefined {
  const architecture = architectures[machine];
  if (!architecture) return undefined;
  const program: [code: number, ifTrue: number, ifFalse: number, value: number][] = [
    [load, 0, 0, 4],
    [jumpEqual, 1, 0, architecture.audit],
    [answer, 0, 0, kill],
    [load, 0, 0, 0],
  ];
  if (architecture.foreignFrom !== undefined)
    program.push([jumpAtLeast, 0, 1, architecture.foreignFrom], [answer, 0, 0, kill]);
  for (const number of architecture.refused) program.push([jumpEqual, 0, 1, number], [answer, 0, 0, refuse]);
  program.push([answer, 0, 0, allow]);

  const bytes = Buffer.alloc(program.length * 8);
  program.forEach(([code, ifTrue, ifFalse, value], index) => {
    bytes.writeUInt16LE(code, index * 8);
    bytes.writeUInt8(ifTrue, index * 8 + 2);
    bytes.writeUInt8(ifFalse, index * 8 + 3);
    bytes.writeUInt32LE(value, index * 8 + 4);
  });
  return bytes;
}
