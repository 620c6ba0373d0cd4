import { createHash, timingSafeEqual } from 'node:crypto';
import type { Request } from 'koa';
import { contextOf } from '../context.js';
import { isOverTls } from '../caller-address.js';

/** With what a request says who asks: a key, and whether a program sends it or a browser keeps it. */
export interface Credential {
  readonly kind: 'token' | 'session';
  readonly key: string;
}

/** The prefix is a promise that browsers hold: set behind TLS by this very host, for all of it. */
const sessionCookie = (overTls: boolean) => (overTls ? '__Host-goodman_session' : 'goodman_session');
/** The page reads it and sends it back as X-CSRF-Token; another site can do neither. */
const CSRF_COOKIE = 'goodman_csrf';

/** Undefined when the request says nothing about who asks. A header stands over a cookie: it was put there on purpose. */
export function credentialOf(request: Request): Credential | undefined {
  const header = request.get('authorization').trim();
  if (header !== '') return { kind: 'token', key: /^(?:Token|Bearer) +([\x21-\x7e]{8,256})$/i.exec(header)?.[1] ?? '' };
  const cookie = request.ctx.cookies.get(sessionCookie(isOverTls(request, contextOf(request).settings)));
  return cookie === undefined ? undefined : { kind: 'session', key: cookie };
}

/** What a page of this session has to send with everything that changes something. It follows from the key, which the page itself cannot read. */
export function csrfTokenOf(sessionKey: string): string {
  return createHash('sha256').update(`csrf ${sessionKey}`).digest('base64url');
}

/** Does the request carry the word that only a page of ours can know? */
export function hasCsrfToken(request: Request, { key }: Credential): boolean {
  const [given, wanted] = [Buffer.from(request.get('x-csrf-token')), Buffer.from(csrfTokenOf(key))];
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}

/** Gives the browser its key. @param until when the session ends in any case */
export function setSessionCookie(request: Request, key: string, until: Date): void {
  write(request, key, csrfTokenOf(key), until);
}

export function clearSessionCookie(request: Request): void {
  write(request, '', '', new Date(0));
}

function write({ ctx }: Request, key: string, csrf: string, expires: Date): void {
  const secure = isOverTls(ctx.request, contextOf(ctx.request).settings);
  // The proxy in front of us ended TLS: the library asks our own socket and would refuse.
  (ctx.cookies as unknown as { secure: boolean }).secure = secure;
  const common = { path: '/', sameSite: 'lax', secure, expires, overwrite: true } as const;
  ctx.cookies.set(sessionCookie(secure), key, { ...common, httpOnly: true });
  ctx.cookies.set(CSRF_COOKIE, csrf, { ...common, httpOnly: false });
}
