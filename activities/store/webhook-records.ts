import { Model, type RelationMappings } from 'objection';
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
