// npm start: makes the checkout ready, then serves the page. Arguments go to `aa-workbench serve`.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { orSentence, prepare, root } from './prepare.mjs';

await orSentence(async () => {
  await prepare('start');
  const cli = join(root, 'dist/server/cli.js');
  // The service runs in this very process, so that Ctrl+C reaches it and its exit status is ours.
  process.argv = [process.execPath, cli, 'serve', '--fetch-parser', ...process.argv.slice(2)];
  await import(pathToFileURL(cli).href);
});
