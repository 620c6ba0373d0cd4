/** Activities of `deliverWebhook`; the number is that of the delivery. */
export interface WebhookActivities {
  deliverMessage(id: number): Promise<void>;
  giveUpMessage(id: number): Promise<void>;
}
