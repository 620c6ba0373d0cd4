import { createHistogram } from 'node:perf_hooks';

/** How often it is looked, which is also the shortest delay that is told from none. */
const TICK_MS = 10;
const SPAN_MS = 10_000;
/** Five minutes are remembered. */
const SPANS = 30;

/** How late this process came to its work within ten seconds: everybody who asked in between waited as long. */
export interface LoopDelay {
  /** When the ten seconds began. */
  from: string;
  p50_ms: number;
  p99_ms: number;
  longest_ms: number;
}

/**
 * Measures how late timers of this process are. Not `monitorEventLoopDelay`: that one forgets what lies across a reset, which is where a long
 * delay lies that began before it.
 */
export class EventLoopDelay {
  #histogram = createHistogram();
  #begun = Date.now();
  #last = performance.now();
  #timer: NodeJS.Timeout | undefined;
  readonly #spans: LoopDelay[] = [];

  open(): void {
    this.#last = performance.now();
    this.#timer = setInterval(() => {
      this.#tick();
    }, TICK_MS);
    this.#timer.unref();
  }

  close(): void {
    clearInterval(this.#timer);
  }

  /** The last five minutes, the newest last; of the ten seconds that run what is known of them. */
  get spans(): LoopDelay[] {
    return [...this.#spans, this.#span()];
  }

  #tick(): void {
    const now = performance.now();
    // Histograms count in whole numbers from 1: microseconds.
    this.#histogram.record(Math.max(1, Math.round((now - this.#last - TICK_MS) * 1000)));
    this.#last = now;
    if (Date.now() - this.#begun < SPAN_MS) return;
    this.#spans.push(this.#span());
    if (this.#spans.length >= SPANS) this.#spans.shift();
    this.#histogram = createHistogram();
    this.#begun = Date.now();
  }

  #span(): LoopDelay {
    const { count } = this.#histogram;
    const at = (percent: number) => (count === 0 ? 0 : this.#histogram.percentile(percent) / 1000);
    return { from: new Date(this.#begun).toISOString(), p50_ms: at(50), p99_ms: at(99), longest_ms: count === 0 ? 0 : this.#histogram.max / 1000 };
  }
}
