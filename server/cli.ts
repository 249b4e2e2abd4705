/** The entry of `aa-workbench`: what dist/server/cli.js is built from. */
import { setTimeout } from 'node:timers/promises';
import { main } from './cli/main.ts';

const stopped = new AbortController();
let stoppedAt = 0;
for (const name of ['SIGINT', 'SIGTERM'] as const)
  process.on(name, () => {
    // npm passes on the Ctrl+C that the terminal has sent us already: only a later one means "now".
    if (stoppedAt > 0 && Date.now() - stoppedAt > 1_000) process.exit(130);
    stoppedAt ||= Date.now();
    stopped.abort(new Error('stopped'));
  });
// A reader that has seen enough (| head) is no fault.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 2));

process.exitCode = await main(process.argv.slice(2), {
  stdout: (text) => void process.stdout.write(text),
  stderr: (text) => void process.stderr.write(text),
  stdin: async () => {
    const chunks: Buffer[] = [];
    for await (const chunk of process.stdin) chunks.push(chunk);
    return Buffer.concat(chunks).toString('utf8');
  },
  env: process.env,
  signal: stopped.signal,
});
// A signal that npm passes on late would still end us as killed, not as done, while Node takes itself down.
if (stopped.signal.aborted) await setTimeout(150);
