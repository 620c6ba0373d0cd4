import { setTimeout as sleep } from 'node:timers/promises';
import type { Knex } from 'knex';
import { StoreEvent } from '#activities/store/models';
import { BENCH_PROPOSAL } from './service-accounts.js';

/** How many listen, to how many events before the API is killed and as many while it is away, and how soon one follows the other. */
export interface Listening {
  readonly listeners: number;
  readonly events: number;
  readonly everyMs: number;
}

const usual: Listening = { listeners: 100, events: 200, everyMs: 50 };
const PATIENCE_MS = 90_000;

export interface ListenersResult {
  /** From the end of the commit to each listener, millisecond. */
  readonly latencies: readonly number[];
  /** Of every event to every listener, while the API was killed and came back. */
  readonly missed: number;
  readonly twice: number;
  readonly outOfOrder: number;
  /** How long nobody heard anything, second. */
  readonly silenceSecond: number;
}

/** One program that follows the events, and comes back where it was when the line breaks. */
class Listener {
  readonly heard: { readonly event: number; readonly at: number }[] = [];
  #last: string | undefined;
  #welcome: () => void = () => undefined;
  readonly welcomed = new Promise<void>((resolve) => (this.#welcome = resolve));

  async follow(url: string, token: string, signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      try {
        const response = await fetch(url, { headers: { 'authorization': `Token ${token}`, ...(this.#last === undefined ? {} : { 'last-event-id': this.#last }) }, signal });
        let rest = '';
        for await (const chunk of response.body ?? []) {
          this.#welcome();
          const blocks = (rest + Buffer.from(chunk as Uint8Array).toString()).split('\n\n');
          rest = blocks.pop() ?? '';
          for (const block of blocks) this.#take(block);
        }
      } catch {
        // The API is away: again, as a browser would.
      }
      await sleep(200);
    }
  }

  #take(block: string): void {
    this.#last = /^id: ?(.+)$/m.exec(block)?.[1] ?? this.#last;
    const event = /"name":"bench-(\d+)"/.exec(block)?.[1];
    if (event !== undefined) this.heard.push({ event: Number(event), at: performance.now() });
  }
}

/** Many listeners: how soon they hear, and whether they hear all when the API is killed in between; whoever runs it starts it again. */
export async function benchListeners(database: Knex, api: { readonly url: string; readonly pid: () => number }, token: string, { listeners: count, events, everyMs } = usual): Promise<ListenersResult> {
  const stop = new AbortController();
  const listeners = Array.from({ length: count }, () => new Listener());
  const following = listeners.map((listener) => listener.follow(`${api.url}/api/events/`, token, stop.signal));
  try {
    await Promise.all(listeners.map(({ welcomed }) => welcomed));
    const committed = await happen(database, { from: 0, events, everyMs });
    await heardBy(listeners, events);
    const latencies = listeners.flatMap(({ heard }) => heard.map(({ event, at }) => Math.max(0, at - (committed.get(event) ?? NaN))));
    const kill = setTimeout(() => process.kill(api.pid(), 'SIGKILL'), (events * everyMs) / 4);
    await happen(database, { from: events, events, everyMs });
    clearTimeout(kill);
    await heardBy(listeners, 2 * events);
    // Whatever comes twice comes soon after.
    await sleep(2000);
    return { latencies, ...countsOf(listeners, 2 * events), silenceSecond: Math.max(...listeners.map(longestSilence)) };
  } finally {
    stop.abort();
    await Promise.all(following);
  }
}

function countsOf(listeners: readonly Listener[], told: number): Pick<ListenersResult, 'missed' | 'twice' | 'outOfOrder'> {
  const counts = { missed: 0, twice: 0, outOfOrder: 0 };
  for (const { heard } of listeners) {
    const numbers = heard.map(({ event }) => event);
    const once = new Set(numbers);
    counts.missed += told - once.size;
    counts.twice += numbers.length - once.size;
    counts.outOfOrder += numbers.filter((event, i) => i > 0 && event < (numbers[i - 1] ?? 0)).length;
  }
  return counts;
}

function longestSilence({ heard }: Listener): number {
  return Math.max(...heard.slice(1).map(({ at }, i) => at - (heard[i]?.at ?? at))) / 1000;
}

/** Commits events one after the other; gives when each was committed. */
async function happen(database: Knex, { from, events, everyMs }: { from: number } & Pick<Listening, 'events' | 'everyMs'>): Promise<Map<number, number>> {
  const committed = new Map<number, number>();
  for (let event = from; event < from + events; event++) {
    await database.transaction((trx) => StoreEvent.add(trx, { kind: 'reduction', fileId: null, reductionId: null, proposalId: BENCH_PROPOSAL, night: '20261120', payload: { state: 'done', reason: '', name: `bench-${event}` } }));
    committed.set(event, performance.now());
    await sleep(everyMs);
  }
  return committed;
}

async function heardBy(listeners: readonly Listener[], events: number): Promise<void> {
  for (const since = performance.now(); performance.now() - since < PATIENCE_MS; await sleep(100)) {
    if (listeners.every(({ heard }) => new Set(heard.map(({ event }) => event)).size >= events)) return;
  }
}
