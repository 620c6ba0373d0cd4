import { Body, Controller, Get, Middlewares, OperationId, Post, Queries, Request, Route, Security, SuccessResponse, Tags } from '@tsoa/runtime';
import type { Request as KoaRequest } from 'koa';
import { ReductionError } from '#activities/domain/errors';
import { AuditRecord } from '#activities/store/audit-record';
import { StoreEvent } from '#activities/store/models';
import { accessible } from '../access/abilities-to-sql.js';
import { callerOf } from '../access/auth.js';
import { seesAll } from '../access/permissions.js';
import type { Context } from '../context.js';
import type { LoopDelay } from '../event-loop-delay.js';
import { listOf } from '../file-filters.js';
import { jsonBody } from '../json-body.js';
import { amongNights } from '../night-conditions.js';
import { pageOf, type Page, type PageQuery } from '../paging.js';
import type { Poller } from '../reductions-client.js';
import { requestScope } from '../request-scope.js';
import { logWords, type LogLevel, type LogMessage } from './log-view.js';

export interface LogQuery {
  /** Messages of this level only. */
  level?: LogLevel;
  /** Evening date of the observing night, YYYYMMDD; list or range, `20260801..20260831`. */
  night?: string;
  /** SOAR id; list. */
  proposal_id?: string;
  /** The `id` of a message: those before it. */
  before?: string;
  /**
   * @isInt
   * @minimum 1
   * @maximum 500
   */
  limit?: number;
}

export interface LogPage {
  results: LogMessage[];
  /** Give it back as `before`; null when there is nothing earlier. */
  before: string | null;
}

export interface AuditQuery extends PageQuery {
  username?: string;
  /** `file.exclude`, `settings.change`, … */
  action?: string;
  /** `file 17`, `proposal 3`, … */
  subject?: string;
}

export interface AuditView {
  /** @isInt */
  id: number;
  at: string;
  username: string;
  action: string;
  subject: string;
  before: { [name: string]: unknown } | null;
  after: { [name: string]: unknown } | null;
  request_id: string;
  address: string;
}

export interface Machines {
  /** Processes that take work from the queues, as Temporal saw them last. */
  workers: Poller[];
  /** The process that answers here. */
  api: {
    pid: number;
    up_seconds: number;
    memory_bytes: number;
    listeners: number;
    /** How late it came to its work, by ten seconds over the last five minutes, the newest last. */
    event_loop: LoopDelay[];
  };
}

export interface PageFailure {
  /**
   * What went wrong, as the browser says it.
   * @minLength 1
   * @maxLength 2000
   */
  message: string;
  /** @maxLength 8000 */
  stack?: string;
  /**
   * Where in the portal.
   * @maxLength 500
   */
  page?: string;
  /**
   * The request it followed from.
   * @maxLength 64
   */
  request_id?: string;
}

const columns = { proposalId: 'events.proposal_id', kind: 'events.kind' };
const USUAL = 50;

@Route('api/logs')
@Tags('api')
@Security('token')
@Middlewares(jsonBody)
export class LogsController extends Controller {
  readonly #context: Context;

  constructor(context: Context) {
    super();
    this.#context = context;
  }

  /**
   * What happened, the newest first and coarse on purpose: frames that are done, wait, were left out or failed, and calibrations that are ready.
   * @summary Get the messages of the platform
   */
  @Get()
  @OperationId('api_logs_list')
  async listMessages(@Request() request: KoaRequest, @Queries() query: LogQuery): Promise<LogPage> {
    const { database, cursors } = this.#context;
    const { ability, user } = callerOf(request);
    const limit = query.limit ?? USUAL;
    const rows = accessible(StoreEvent.query(database), ability, 'read', 'Event', columns).orderBy('events.id', 'desc').limit(limit);
    void rows.whereRaw(conditions[query.level ?? 'any']);
    if (query.night !== undefined) void rows.where(amongNights('events.night', query.night));
    if (query.proposal_id !== undefined) void rows.whereIn('events.proposalId', listOf([query.proposal_id]));
    if (query.before !== undefined) void rows.where('events.id', '<', this.#opened(query.before, user.id));
    const events = await rows;
    const results = events.map((event) => ({
      id: cursors.seal(event.id, user.id),
      time: event.created.toISOString(),
      ...logWords(event),
      file_id: event.fileId,
      reduction_id: event.reductionId,
      proposal_id: event.proposalId,
      night: event.night,
    }));
    return { results, before: events.length < limit ? null : (results.at(-1)?.id ?? null) };
  }

  /**
   * Who changed what, when and from where; for staff.
   * @summary Get the audit
   */
  @Get('audit')
  @OperationId('api_logs_audit_list')
  async listAudit(@Request() request: KoaRequest, @Queries() query: AuditQuery): Promise<Page<AuditView>> {
    this.#forStaff(request, 'The audit');
    const rows = AuditRecord.query(this.#context.database).orderBy('id', 'desc');
    for (const name of ['username', 'action', 'subject'] as const) if (query[name] !== undefined) void rows.where(name, query[name]);
    return pageOf(rows, query, request, this.#context, ({ id, at, username, action, subject, before, after, requestId, address }) => ({
      id,
      at: at.toISOString(),
      username,
      action,
      subject,
      before: before as AuditView['before'],
      after: after as AuditView['after'],
      request_id: requestId,
      address,
    }));
  }

  /**
   * Who works; for staff.
   * @summary Get the machines of the platform
   */
  @Get('machines')
  @OperationId('api_logs_machines_list')
  async listMachines(@Request() request: KoaRequest): Promise<Machines> {
    this.#forStaff(request, 'The list of machines');
    return {
      workers: await this.#context.reductions.pollers(),
      api: { pid: process.pid, up_seconds: Math.round(process.uptime()), memory_bytes: process.memoryUsage.rss(), listeners: this.#context.feed.listeners, event_loop: this.#context.loopDelay.spans },
    };
  }

  /**
   * A page of the portal tells that it failed, so that it stands in the log beside the requests that led to it.
   * @summary Report a failure of a page
   */
  @Post('pages')
  @SuccessResponse(204, 'It is written down')
  @OperationId('api_logs_pages_create')
  reportPage(@Request() request: KoaRequest, @Body() body: PageFailure): void {
    const { user } = callerOf(request);
    this.#context.log.warn({ ...body, account: user.username, requestId: requestScope.getStore()?.id, failedRequest: body.request_id }, 'a page of the portal failed');
    this.setStatus(204);
  }

  #opened(before: string, account: number): number {
    const event = this.#context.cursors.open(before, account);
    if (event === undefined) throw new ReductionError('request-invalid', 'This "before" is none that your account was given: take the id of a message.');
    return event;
  }

  #forStaff(request: KoaRequest, what: string): void {
    if (!seesAll(callerOf(request).user)) throw new ReductionError('forbidden', `${what} is for the staff of the observatory.`);
  }
}

// Word for word the conditions of the indexes.
const conditions: Readonly<Record<LogLevel | 'any', string>> = {
  any: `(kind = 'master' or (kind = 'reduction' and payload->>'state' <> 'reducing'))`,
  error: `kind = 'reduction' and payload->>'state' = 'failed'`,
  warning: `kind = 'reduction' and payload->>'state' in ('waiting', 'rejected')`,
  info: `(kind = 'master' or (kind = 'reduction' and payload->>'state' = 'done'))`,
};
