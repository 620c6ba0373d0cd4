import { ApplicationFailure, Context } from '@temporalio/activity';
import type { Knex } from 'knex';
import { Webhook, WebhookDelivery } from '../store/webhook-records.js';
import { sendMessage } from './deliver.js';
import type { WebhookActivities } from './types.js';

/** "Gone": the other side asks not to be told any more (RFC 9110 §15.5.11). */
const GONE = 410;

/** What the workflow of one message does in the world. */
export function webhookActivities({ database, privateToo }: { readonly database: Knex; readonly privateToo: boolean }): WebhookActivities {
  return {
    async deliverMessage(id) {
      const delivery = await WebhookDelivery.query(database).findById(id);
      const webhook = delivery && (await Webhook.query(database).findById(delivery.webhookId));
      // Taken back meanwhile, or told already by a try whose answer was lost on the way to Temporal.
      if (!delivery || !webhook || webhook.stopped !== null || delivery.state !== 'pending') return;
      const { attempt } = Context.current().info;
      const note = (change: Partial<WebhookDelivery>) => WebhookDelivery.query(database).findById(id).patch({ attempts: attempt, ...change });
      let status: number;
      try {
        status = await sendMessage({ url: webhook.url, secret: webhook.secret, body: delivery.body, kind: delivery.kind, delivery: id }, { privateToo });
      } catch (error) {
        await note({ answer: (error as Error).message.slice(0, 300) });
        throw ApplicationFailure.retryable(`${new URL(webhook.url).host}: ${(error as Error).message}`, 'webhook-unreachable');
      }
      if (status >= 200 && status < 300) return void (await note({ state: 'delivered', answer: String(status), finished: new Date() }));
      if (status === GONE) {
        await note({ state: 'failed', answer: String(status), finished: new Date() });
        return void (await Webhook.query(database).findById(webhook.id).patch({ stopped: 'The other side answered that it is gone (410).' }));
      }
      await note({ answer: String(status) });
      throw ApplicationFailure.retryable(`${new URL(webhook.url).host} answered ${status}`, 'webhook-refused');
    },
    async giveUpMessage(id) {
      const delivery = await WebhookDelivery.query(database).patchAndFetchById(id, { state: 'failed', finished: new Date() });
      await Webhook.query(database).findById(delivery.webhookId).whereNull('stopped').patch({ stopped: `A message could not be delivered for a day: ${delivery.answer}.` });
    },
  };
}
