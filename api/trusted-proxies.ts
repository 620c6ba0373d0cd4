import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';

type Address = ipaddr.IPv4 | ipaddr.IPv6;

/** What stands before us: who may say for whom it asks. */
export class TrustedProxies {
  readonly #ranges: readonly [Address, number][];

  /**
   * @param list addresses, or networks such as 10.0.0.0/8
   * @throws Error that names what is neither
   */
  constructor(list: readonly string[]) {
    this.#ranges = list.map((text) => {
      const range = rangeOf(text);
      if (!range) throw new Error(`"${text}" is neither an address nor a network such as 10.0.0.0/8`);
      return range;
    });
  }

  has(address: string): boolean {
    const parsed = parse(address);
    return parsed !== undefined && this.#ranges.some(([network, bits]) => network.kind() === parsed.kind() && parsed.match(network, bits));
  }

  /**
   * For whom a request was made that came from `near`. Each proxy writes at the end of a list whom it saw; so the list is read from its end, as long as who
   * wrote an entry is one of ours. What stands before that the caller may have written.
   */
  callerBehind(near: string, said: Readonly<Record<'for' | 'protocol' | 'host', string>>): Caller {
    const chain = entriesOf(said.for);
    let address = near;
    let proxies = 0;
    while (this.has(address)) {
      const before = parse(chain.pop() ?? '');
      if (!before) break;
      address = before.toString();
      proxies++;
    }
    if (!this.has(near)) return { address, protocol: undefined, host: undefined };
    // A proxy that writes over what it got leaves one entry, one that adds to it as many as there are proxies.
    const of = (list: string) => {
      const entries = entriesOf(list);
      return entries[Math.max(0, entries.length - Math.max(1, proxies))] ?? '';
    };
    const [protocol, host] = [of(said.protocol).toLowerCase(), of(said.host)];
    return { address, protocol: protocol === 'https' || protocol === 'http' ? protocol : undefined, host: /^[\w.:[\]-]+$/.test(host) ? host : undefined };
  }
}

/** Who asks, and by what name they called us; undefined where nobody that is trusted said. */
export interface Caller {
  readonly address: string;
  readonly protocol: 'http' | 'https' | undefined;
  readonly host: string | undefined;
}

/** An address in its one spelling: IPv4 as such, also where a socket of both kinds or a header spells it as IPv6. Empty for what is none. */
export function plainAddress(text: string | undefined): string {
  return parse(text ?? '')?.toString() ?? '';
}

/** What limits by address count by: a household has 2^64 addresses of IPv6, so those of one network are one caller. */
export function networkOf(address: string): string {
  const parsed = parse(address);
  if (parsed?.kind() !== 'ipv6') return address;
  return `${ipaddr.IPv6.networkAddressFromCIDR(`${parsed.toString()}/64`).toString()}/64`;
}

/** Proxies write addresses with and without ports, brackets and zones. */
function parse(text: string): Address | undefined {
  const bare = /^\[([^\]]+)\](?::\d+)?$/.exec(text)?.[1] ?? /^(\d+\.\d+\.\d+\.\d+):\d+$/.exec(text)?.[1] ?? text;
  const [address = ''] = bare.split('%');
  // 10.1 is an address to the parser, as it is to old programs; to nobody else.
  return isIP(address) === 0 ? undefined : ipaddr.process(address);
}

function rangeOf(text: string): [Address, number] | undefined {
  const one = parse(text);
  if (one) return [one, one.kind() === 'ipv4' ? 32 : 128];
  return isIP(text.split('/')[0] ?? '') !== 0 && ipaddr.isValidCIDR(text) ? ipaddr.parseCIDR(text) : undefined;
}

function entriesOf(list: string): string[] {
  return list.split(',').map((entry) => entry.trim()).filter((entry) => entry !== '');
}
