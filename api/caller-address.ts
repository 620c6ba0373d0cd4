import type { Request } from 'koa';
import { contextOf } from './context.js';
import type { ApiSettings } from './settings.js';
import { plainAddress, type Caller } from './trusted-proxies.js';

type Site = Pick<ApiSettings, 'PUBLIC_URL' | 'TRUSTED_PROXIES' | 'HOST'>;

/** Where the caller is: the socket's other end, or what trusted proxies say of it. */
export function addressOfCaller(request: Request): string {
  return callerOfRequest(request, contextOf(request).settings).address;
}

/**
 * What links in answers begin with: PUBLIC_URL; what a trusted proxy says it was called; else the name the caller used, if it is one of ours, or
 * the address it reached. A Host header alone may say anything.
 */
export function siteOf(request: Request, settings: Site): string {
  if (settings.PUBLIC_URL !== undefined) return settings.PUBLIC_URL.replace(/\/$/, '');
  const { protocol, host: named } = callerOfRequest(request, settings);
  if (named !== undefined) return `${protocol ?? 'http'}://${named}`;
  const { localAddress, localPort } = request.socket;
  const reached = plainAddress(localAddress);
  const address = reached.includes(':') ? `[${reached}]` : reached;
  const host = request.get('host').toLowerCase();
  const ours = [address, settings.HOST.toLowerCase(), ...(reached === '127.0.0.1' || reached === '::1' ? ['localhost'] : [])].map((name) => `${name}:${localPort}`);
  return `http://${ours.includes(host) ? host : `${address}:${localPort}`}`;
}

/** Is the caller on the other side of TLS? */
export function isOverTls(request: Request, settings: Site): boolean {
  if (settings.PUBLIC_URL !== undefined) return settings.PUBLIC_URL.startsWith('https:');
  return callerOfRequest(request, settings).protocol === 'https';
}

function callerOfRequest(request: Request, { TRUSTED_PROXIES }: Site): Caller {
  const near = plainAddress(request.socket.remoteAddress);
  // Most proxies hand the name on as Host, which then is theirs to say.
  return TRUSTED_PROXIES.callerBehind(near, { for: request.get('x-forwarded-for'), protocol: request.get('x-forwarded-proto'), host: request.get('x-forwarded-host') || request.get('host') });
}
