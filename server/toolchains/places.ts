/** Where things are kept on this machine. */
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * The directory of the checkout: the nearest one upwards that has our package.json. The same from the
 * sources and from the built service, which lie at different depths.
 */
export function checkoutRoot(): string {
  let directory = import.meta.dirname;
  while (!existsSync(join(directory, 'package.json'))) {
    const parent = dirname(directory);
    if (parent === directory) return process.cwd();
    directory = parent;
  }
  return directory;
}

/** Where unpacked toolchains are kept: AA_TOOLCHAINS, else `.toolchains` in the checkout. */
export function toolchainsDirectory(): string {
  return process.env.AA_TOOLCHAINS || join(checkoutRoot(), '.toolchains');
}
