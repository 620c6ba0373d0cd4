import type { Knex } from 'knex';
import { Model, type QueryBuilder, type RelationMappings, type TransactionOrKnex } from 'objection';
import type { EventKind } from '../domain/events.js';
import { User } from './models.js';

export class Webhook extends Model {
  static override readonly tableName = 'webhooks';
  declare id: number;
  declare userId: number;
  declare url: string;
  declare secret: string;
  declare kinds: EventKind[];
  /** Of this proposal only. */
  declare proposalId: string | null;
  declare created: Date;
  /** Why nothing is sent any more. */
  declare stopped: string | null;
  declare owner?: User;

  static override get relationMappings(): RelationMappings {
    return { owner: { relation: Model.BelongsToOneRelation, modelClass: User, join: { from: 'webhooks.userId', to: 'users.id' } } };
  }
}

/** One message to one webhook. */
export class WebhookDelivery extends Model {
  static override readonly tableName = 'webhook_deliveries';
  declare id: number;
  declare webhookId: number;
  declare eventId: number;
  declare kind: EventKind;
  /** What is sent, byte for byte, each time. */
  declare body: string;
  declare created: Date;
  declare startedAt: Date | null;
  declare attempts: number;
  declare state: 'pending' | 'delivered' | 'failed';
  /** What the other side said last, in words. */
  declare answer: string;
  declare finished: Date | null;
}

/** Webhooks that are told of what happens. */
export function webhooksInUse(database: TransactionOrKnex): QueryBuilder<Webhook, Webhook[]> {
  return Webhook.query(database).whereNull('stopped');
}

/**
 * Keeps a new webhook. While none is in use nobody reads events on its behalf: the first one begins with what happens from now on.
 */
export async function addWebhook(trx: Knex.Transaction, webhook: Pick<Webhook, 'userId' | 'url' | 'secret' | 'kinds' | 'proposalId'>): Promise<Webhook> {
  // Of two who come first at the same instant the second finds one in use.
  await trx.raw(`select pg_advisory_xact_lock(hashtext('webhooks'))`);
  if (!(await webhooksInUse(trx).first())) await trx.raw('update webhook_position set event_id = greatest(event_id, (select coalesce(max(id), 0) from events))');
  return Webhook.query(trx).insert(webhook).returning('*');
}
