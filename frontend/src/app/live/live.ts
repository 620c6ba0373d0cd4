import { computed, inject, Injectable, signal } from '@angular/core';
import { Subject } from 'rxjs';
import { api, base } from '../api/client';
import { Clock } from './clock';

/** What the server says happened; `payload` depends on the kind. */
export interface LiveEvent {
  readonly id: string;
  readonly kind: 'file' | 'reduction' | 'master' | (string & {});
  readonly file_id: number | null;
  readonly reduction_id: number | null;
  readonly proposal_id: string | null;
  readonly night: string | null;
  readonly created: string;
  readonly payload: Readonly<Record<string, unknown>>;
}

/** A return after a break. */
export interface Return {
  readonly afterSecond: number;
  readonly missed: number;
}

const KINDS = ['file', 'reduction', 'master', 'comment'] as const;
const RETRY_MS = { first: 1000, longest: 10_000 };
/** What came while nobody listened is read at once; so long after the return everything of it is here. */
const CATCH_UP_MS = 1500;
/** Shorter breaks are told to nobody. */
const WORTH_TELLING_S = 5;

/** One event stream for the whole page: it comes back by itself and asks for what it missed. */
@Injectable({ providedIn: 'root' })
export class Live {
  readonly #clock = inject(Clock);
  readonly #heard = new Subject<LiveEvent>();
  readonly #returned = new Subject<Return>();
  readonly #open = signal(false);
  readonly #lostAt = signal<number | null>(null);
  readonly #lastAt = signal<number | null>(null);
  readonly #openings = signal(0);
  #source: EventSource | undefined;
  #lastId: string | undefined;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #delay = RETRY_MS.first;
  #missed = 0;

  readonly events = this.#heard.asObservable();
  readonly returns = this.#returned.asObservable();
  readonly isOpen = this.#open.asReadonly();
  /** When the connection broke, milliseconds since 1970; null while it stands. */
  readonly lostAt = this.#lostAt.asReadonly();
  /** When the last event came. */
  readonly lastAt = this.#lastAt.asReadonly();
  /** Seconds without connection. */
  readonly lostSecond = computed(() => {
    const lost = this.#lostAt();
    return lost === null ? 0 : Math.max(0, Math.round((this.#clock.now() - lost) / 1000));
  });
  /** Counts the first opening: what was loaded before it may have missed something. */
  readonly openings = this.#openings.asReadonly();

  start(): void {
    if (this.#source) return;
    const query = this.#lastId === undefined ? '' : `?last_event_id=${encodeURIComponent(this.#lastId)}`;
    const source = new EventSource(`${base}/api/events/${query}`);
    this.#source = source;
    source.onopen = () => this.#opened();
    source.onerror = () => this.#broke();
    for (const kind of KINDS) source.addEventListener(kind, (message: MessageEvent<string>) => this.#hear(message));
  }

  stop(): void {
    clearTimeout(this.#retry);
    this.#source?.close();
    this.#source = undefined;
    this.#lastId = undefined;
    this.#open.set(false);
    this.#lostAt.set(null);
  }

  tryNow(): void {
    if (this.#open()) return;
    clearTimeout(this.#retry);
    this.#source?.close();
    this.#source = undefined;
    this.start();
  }

  #opened(): void {
    const lost = this.#lostAt();
    this.#open.set(true);
    this.#lostAt.set(null);
    this.#delay = RETRY_MS.first;
    // Without an event there is nothing to come back to: pages ask again.
    if (this.#lastId === undefined) this.#openings.update((n) => n + 1);
    if (lost === null) return;
    const afterSecond = Math.round((Date.now() - lost) / 1000);
    this.#missed = 0;
    setTimeout(() => {
      if (afterSecond >= WORTH_TELLING_S) this.#returned.next({ afterSecond, missed: this.#missed });
    }, CATCH_UP_MS);
  }

  #broke(): void {
    this.#source?.close();
    this.#source = undefined;
    this.#open.set(false);
    if (this.#lostAt() === null) this.#lostAt.set(Date.now());
    // A stream does not say why it was refused: a session that ended is heard from any other request.
    api.GET('/api/users/me/').catch(() => undefined);
    clearTimeout(this.#retry);
    this.#retry = setTimeout(() => this.start(), this.#delay);
    this.#delay = Math.min(2 * this.#delay, RETRY_MS.longest);
  }

  #hear(message: MessageEvent<string>): void {
    const event = JSON.parse(message.data) as LiveEvent;
    this.#lastId = message.lastEventId || event.id;
    this.#lastAt.set(Date.now());
    this.#missed++;
    this.#heard.next(event);
  }
}
