import { createHmac } from 'node:crypto';
import { request as plainRequest } from 'node:http';
import { request as secureRequest } from 'node:https';
import { publicLookup, checkWebhookUrl } from '../store/webhook-address.js';

/** Long enough for a program that works before it answers; it should not. */
const PATIENCE_MS = 10_000;

export interface WebhookMessage {
  readonly url: string;
  readonly secret: string;
  readonly body: string;
  readonly kind: string;
  /** Names this message: the same in each try. */
  readonly delivery: number;
}

/**
 * `t=<seconds>,v1=<hex>`: HMAC-SHA256 of `<seconds>.<body>` with the secret of the webhook, so that neither what is said nor when can be made up.
 */
export function signatureOf(body: string, secret: string, second: number): string {
  return `t=${second},v1=${createHmac('sha256', secret).update(`${second}.${body}`).digest('hex')}`;
}

/**
 * Sends one message once; follows no redirect. Gives the status of the answer.
 * @throws Error in words when no answer comes
 */
export async function sendMessage({ url: given, secret, body, kind, delivery }: WebhookMessage, { privateToo = false, now = Date.now() }: { privateToo?: boolean; now?: number } = {}): Promise<number> {
  const url = checkWebhookUrl(given, { privateToo });
  const send = url.protocol === 'https:' ? secureRequest : plainRequest;
  return new Promise((resolve, reject) => {
    const request = send(
      url,
      {
        method: 'POST',
        headers: {
          'Content-Type': 'application/json',
          'Content-Length': Buffer.byteLength(body),
          'User-Agent': 'goodman-live-pipeline',
          'X-Goodman-Event': kind,
          'X-Goodman-Delivery': String(delivery),
          'X-Goodman-Signature': signatureOf(body, secret, Math.floor(now / 1000)),
        },
        signal: AbortSignal.timeout(PATIENCE_MS),
        ...(privateToo ? {} : { lookup: publicLookup }),
      },
      (response) => {
        // What it says is not wanted, and could be long.
        response.destroy();
        resolve(response.statusCode ?? 0);
      },
    );
    request.on('error', (error) => {
      reject(new Error(error.name === 'AbortError' || error.name === 'TimeoutError' ? `no answer within ${PATIENCE_MS / 1000} s` : error.message, { cause: error }));
    });
    request.end(body);
  });
}
