import type { IocContainerFactory } from '@tsoa/runtime';
import type { Request } from 'koa';
import type { Logger } from 'pino';
import type { ArchiveCounts } from '#activities/store/archive/archive-counts';
import type { Stores } from '#activities/store/ingest';
import type { AccountLimits } from './access/account-limits.js';
import type { RequestRates } from './access/request-rates.js';
import type { EventCursors } from './event-cursors.js';
import type { EventFeed } from './event-feed.js';
import type { EventLoopDelay } from './event-loop-delay.js';
import type { MailSender } from './mail-sender.js';
import type { MemoryBudget } from './memory-budget.js';
import type { Outbox } from './outbox.js';
import type { ReductionsClient } from './reductions-client.js';
import type { ApiSettings } from './settings.js';
import type { StalledConnections } from './stalled-connections.js';
import type { Views } from './views.js';

/** What controllers work with. */
export interface Context extends Stores {
  readonly settings: Pick<ApiSettings, 'MAX_UPLOAD_MEGABYTES' | 'PUBLIC_URL' | 'TRUSTED_PROXIES' | 'HOST' | 'SESSION_IDLE_MINUTES' | 'SESSION_HOURS' | 'TEMPORAL_UI_URL' | 'temporal'>;
  readonly reductions: ReductionsClient;
  readonly outbox: Outbox;
  readonly feed: EventFeed;
  readonly log: Logger;
  readonly limits: AccountLimits;
  readonly rates: RequestRates;
  readonly memory: MemoryBudget;
  readonly cursors: EventCursors;
  readonly stalled: StalledConnections;
  readonly counts: ArchiveCounts;
  readonly mails: Pick<MailSender, 'nudge'>;
  readonly views: Views;
  readonly loopDelay: Pick<EventLoopDelay, 'spans'>;
}

export function contextOf(request: Request): Context {
  return (request.ctx.state as { context: Context }).context;
}

/** Hands each controller the context of its request. */
export const iocContainer: IocContainerFactory = (request: unknown) => ({
  get: (Controller: unknown) => new (Controller as new (context: Context) => never)(contextOf(request as Request)),
});
