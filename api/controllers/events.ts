import { PassThrough, type Readable } from 'node:stream';
import { subject } from '@casl/ability';
import { Controller, Get, Header, OperationId, Produces, Query, Request, Response, Route, Security, Tags } from '@tsoa/runtime';
import type { Request as KoaRequest } from 'koa';
import type { StoreEvent } from '#activities/store/models';
import { authenticate, callerOf, type Caller } from '../access/auth.js';
import type { Context } from '../context.js';
import type { ProblemDocument } from '../problem.js';

/** A comment line at this pace keeps proxies from closing a quiet stream. */
const HEARTBEAT_MS = 15_000;
/** A reader this far behind is let go: it comes back with the last id it saw. */
const MOST_UNREAD_BYTES = 1_000_000;

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

/** What one listener hears. */
class EventStream {
  readonly body = new PassThrough();
  readonly #context: Context;
  readonly #authorization: string;
  #caller: Caller;
  #stopListening: () => void = () => undefined;
  #heartbeat: NodeJS.Timeout | undefined;

  constructor(context: Context, caller: Caller, authorization: string) {
    this.#context = context;
    this.#caller = caller;
    this.#authorization = authorization;
    // The listener may go at any time; that is no error.
    this.body.on('error', () => {
      this.close();
    });
  }

  async open(after: number | undefined): Promise<void> {
    const { feed } = this.#context;
    // Sends the headers at once: a browser shows the connection as open.
    this.body.write(': welcome\n\n');
    let held: StoreEvent[] | undefined = [];
    this.#stopListening = feed.listen((event) => {
      if (held) held.push(event);
      else this.#write(event);
    });
    this.#heartbeat = setInterval(() => void this.#beat(), HEARTBEAT_MS);
    if (after !== undefined) for await (const event of feed.since(after)) this.#write(event);
    for (const event of held) this.#write(event);
    held = undefined;
  }

  close(): void {
    clearInterval(this.#heartbeat);
    this.#stopListening();
    this.body.end();
  }

  #write(event: StoreEvent): void {
    if (this.body.writableEnded || !this.#caller.ability.can('read', subject('Event', { ...event }) as never)) return;
    const { id, kind, fileId, reductionId, proposalId, night, payload, created } = event;
    const data = { id, kind, file_id: fileId, reduction_id: reductionId, proposal_id: proposalId, night, created: created.toISOString(), payload };
    this.body.write(`id: ${id}\nevent: ${kind}\ndata: ${JSON.stringify(data)}\n\n`);
    if (this.body.writableLength > MOST_UNREAD_BYTES) this.close();
  }

  /** Also asks again who this is: a revoked token hears no more, a new collaborator hears more. */
  async #beat(): Promise<void> {
    this.body.write(': still here\n\n');
    try {
      this.#caller = await authenticate(this.#context.database, this.#authorization);
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'unauthenticated') this.close();
    }
  }
}
