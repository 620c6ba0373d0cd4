import { Body, Controller, Delete, Get, Middlewares, OperationId, Path, Post, Queries, Request, Route, Security, SuccessResponse, Tags } from '@tsoa/runtime';
import type { Request as KoaRequest } from 'koa';
import { ReductionError } from '#activities/domain/errors';
import type { EventKind } from '#activities/domain/events';
import { newKey } from '#activities/store/tokens';
import { addWebhook, Webhook, WebhookDelivery } from '#activities/store/webhook-records';
import { checkWebhookUrl } from '#activities/store/webhook-address';
import { callerOf } from '../access/auth.js';
import { audit } from '../audit.js';
import type { Context } from '../context.js';
import { jsonBody } from '../json-body.js';
import { pageOf, type Page, type PageQuery } from '../paging.js';
import { rowNumber } from '../row-number.js';

export interface WebhookRequest {
  /**
   * Where messages are sent, https; not followed when it redirects.
   * @maxLength 1000
   */
  url: string;
  /**
   * What it is told of: `file`, `reduction`, `master`, `comment`.
   * @minItems 1
   * @maxItems 4
   */
  kinds: EventKind[];
  /**
   * Only of this proposal.
   * @maxLength 100
   */
  proposal_id?: string;
}

export interface WebhookView {
  /** @isInt */
  id: number;
  url: string;
  kinds: EventKind[];
  proposal_id: string | null;
  created: string;
  /** Why nothing is sent any more; null while it is in use. */
  stopped: string | null;
}

export interface NewWebhook extends WebhookView {
  /** Shown this once. Each message is signed with it: `X-Goodman-Signature: t=<seconds>,v1=<HMAC-SHA256 of "<seconds>.<body>" in hex>`. */
  secret: string;
}

export interface DeliveryView {
  /** @isInt */
  id: number;
  kind: EventKind;
  created: string;
  state: 'pending' | 'delivered' | 'failed';
  /** @isInt */
  attempts: number;
  /** The status, or why no answer came. */
  answer: string;
  finished: string | null;
}

/** Of one account. */
const MOST = 20;

@Route('api/webhooks')
@Tags('api')
@Security('token')
@Middlewares(jsonBody)
export class WebhooksController extends Controller {
  readonly #context: Context;

  constructor(context: Context) {
    super();
    this.#context = context;
  }

  /** @summary List your webhooks */
  @Get()
  @OperationId('api_webhooks_list')
  async listWebhooks(@Request() request: KoaRequest): Promise<WebhookView[]> {
    return (await this.#mine(request).orderBy('id')).map(webhookView);
  }

  /**
   * From now on a message is sent for each event that you may hear of, in the shape of GET /api/events/, again and again for a day until it is answered with 2xx; 410
   * ends the webhook. A message may come twice, with the same `X-Goodman-Delivery`.
   * @summary Make a webhook
   */
  @Post()
  @SuccessResponse(201, 'The webhook, and its secret')
  @OperationId('api_webhooks_create')
  async createWebhook(@Request() request: KoaRequest, @Body() body: WebhookRequest): Promise<NewWebhook> {
    const { database } = this.#context;
    const { user } = callerOf(request);
    const url = checkWebhookUrl(body.url).href;
    if ((await this.#mine(request).resultSize()) >= MOST) throw new ReductionError('conflict', `You have ${MOST} webhooks, which is the most: remove one first.`, { most: MOST });
    const webhook = await database.transaction(async (trx) => {
      const made = await addWebhook(trx, { userId: user.id, url, secret: newKey(), kinds: [...new Set(body.kinds)], proposalId: body.proposal_id ?? null });
      await audit(trx, request, { action: 'webhook.create', subject: `webhook ${made.id}`, after: { url, kinds: made.kinds } });
      return made;
    });
    this.setStatus(201);
    this.setHeader('Location', `/api/webhooks/${webhook.id}/`);
    return { ...webhookView(webhook), secret: webhook.secret };
  }

  /** @summary Remove a webhook */
  @Delete('{id}')
  @SuccessResponse(204, 'Nothing more is sent')
  @OperationId('api_webhooks_delete')
  async removeWebhook(@Request() request: KoaRequest, @Path() id: string): Promise<void> {
    const webhook = await this.#found(request, id);
    await this.#context.database.transaction(async (trx) => {
      await Webhook.query(trx).deleteById(webhook.id);
      await audit(trx, request, { action: 'webhook.remove', subject: `webhook ${webhook.id}`, before: { url: webhook.url } });
    });
    this.setStatus(204);
  }

  /**
   * What became of each message, the newest first.
   * @summary List the messages of a webhook
   */
  @Get('{id}/deliveries')
  @OperationId('api_webhooks_deliveries_list')
  async listDeliveries(@Request() request: KoaRequest, @Path() id: string, @Queries() query: PageQuery): Promise<Page<DeliveryView>> {
    const webhook = await this.#found(request, id);
    const rows = WebhookDelivery.query(this.#context.database).where({ webhookId: webhook.id }).orderBy('id', 'desc');
    return pageOf(rows, query, request, this.#context, (row) => ({
      id: row.id,
      kind: row.kind,
      created: row.created.toISOString(),
      state: row.state,
      attempts: row.attempts,
      answer: row.answer,
      finished: row.finished?.toISOString() ?? null,
    }));
  }

  #mine(request: KoaRequest) {
    return Webhook.query(this.#context.database).where({ userId: callerOf(request).user.id });
  }

  async #found(request: KoaRequest, id: string): Promise<Webhook> {
    const number = rowNumber(id, 'integer');
    const webhook = number === undefined ? undefined : await this.#mine(request).findById(number);
    if (!webhook) throw new ReductionError('not-found', `There is no webhook ${id}, or it is not yours.`, { id });
    return webhook;
  }
}

function webhookView({ id, url, kinds, proposalId, created, stopped }: Webhook): WebhookView {
  return { id, url, kinds, proposal_id: proposalId, created: created.toISOString(), stopped };
}
