import { isIP } from 'node:net';
import type { Request } from 'koa';
import type { ApiSettings } from './settings.js';
import { contextOf } from './context.js';

type Site = Pick<ApiSettings, 'PUBLIC_URL' | 'TRUSTED_PROXIES' | 'HOST'>;

/** Where the caller is: the socket's other end, or what a trusted proxy says of it. */
export function addressOfCaller(request: Request): string {
  const near = plain(request.socket.remoteAddress);
  if (!isTrustedProxy(request, contextOf(request).settings)) return near;
  // The last address is the one that our proxy saw; what stands before it the caller may have written.
  const far = request.get('x-forwarded-for').split(',').at(-1)?.trim() ?? '';
  return isIP(far) === 0 ? near : far;
}

/**
 * What links in answers begin with: PUBLIC_URL; what a trusted proxy says it was called; else the name the caller used, if it is one of ours, or
 * the address it reached. A Host header alone may say anything.
 */
export function siteOf(request: Request, settings: Site): string {
  if (settings.PUBLIC_URL !== undefined) return settings.PUBLIC_URL.replace(/\/$/, '');
  if (isTrustedProxy(request, settings)) {
    const [protocol, host] = [request.get('x-forwarded-proto') || 'http', request.get('x-forwarded-host') || request.get('host')];
    if (/^https?$/.test(protocol) && /^[\w.:[\]-]+$/.test(host)) return `${protocol}://${host}`;
  }
  const { localAddress, localPort } = request.socket;
  const reached = plain(localAddress);
  const address = reached.includes(':') ? `[${reached}]` : reached;
  const host = request.get('host').toLowerCase();
  const ours = [address, settings.HOST.toLowerCase(), ...(reached === '127.0.0.1' || reached === '::1' ? ['localhost'] : [])].map((name) => `${name}:${localPort}`);
  return `http://${ours.includes(host) ? host : `${address}:${localPort}`}`;
}

/** Is the caller on the other side of TLS? */
export function isOverTls(request: Request, settings: Site): boolean {
  if (settings.PUBLIC_URL !== undefined) return settings.PUBLIC_URL.startsWith('https:');
  return isTrustedProxy(request, settings) && request.get('x-forwarded-proto') === 'https';
}

function isTrustedProxy(request: Request, { TRUSTED_PROXIES }: Site): boolean {
  return TRUSTED_PROXIES.includes(plain(request.socket.remoteAddress));
}

/** IPv4 as such, also on a socket of both kinds. */
function plain(address: string | undefined): string {
  return (address ?? '').replace(/^::ffff:/, '');
}
