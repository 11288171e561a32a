import { lookup } from 'node:dns/promises';
import { BlockList, isIP } from 'node:net';
import { Failure } from '../errors.ts';

/** Where a request may go, whatever the name resolves to a moment later. */
export type PinnedAddress = { readonly address: string; readonly family: 4 | 6 };

/**
 * Resolves the host once. Unless the operator allows them, addresses that are not of the public internet are
 * refused: else whoever may set a webhook could make the server ask its neighbours, and read the answers.
 */
export async function pinAddresses(
  url: URL,
  allowPrivate: boolean,
  /** What the operator would set. */
  setting = 'WEBHOOK_ALLOW_PRIVATE',
): Promise<readonly PinnedAddress[]> {
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const family = isIP(host);
  const found = family === 0 ? await resolve(host) : [{ address: host, family }];
  if (!allowPrivate) {
    // All of them: else an attacker's second address would be found on a bad day.
    const refused = found.find(({ address }) => !isPublicAddress(address));
    if (refused !== undefined) {
      throw new Failure(
        'forbidden',
        `${host} leads to ${refused.address}, which is no public address; the operator can allow it with ${setting}=true`,
      );
    }
  }
  return found.map(({ address, family }) => ({ address, family: family === 6 ? 6 : 4 }));
}

async function resolve(host: string) {
  try {
    return await lookup(host, { all: true });
  } catch (cause) {
    throw new Failure('unavailable', `${host} cannot be resolved`, { cause });
  }
}

export function isPublicAddress(address: string): boolean {
  if (isIP(address) === 4) return !special.check(address, 'ipv4');
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped !== undefined) return isPublicAddress(mapped);
  // What is not global unicast is loopback, link-local, unique local, multicast, mapped or translated.
  return global.check(address, 'ipv6') && !special.check(address, 'ipv6');
}

const global = new BlockList();
global.addSubnet('2000::', 3, 'ipv6');

/** The special-purpose registries of IANA, and multicast. */
const special = new BlockList();
for (const [network, prefix] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
] as const) {
  special.addSubnet(network, prefix, 'ipv4');
}
for (const [network, prefix] of [
  // Teredo, ORCHID and others of the protocol block; documentation; 6to4, which carries any IPv4 address.
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
] as const) {
  special.addSubnet(network, prefix, 'ipv6');
}
