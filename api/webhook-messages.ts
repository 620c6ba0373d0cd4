import { subject } from '@casl/ability';
import type { Knex } from 'knex';
import type { Logger } from 'pino';
import { Proposal, StoreEvent } from '#activities/store/models';
import { Webhook, WebhookDelivery } from '#activities/store/webhook-records';
import { abilityOf, seesAll, type Ability } from './access/permissions.js';
import type { EventFeed } from './event-feed.js';
import type { ReductionsClient } from './reductions-client.js';

const SWEEP_EVERY_MS = 10_000;
const BATCH = 200;

/** The text of an event for a program that may see all of it. */
export function messageOf(event: StoreEvent, sees: boolean): string {
  const { kind, fileId, reductionId, proposalId, night, created } = event;
  const payload = kind === 'master' && proposalId === null && !sees ? { ...event.payload, originalFileId: fileId } : event.payload;
  return JSON.stringify({ kind, file_id: fileId, reduction_id: reductionId, proposal_id: proposalId, night, created: created.toISOString(), payload });
}

/**
 * Turns events into messages to webhooks: one row for each in the transaction that moves the position on, so that none is lost and none is doubled whatever
 * process dies; then a workflow for each row. Several processes take turns.
 */
export class WebhookMessages {
  readonly #parts: { readonly database: Knex; readonly feed: EventFeed; readonly reductions: Pick<ReductionsClient, 'deliver'>; readonly log: Logger };
  #timer: NodeJS.Timeout | undefined;
  #working: Promise<void> | undefined;
  #more = false;
  #stopListening: () => void = () => undefined;

  constructor(parts: { database: Knex; feed: EventFeed; reductions: Pick<ReductionsClient, 'deliver'>; log: Logger }) {
    this.#parts = parts;
  }

  open(): void {
    const work = () => void this.work();
    this.#stopListening = this.#parts.feed.listen(work, () => undefined);
    this.#timer = setInterval(work, SWEEP_EVERY_MS);
    work();
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    this.#stopListening();
    await this.#working;
  }

  /** Asked while it works, it looks once more. */
  work(): Promise<void> {
    this.#more = true;
    return (this.#working ??= this.#workOn().finally(() => {
      this.#working = undefined;
    }));
  }

  async #workOn(): Promise<void> {
    const { log } = this.#parts;
    while (this.#more) {
      this.#more = false;
      try {
        while (await this.#writeMessages());
        await this.#startDeliveries();
      } catch (error) {
        log.warn({ err: error }, 'messages to webhooks wait; they will be sent');
        return;
      }
    }
  }

  /** True when there may be more. */
  #writeMessages(): Promise<boolean> {
    return this.#parts.database.transaction(async (trx) => {
      const position = (await trx('webhook_position').select('event_id').forUpdate().skipLocked().first()) as { eventId: number } | undefined;
      if (!position) return false; // another process is at it
      const events = await StoreEvent.query(trx).where('id', '>', position.eventId).orderBy('id').limit(BATCH);
      const last = events.at(-1);
      if (!last) return false;
      const webhooks = await Webhook.query(trx).whereNull('stopped').withGraphFetched('owner');
      const hearers = await Promise.all(webhooks.map(async (webhook) => ({ webhook, ability: await this.#abilityOf(trx, webhook) })));
      const rows = hearers.flatMap(({ webhook, ability }) => (ability ? events.filter((event) => concerns(webhook, ability, event)).map((event) => ({ webhookId: webhook.id, eventId: event.id, kind: event.kind, body: messageOf(event, webhook.owner !== undefined && seesAll(webhook.owner)) })) : []));
      if (rows.length > 0) await WebhookDelivery.query(trx).insert(rows).onConflict(['webhookId', 'eventId']).ignore();
      await trx('webhook_position').update({ event_id: last.id });
      return events.length === BATCH;
    });
  }

  /** What its owner may see at this moment; nobody who was put out hears on. */
  async #abilityOf(trx: Knex, { owner }: Webhook): Promise<Ability | undefined> {
    if (!owner?.isActive) return undefined;
    return abilityOf({ user: owner, soarIds: await Proposal.soarIdsOf(trx, owner.id) });
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

function concerns({ kinds, proposalId }: Webhook, ability: Ability, event: StoreEvent): boolean {
  return kinds.includes(event.kind) && (proposalId === null || proposalId === event.proposalId) && ability.can('read', subject('Event', { ...event }) as never);
}
