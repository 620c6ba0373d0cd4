import type { IocContainerFactory } from '@tsoa/runtime';
import type { Request } from 'koa';
import type { Logger } from 'pino';
import type { Stores } from '#activities/store/ingest';
import type { EventFeed } from './event-feed.js';
import type { Outbox } from './outbox.js';
import type { ReductionsClient } from './reductions-client.js';
import type { ApiSettings } from './settings.js';

/** What controllers work with. */
export interface Context extends Stores {
  readonly settings: Pick<ApiSettings, 'MAX_UPLOAD_MEGABYTES' | 'PUBLIC_URL'>;
  readonly reductions: ReductionsClient;
  readonly outbox: Outbox;
  readonly feed: EventFeed;
  readonly log: Logger;
}

export function contextOf(request: Request): Context {
  return (request.ctx.state as { context: Context }).context;
}

/** Hands each controller the context of its request. */
export const iocContainer: IocContainerFactory = (request: unknown) => ({
  get: (Controller: unknown) => new (Controller as new (context: Context) => never)(contextOf(request as Request)),
});
