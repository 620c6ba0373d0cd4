import type { Readable } from 'node:stream';
import { Controller, Get, Header, OperationId, Produces, Queries, Request, Route, Security, Tags } from '@tsoa/runtime';
import type { Request as KoaRequest } from 'koa';
import { ReductionError } from '#activities/domain/errors';
import { callerOf } from '../access/auth.js';
import type { Context } from '../context.js';
import { eventWishes, type EventQuery } from '../event-query.js';
import { EventStream } from '../event-stream.js';

export interface ListenQuery extends EventQuery {
  /** As the header `Last-Event-ID`, for who cannot send one. */
  last_event_id?: string;
}

@Route('api/events')
@Tags('api')
@Security('token')
export class EventsController extends Controller {
  readonly #context: Context;

  constructor(context: Context) {
    super();
    this.#context = context;
  }

  /**
   * Server-sent events: `file` (a file is there, or another one is current now), `reduction` (state, step or reason changed), `master` (a
   * calibration is ready), `comment`. The data of each is JSON with `file_id`, `reduction_id`, `proposal_id`, `night`, and what changed in
   * `payload`. Who comes back after a break with the header `Last-Event-ID`, or `last_event_id`, misses nothing: the id of an event is a word to be given
   * back, for this account only; 0 stands before the first. Filters leave events out, of those that are caught up with too; a listener may come back with others.
   * @summary Listen to what happens
   */
  @Get()
  @Produces('text/event-stream')
  @OperationId('api_events_list')
  streamEvents(@Request() request: KoaRequest, @Queries() query: ListenQuery, @Header('last-event-id') lastEventId?: string): Promise<Readable> {
    const { req } = request;
    this.setHeader('Content-Type', 'text/event-stream');
    this.setHeader('Cache-Control', 'no-cache, no-transform');
    this.setHeader('X-Accel-Buffering', 'no');
    const caller = callerOf(request);
    const after = this.#after(lastEventId || query.last_event_id, caller.user.id);
    const stream = new EventStream(this.#context, caller, eventWishes(query));
    req.once('close', () => {
      stream.close();
    });
    stream.open(after);
    return Promise.resolve(stream.body);
  }

  /** 0 is before everything; an empty one is none. */
  #after(cursor: string | undefined, account: number): number | undefined {
    if (cursor === undefined || cursor === '') return undefined;
    const after = cursor === '0' ? 0 : this.#context.cursors.open(cursor, account);
    if (after === undefined) throw new ReductionError('request-invalid', 'This Last-Event-ID is none that your account was given: send the id of an event, or 0 for all there are.');
    return after;
  }
}
