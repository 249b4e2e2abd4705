/** The built service as people start it, on a free port, for the browser tests, the screenshots and the page object. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../..');
const cli = join(root, 'dist/server/cli.js');

export interface Service {
  url: string;
  port: number;
  stop(): Promise<void>;
}

export async function startService({
  port,
  args = [],
}: {
  port?: number;
  args?: string[];
} = {}): Promise<Service> {
  if (!existsSync(cli)) throw new Error('The service is not built: run npm run build.');
  const chosen = port ?? (await freePort());
  const child = spawn(process.execPath, [cli, 'serve', '--port', String(chosen), ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  const url = `http://localhost:${chosen}`;
  for (let tries = 0; ; tries++) {
    if (child.exitCode !== null) throw new Error(`The service ended with ${child.exitCode}: ${said}`);
    const healthy = await fetch(`${url}/api/health`).then(
      (answer) => answer.ok,
      () => false,
    );
    if (healthy) break;
    if (tries > 300) {
      child.kill('SIGKILL');
      throw new Error(`The service does not answer: ${said}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return {
    url,
    port: chosen,
    stop: async () => {
      if (child.exitCode !== null) return;
      child.kill('SIGTERM');
      await once(child, 'exit');
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return (address as { port: number }).port;
}
