import { lookup as resolve, type LookupAddress, type LookupOptions } from 'node:dns';
import ipaddr from 'ipaddr.js';
import { ReductionError } from '../domain/errors.js';

/** Is this an address of the open network? Loopback, private, link-local and reserved ones are not, whatever they are written in. */
export function isPublicAddress(address: string): boolean {
  return ipaddr.isValid(address) && ipaddr.process(address).range() === 'unicast';
}

type Answer = (error: NodeJS.ErrnoException | null, address: string | LookupAddress[], family?: number) => void;

/**
 * A lookup for `http.request` that knows public addresses only: asked at the moment of connecting, so a name that points elsewhere by then is refused too.
 */
export function publicLookup(name: string, options: LookupOptions, answer: Answer): void {
  resolve(name, { ...options, all: true }, (error, addresses) => {
    const hidden = error ? undefined : addresses.find(({ address }) => !isPublicAddress(address));
    const [first] = addresses ?? [];
    if (error) answer(error, '');
    else if (hidden || !first) answer(Object.assign(new Error(`${name} is at ${hidden?.address ?? 'no address'}, which is not on the open network`), { code: 'EACCES' }), '');
    else if (options.all) answer(null, addresses);
    else answer(null, first.address, first.family);
  });
}

/**
 * The address of a webhook, as it may be kept.
 * @throws ReductionError `request-invalid`
 */
export function checkWebhookUrl(given: string, { privateToo = false }: { privateToo?: boolean } = {}): URL {
  const url = URL.canParse(given) ? new URL(given) : undefined;
  if (!url || !['https:', ...(privateToo ? ['http:'] : [])].includes(url.protocol)) throw new ReductionError('request-invalid', `"${given.slice(0, 100)}" is no address that messages can be sent to: it must begin with https://.`);
  if (url.username !== '' || url.password !== '') throw new ReductionError('request-invalid', 'The address has a user name or a password in it: each message is signed instead.');
  const host = url.hostname.replace(/^\[|\]$/g, '');
  if (!privateToo && ((ipaddr.isValid(host) && !isPublicAddress(host)) || /(^|\.)(localhost|local|internal)$/i.test(host))) throw new ReductionError('request-invalid', `${host} is not on the open network: messages are not sent there.`);
  return url;
}
