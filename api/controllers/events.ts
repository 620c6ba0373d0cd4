import type { Readable } from 'node:stream';
import { Controller, Get, Header, OperationId, Produces, Query, Request, Response, Route, Security, Tags } from '@tsoa/runtime';
import type { Request as KoaRequest } from 'koa';
import { callerOf } from '../access/auth.js';
import type { Context } from '../context.js';
import { EventStream } from '../event-stream.js';
import type { ProblemDocument } from '../problem.js';

@Route('api/events')
@Tags('api')
@Security('token')
@Response<ProblemDocument>('default', 'What went wrong')
export class EventsController extends Controller {
  readonly #context: Context;

  constructor(context: Context) {
    super();
    this.#context = context;
  }

  /**
   * Server-sent events: `file` (a file is there, or another one is current now), `reduction` (state, step or reason changed), `master` (a
   * calibration is ready). The data of each is JSON with `file_id`, `reduction_id`, `proposal_id`, `night`, and what changed in
   * `payload`. Who comes back after a break with the header `Last-Event-ID`, or `last_event_id`, misses nothing.
   * @summary Listen to what happens
   */
  @Get()
  @Produces('text/event-stream')
  @OperationId('api_events_list')
  async streamEvents(@Request() request: KoaRequest, @Header('last-event-id') lastEventId?: string, @Query('last_event_id') last?: string): Promise<Readable> {
    const { req } = request;
    this.setHeader('Content-Type', 'text/event-stream');
    this.setHeader('Cache-Control', 'no-cache, no-transform');
    this.setHeader('X-Accel-Buffering', 'no');
    req.socket.setTimeout(0);
    const stream = new EventStream(this.#context, callerOf(request), request.get('authorization'));
    req.once('close', () => {
      stream.close();
    });
    const after = Number(lastEventId ?? last ?? NaN);
    await stream.open(Number.isSafeInteger(after) && after >= 0 ? after : undefined);
    return stream.body;
  }
}
