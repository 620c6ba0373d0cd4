import { subject } from '@casl/ability';
import type { Knex } from 'knex';
import type { Logger } from 'pino';
import { Proposal, StoreEvent } from '#activities/store/models';
import { webhooksInUse, WebhookDelivery, type Webhook } from '#activities/store/webhook-records';
import { abilityOf } from './access/permissions.js';
import type { EventFeed } from './event-feed.js';
import { eventView } from './event-view.js';
import type { ReductionsClient } from './reductions-client.js';
import { RepeatedWork } from './repeated-work.js';

const SWEEP_EVERY_MS = 10_000;
const BATCH = 200;

/**
 * Turns events into messages to webhooks: one row for each in the transaction that moves the position on, so that none is lost and none is doubled whatever
 * process dies; then a workflow for each row. Several processes take turns.
 */
export class WebhookMessages {
  readonly #parts: { readonly database: Knex; readonly feed: EventFeed; readonly reductions: Pick<ReductionsClient, 'deliver'>; readonly log: Logger };
  #timer: NodeJS.Timeout | undefined;
  readonly #work = new RepeatedWork(() => this.#workOnce());
  #stopFollowing: () => void = () => undefined;

  constructor(parts: { database: Knex; feed: EventFeed; reductions: Pick<ReductionsClient, 'deliver'>; log: Logger }) {
    this.#parts = parts;
  }

  open(): void {
    const work = () => void this.#work.ask();
    this.#stopFollowing = this.#parts.feed.follow(work);
    this.#timer = setInterval(work, SWEEP_EVERY_MS);
    work();
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    this.#stopFollowing();
    await this.#work.rest();
  }

  /** True when there may be more. */
  async #workOnce(): Promise<boolean> {
    try {
      const more = await this.#writeMessages();
      await this.#startDeliveries();
      return more;
    } catch (error) {
      this.#parts.log.warn({ err: error }, 'messages to webhooks wait; they will be sent');
      return false;
    }
  }

  async #writeMessages(): Promise<boolean> {
    const { database } = this.#parts;
    // Most platforms have none: what happens on them costs one look.
    if (!(await webhooksInUse(database).first())) return false;
    return database.transaction(async (trx) => {
      const position = (await trx('webhook_position').select('event_id').forUpdate().skipLocked().first()) as { eventId: number } | undefined;
      if (!position) return false; // another process is at it
      const events = await StoreEvent.query(trx).where('id', '>', position.eventId).orderBy('id').limit(BATCH);
      const last = events.at(-1);
      if (!last) return false;
      const webhooks = await webhooksInUse(trx).withGraphFetched('owner');
      const rows: Awaited<ReturnType<typeof messagesTo>> = [];
      for (const webhook of webhooks) rows.push(...(await messagesTo(trx, webhook, events)));
      if (rows.length > 0) await WebhookDelivery.query(trx).insert(rows).onConflict(['webhookId', 'eventId']).ignore();
      await trx('webhook_position').update({ event_id: last.id });
      return events.length === BATCH;
    });
  }

  async #startDeliveries(): Promise<void> {
    const { database, reductions } = this.#parts;
    for (;;) {
      const waiting = await WebhookDelivery.query(database).select('id').whereNull('startedAt').orderBy('id').limit(BATCH);
      for (const { id } of waiting) {
        await reductions.deliver(id);
        await WebhookDelivery.query(database).findById(id).patch({ startedAt: new Date() });
      }
      if (waiting.length < BATCH) return;
    }
  }
}

/** What a webhook is told: what its owner may see at this moment. Nobody who was put out hears on. */
async function messagesTo(trx: Knex, { id, owner, kinds, proposalId }: Webhook, events: readonly StoreEvent[]): Promise<Pick<WebhookDelivery, 'webhookId' | 'eventId' | 'kind' | 'body'>[]> {
  if (!owner?.isActive) return [];
  const ability = abilityOf({ user: owner, soarIds: await Proposal.soarIdsOf(trx, owner.id) });
  return events
    .filter((event) => kinds.includes(event.kind) && (proposalId === null || proposalId === event.proposalId) && ability.can('read', subject('Event', { ...event }) as never))
    .map((event) => ({ webhookId: id, eventId: event.id, kind: event.kind, body: JSON.stringify(eventView(event, owner)) }));
}
