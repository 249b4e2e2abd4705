#!/usr/bin/env node
// The command `aa-workbench`. It runs the built service; in a fresh checkout that has to be built first.
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const cli = new URL('../dist/server/cli.js', import.meta.url);
if (existsSync(cli)) await import(cli.href);
else {
  const checkout = fileURLToPath(new URL('..', import.meta.url));
  console.error(
    `aa-workbench is not built yet: run “npm ci && npm run build” in ${checkout} (npm start does it too).`,
  );
  process.exitCode = 2;
}
