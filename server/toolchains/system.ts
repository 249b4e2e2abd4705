/** The machine's own parser, where it has one. */
import { existsSync, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { run } from './run.ts';
import type { Toolchain } from './types.ts';
import { versionFromBanner } from './version.ts';

// sbin is not on everyone's PATH, but reading and running the parser there needs no root.
const usualPlaces = ['/usr/sbin', '/sbin', '/usr/local/sbin'];
export const systemBase = '/etc/apparmor.d';
const systemFeatures = '/usr/share/apparmor-features/features';

let known: { stamp: string; toolchain: Toolchain | undefined } | undefined;

/** The system's parser, or undefined where there is none that runs. Asked again when the program changes. */
export async function systemToolchain(): Promise<Toolchain | undefined> {
  const places = [...usualPlaces, ...(process.env.PATH ?? '').split(delimiter).filter(Boolean)];
  const parser = places.map((place) => join(place, 'apparmor_parser')).find((path) => existsSync(path));
  if (!parser || !existsSync(join(systemBase, 'abi'))) return undefined;
  const { mtimeMs, size } = statSync(parser);
  const stamp = `${parser} ${mtimeMs} ${size}`;
  if (known?.stamp !== stamp) {
    const banner = await run(parser, ['-V'], { timeoutMs: 10_000 });
    const version = versionFromBanner(banner.stdout);
    known = {
      stamp,
      toolchain: version
        ? {
            id: 'system',
            version,
            command: [parser],
            base: systemBase,
            root: '/',
            ...(existsSync(systemFeatures) ? { features: systemFeatures } : {}),
          }
        : undefined,
    };
  }
  return known.toolchain;
}
