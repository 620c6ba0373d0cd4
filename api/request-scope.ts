import { AsyncLocalStorage } from 'node:async_hooks';
import type { Context as KoaContext } from 'koa';

/** What belongs to one request, wherever its work goes on. */
export interface RequestScope {
  /** Names the request in every log line, here and in what it starts. */
  readonly id: string;
  readonly ctx: KoaContext;
}

export const requestScope = new AsyncLocalStorage<RequestScope>();
