import { once } from 'node:events';
import { PassThrough } from 'node:stream';
import { setImmediate as otherWork } from 'node:timers/promises';
import { subject } from '@casl/ability';
import type { StoreEvent } from '#activities/store/models';
import { authenticate, type Caller } from './access/auth.js';
import type { Context } from './context.js';
import { eventView } from './event-view.js';
import { isWanted, type EventWishes } from './event-wishes.js';

/** A comment line at this pace keeps proxies from closing a quiet stream. */
const HEARTBEAT_MS = 15_000;
/** A reader this far behind is let go: it comes back with the last id it saw. */
const MOST_UNREAD_BYTES = 1_000_000;

/** What one listener hears: the events it may see and asks for, as the text of server-sent events. */
export class EventStream {
  readonly body = new PassThrough();
  readonly #context: Context;
  readonly #wishes: EventWishes;
  #caller: Caller;
  #stopListening: () => void = () => undefined;
  #stopWatching: () => void = () => undefined;
  #heartbeat: NodeJS.Timeout | undefined;

  constructor(context: Context, caller: Caller, wishes: EventWishes = {}) {
    this.#context = context;
    this.#wishes = wishes;
    this.#caller = caller;
    // The listener may go at any time; that is no error.
    this.body.on('error', () => {
      this.close();
    });
  }

  /** Starts to speak: with the events after a number if one is given, as fast as they are read, then with everything that happens. */
  open(after: number | undefined): void {
    const { feed, log } = this.#context;
    // Sends the headers at once: a browser shows the connection as open.
    this.body.write(': welcome\n\n');
    let caughtUp = after === undefined;
    this.#stopListening = feed.listen(
      (event) => {
        if (caughtUp) this.#write(event);
      },
      () => {
        this.close();
      },
    );
    // A key that ended, an account that was closed: at once, not at the next beat.
    this.#stopWatching = feed.watchAccess(this.#caller.user.id, () => void this.#askAgain());
    this.#heartbeat = setInterval(() => void this.#beat(), HEARTBEAT_MS);
    if (after === undefined) return;
    this.#replay(after).then(
      // In the same turn as the last look: nothing is heard in between.
      () => (caughtUp = true),
      (error: unknown) => {
        log.warn({ err: error }, 'earlier events could not be read; the listener comes back');
        this.close();
      },
    );
  }

  close(): void {
    clearInterval(this.#heartbeat);
    this.#stopListening();
    this.#stopWatching();
    this.body.end();
  }

  /** A page at a time, others in between; no further than the reader reads. */
  async #replay(after: number): Promise<void> {
    const { feed } = this.#context;
    for (let at = after; at < feed.last && !this.body.writableEnded; ) {
      const page = await feed.page(at, this.#caller.ability, this.#wishes);
      for (const event of page.events) this.#write(event);
      at = page.end;
      if (this.body.writableNeedDrain) await Promise.race([once(this.body, 'drain'), once(this.body, 'close')]);
      await otherWork();
    }
  }

  #write(event: StoreEvent): void {
    const { ability, user } = this.#caller;
    if (this.body.writableEnded || !isWanted(this.#wishes, event) || !ability.can('read', subject('Event', { ...event }) as never)) return;
    const id = this.#context.cursors.seal(event.id, user.id);
    this.body.write(`id: ${id}\nevent: ${event.kind}\ndata: ${JSON.stringify({ id, ...eventView(event, user) })}\n\n`);
    if (this.body.writableLength > MOST_UNREAD_BYTES) this.close();
  }

  /** Also asks again who this is, should the word about a change have been lost. */
  async #beat(): Promise<void> {
    this.body.write(': still here\n\n');
    await this.#askAgain();
  }

  /** A revoked token hears no more, a new collaborator hears more. */
  async #askAgain(): Promise<void> {
    try {
      this.#caller = await authenticate(this.#context.database, this.#caller.credential);
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'unauthenticated') this.close();
    }
  }
}
