/** Forms of the shipped kit's profile: as recommended, each choice and option the other way, modes, other tunables. */
import { type KitOnDisk, loadKit } from '../../server/kits.ts';
import { type Rendering, renderKit } from '../../shared/kits/index.ts';
import type { Kit } from '../../shared/kits/schema.ts';
import type { SourcePolicy } from './types.ts';

/** Every form, for a target. `kits` is the folder of kits. */
export async function rustnetPolicies(kits: string, target: string): Promise<SourcePolicy[]> {
  const { kit, files } = await loadKit(kits, 'rustnet');
  const recommended = { target };
  const usable = options(kit).filter(({ unavailable, group }) => !unavailable && group !== 'abi');
  const all = (on: boolean) =>
    Object.fromEntries(usable.filter(({ kind }) => kind === 'any').map(({ id }) => [id, on]));
  const forms: [string, Rendering][] = [
    ['recommended', recommended],
    ['complain', { ...recommended, mode: 'complain' }],
    ['everything on', { ...recommended, options: all(true) }],
    ['everything off', { ...recommended, options: all(false) }],
    [
      'other tunables',
      {
        ...recommended,
        tunables: {
          RUSTNET_LOG_DIR: ['/srv/log', '/srv/lo?'],
          RUSTNET_GEOIP_DIR: ['/opt/*/geo', '/usr/share/GeoIP'],
        },
      },
    ],
    ...usable.map(({ id, on, kind }): [string, Rendering] => [
      `${id} ${kind === 'one' || !on ? 'on' : 'off'}`,
      { ...recommended, options: { [id]: kind === 'one' || !on } },
    ]),
  ];
  return forms.map(([name, rendering]) => rendered(kit, files, name, rendering));
}

function options(kit: Kit) {
  return kit.groups.flatMap((group) =>
    group.options.map((option) => ({
      ...option,
      id: `${group.id}/${option.id}`,
      group: group.id,
      kind: group.kind,
    })),
  );
}

function rendered(kit: Kit, files: KitOnDisk['files'], name: string, rendering: Rendering): SourcePolicy {
  const sources = { profile: files.profile.text, tunables: files.tunables.text, local: files.local.text };
  const made = renderKit(kit, sources, rendering);
  return { name: `rustnet: ${name}`, files: made.map(({ path, text }) => ({ path, text })) };
}
