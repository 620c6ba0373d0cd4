import type { Request } from 'koa';
import { ReductionError } from '#activities/domain/errors';
import { tokenScopes, type TokenScope } from '#activities/domain/token-scopes';

/** What a request needs of a token, the first that fits; a new operation that changes something needs `admin` until it stands here. */
const needs: readonly (readonly [method: RegExp, path: RegExp, scope: TokenScope])[] = [
  [/^GET|HEAD$/, /./, 'read'],
  [/^POST$/, /^\/api\/files\/?$/, 'upload'],
  [/^POST$/, /^\/api\/(files\/zip|notifications\/read)\/?$/, 'read'],
  // Others may read what a link opens; a frame that changes its proposal changes who may.
  [/./, /^\/api\/files\/\d+\/links(\/|$)/, 'admin'],
  [/^PATCH$/, /^\/api\/files\/\d+\/?$/, 'admin'],
  [/./, /^\/api\/(files|comments)(\/|$)/, 'reduce'],
  [/./, /./, 'admin'],
];

/** What a scope holds besides itself. */
const includes: Readonly<Record<TokenScope, readonly TokenScope[]>> = { read: ['read'], upload: ['upload'], reduce: ['read', 'reduce'], admin: ['read', 'upload', 'reduce', 'admin'] };

/** Scopes with those that they hold. */
export function scopesWithin(scopes: readonly TokenScope[]): ReadonlySet<TokenScope> {
  return new Set(scopes.flatMap((scope) => includes[scope]));
}

export function scopeNeeded({ method, path }: Pick<Request, 'method' | 'path'>): TokenScope {
  return needs.find(([methods, paths]) => methods.test(method) && paths.test(path))?.[2] ?? 'admin';
}

/** @throws ReductionError `forbidden` */
export function requireScope(scopes: readonly TokenScope[], needed: TokenScope): void {
  if (scopesWithin(scopes).has(needed)) return;
  throw new ReductionError('forbidden', `This token may ${scopes.length === 0 ? 'do nothing' : scopes.join(', ')}; this needs one with the scope "${needed}": ${tokenScopes[needed]}.`, { scope: needed });
}
