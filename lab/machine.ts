/** Starts a kernel in QEMU by software emulation, and stops it. */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';

/** The lab cannot do what was asked of it. The message is one sentence for the person who asked. */
export class LabError extends Error {
  override name = 'LabError';
}

export const emulator = 'qemu-system-x86_64';

/** Why the lab cannot run on this machine, in one sentence; undefined where it can. */
export function missingHere(): string | undefined {
  if (process.platform !== 'linux') return 'The lab runs on Linux only: it builds on Debian packages.';
  if (!(process.env.PATH ?? '').split(delimiter).some((place) => existsSync(join(place, emulator))))
    return `The lab needs ${emulator}, which is not installed; on Debian and Ubuntu: apt install qemu-system-x86.`;
  return undefined;
}

export interface Machine {
  /** The line to the guest's agent. */
  socket: Socket;
  /** The last of what the kernel printed on its console. */
  console(): string;
  /** Settles when QEMU has ended, however it came about. */
  ended: Promise<void>;
  stop(): Promise<void>;
}

const baseArguments = [
  // Not kvm: what a kernel decides must not depend on the machine, and nested virtualisation hangs here and there.
  ...['-accel', 'tcg'],
  ...['-machine', 'pc'],
  // One processor: emulated ones have been seen to trip over each other when kernels patch their own code.
  ...['-smp', '1'],
  ...['-nodefaults', '-no-reboot', '-display', 'none'],
];

const kernelArguments =
  'console=ttyS0 panic=-1 apparmor=1 security=apparmor mitigations=off nokaslr random.trust_cpu=on audit_backlog_limit=8192';

/** The arguments that boot an image with an archive; a shell on this terminal where there is no socket. */
function qemuArguments(image: string, archive: string, socket?: string, memoryMiB = 512): string[] {
  return [
    ...baseArguments,
    ...['-m', String(memoryMiB)],
    ...['-kernel', image, '-initrd', archive],
    ...['-append', `${kernelArguments} ${socket ? 'loglevel=5' : 'quiet'}`],
    ...['-serial', 'stdio'],
    ...(socket
      ? [
          ...['-device', 'virtio-serial-pci'],
          ...['-chardev', `socket,id=lab,path=${socket}`],
          ...['-device', 'virtserialport,chardev=lab,name=lab'],
        ]
      : []),
  ];
}

/** Boots, and waits until QEMU has connected its end of the line. Throws LabError. */
export async function startMachine(image: string, archive: Uint8Array, memoryMiB?: number): Promise<Machine> {
  const missing = missingHere();
  if (missing) throw new LabError(missing);
  const directory = await mkdtemp(join(tmpdir(), 'aa-lab-'));
  const archivePath = join(directory, 'initramfs');
  await writeFile(archivePath, archive);
  const socketPath = join(directory, 'line');
  const server = createServer();
  const connected = new Promise<Socket>((resolve) => server.once('connection', resolve));
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(socketPath, resolve));
  const child = spawn(emulator, qemuArguments(image, archivePath, socketPath, memoryMiB), {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const killWithUs = () => child.kill('SIGKILL');
  process.once('exit', killWithUs);
  let printed = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('latin1').on('data', (text: string) => {
      printed = (printed + text).slice(-100_000);
    });
  const ended = ending(child).finally(async () => {
    process.removeListener('exit', killWithUs);
    server.close();
    await rm(directory, { recursive: true, force: true });
  });
  const stop = () => {
    child.kill('SIGKILL');
    return ended;
  };
  const socket = await Promise.race([connected, ended.then(() => undefined)]);
  // Its end is told by `ended`.
  socket?.on('error', () => {});
  if (!socket) throw new LabError(`QEMU ended before the kernel started: ${lastLines(printed)}`);
  return { socket, console: () => printed, ended, stop };
}

function ending(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    child.once('error', () => resolve());
    child.once('close', () => resolve());
  });
}

/** Boots with a shell on this terminal, until the guest is switched off. */
export async function bootHere(image: string, archive: Uint8Array): Promise<void> {
  const missing = missingHere();
  if (missing) throw new LabError(missing);
  const directory = await mkdtemp(join(tmpdir(), 'aa-lab-'));
  try {
    const archivePath = join(directory, 'initramfs');
    await writeFile(archivePath, archive);
    await ending(spawn(emulator, qemuArguments(image, archivePath), { stdio: 'inherit' }));
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

/** The end of a console's text for a message: up to the panic where there was one, whose trace says little. */
export function lastLines(text: string, count = 3): string {
  const lines = text.trim().split(/\r?\n/);
  const panic = lines.findIndex((line) => line.includes('Kernel panic'));
  const last = panic < 0 ? lines.slice(-count) : lines.slice(Math.max(0, panic + 1 - count), panic + 1);
  return last.join(' | ') || 'it printed nothing';
}
