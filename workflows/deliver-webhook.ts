import { proxyActivities } from '@temporalio/workflow';
import { taskQueues } from '#activities/domain/workflow-contract';
import type { WebhookActivities } from '#activities/webhooks/types';

/** Soon at first, every hour in the end, for a day: what is down at night is mended in the morning. */
const { deliverMessage } = proxyActivities<WebhookActivities>({
  taskQueue: taskQueues.records,
  startToCloseTimeout: '30 seconds',
  scheduleToCloseTimeout: '24 hours',
  retry: { initialInterval: '5 seconds', backoffCoefficient: 3, maximumInterval: '1 hour' },
});
const { giveUpMessage } = proxyActivities<WebhookActivities>({ taskQueue: taskQueues.records, startToCloseTimeout: '30 seconds' });

/** One message to one webhook, until it is taken or a day is over. */
export async function deliverWebhook(delivery: number): Promise<'delivered' | 'given up'> {
  try {
    await deliverMessage(delivery);
    return 'delivered';
  } catch {
    await giveUpMessage(delivery);
    return 'given up';
  }
}
