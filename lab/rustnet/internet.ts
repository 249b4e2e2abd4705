/** The small internet of the lab's machine: who is where, and by which names. Addresses are those of MaxMind's own test data. */
import { type MmdbNetwork, mmdb } from './mmdb.ts';

export interface Host {
  address: string;
  /** What the resolvers answer for the address. */
  name: string;
  country: [code: string, name: string];
  city: string;
  /** The interface that the machine reaches it by. */
  by: 'lan0' | 'wan1';
}

/** The machine's own interfaces; the other ends lie in a network name space of their own. */
export const interfaces = [
  { name: 'lan0', address: '10.20.0.2/24', gateway: '10.20.0.1' },
  { name: 'wan1', address: '10.30.0.2/24', gateway: '10.30.0.1' },
] as const;

export const stubResolver = '127.0.0.53';
/** Reached by the second interface. */
export const otherResolver = '10.30.0.53';

export const hosts: Host[] = [
  {
    address: '81.2.69.142',
    name: 'news.london.example',
    country: ['GB', 'United Kingdom'],
    city: 'London',
    by: 'lan0',
  },
  {
    address: '89.160.20.112',
    name: 'mail.linkoping.example',
    country: ['SE', 'Sweden'],
    city: 'Linköping',
    by: 'lan0',
  },
  {
    address: '216.160.83.56',
    name: 'files.milton.example',
    country: ['US', 'United States'],
    city: 'Milton',
    by: 'wan1',
  },
  {
    address: '175.16.199.17',
    name: 'time.changchun.example',
    country: ['CN', 'China'],
    city: 'Changchun',
    by: 'wan1',
  },
  { address: '2001:218::17', name: 'six.tokyo.example', country: ['JP', 'Japan'], city: 'Tokyo', by: 'lan0' },
];

/** Whose name the resolvers give by TCP only: by UDP the answer is cut short. */
export const byTcp = 'files.milton.example';

/** What lies in /usr/share/GeoIP. */
export function cityDatabase(): Uint8Array {
  const networks = hosts.map(
    ({ address, country: [code, name], city }): MmdbNetwork => ({
      network: address.includes(':') ? `${address.replace(/::.*/, '::')}/32` : `${address}/24`,
      data: { country: { iso_code: code, names: { en: name } }, city: { names: { en: city } } },
    }),
  );
  return mmdb('GeoLite2-City', networks, 1_767_225_600);
}
