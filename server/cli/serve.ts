import { buildApp } from '../app.ts';
import { chosenPort, listen } from '../listen.ts';
import { closeParsers } from '../parser/check.ts';
import { ensureDefault, ToolchainError } from '../toolchains/index.ts';
import { exit, type Io } from './io.ts';

export interface ServeArguments {
  port: string | undefined;
  workspace: string | undefined;
  /** Fetch a parser first where none here reads the shipped profile. Without one the page still starts. */
  fetchParser: boolean;
}

/** `serve`: the page, until the person stops it. Says the address once it answers. */
export async function serve(options: ServeArguments, io: Io): Promise<number> {
  const port = chosenPort(options.port, io.env.PORT);
  if (options.fetchParser) await fetchParser(io);
  const app = await buildApp({
    workspace: options.workspace,
    report: (error, request) => {
      io.stderr(
        `Internal error at ${request.method} ${request.routeOptions.url ?? request.url}: ${error.message}\n`,
      );
      if (io.env.AA_DEBUG === '1') io.stderr(`${error.stack}\n`);
    },
  });
  const listening = await listen(app, port);
  io.stdout(`AppArmor Workbench: ${listening.url}\n`);
  if (app.workspace) io.stdout(`Files are opened from and saved to ${app.workspace.directory}\n`);
  io.stdout('Ctrl+C stops it.\n');
  await stopped(io.signal);
  await listening.close();
  await closeParsers();
  return exit.good;
}

async function fetchParser(io: Io): Promise<void> {
  try {
    await ensureDefault({ onProgress: (line) => io.stderr(`${line}\n`), signal: io.signal });
  } catch (error) {
    if (io.signal.aborted || !(error instanceof ToolchainError)) throw error;
    io.stderr(`${error.message}\nThe page works without it and says what is not checked.\n`);
  }
}

function stopped(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
