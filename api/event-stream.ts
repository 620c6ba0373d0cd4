import { PassThrough } from 'node:stream';
import { subject } from '@casl/ability';
import type { StoreEvent } from '#activities/store/models';
import { authenticate, type Caller } from './access/auth.js';
import type { Context } from './context.js';

/** A comment line at this pace keeps proxies from closing a quiet stream. */
const HEARTBEAT_MS = 15_000;
/** A reader this far behind is let go: it comes back with the last id it saw. */
const MOST_UNREAD_BYTES = 1_000_000;

/** What one listener hears: the events it may see, as the text of server-sent events. */
export class EventStream {
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

  /** Starts to speak: with the events after a number if one is given, then with everything that happens. */
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
