/** Measures what people run: code as it is built, not as a loader of TypeScript rewrites it. */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'vite';

const root = join(import.meta.dirname, '..');
const outDir = join(root, 'node_modules/.cache/bench');

/** Builds a module of this checkout as the service is built, and loads it. @param entry from the checkout's root */
export async function built<Module>(entry: string): Promise<Module> {
  await build({
    root,
    configFile: false,
    logLevel: 'warn',
    publicDir: false,
    build: { ssr: entry, outDir, emptyOutDir: false, target: 'node20', minify: false },
  });
  const name = entry.replace(/^.*\/|\.ts$/g, '');
  return (await import(pathToFileURL(join(outDir, `${name}.js`)).href)) as Module;
}
