import { inject, Injectable, signal } from '@angular/core';
import type { LiveEvent } from '../live/live';
import type { FrameState } from '../parts/state-mark';
import { Announcer } from '../shell/announcer';
import { Toasts } from '../shell/toasts';
import { text } from '../texts/text';
import type { Frame } from './frame';

/** Events come in bursts: the page asks again at once, then at most so often. */
const PACE_MS = 200;
/** The level of an extracted spectrum. */
const SPECTRUM = 3;

/** What happens while a night is open: when to ask again, who is told, and how long an event took to the screen. */
@Injectable()
export class NightNews {
  readonly #announcer = inject(Announcer);
  readonly #toasts = inject(Toasts);
  readonly #states = new Map<number, FrameState>();
  /** When the product of a frame was kept, by the server's clock, and announced, by this page's. */
  readonly #announced = new Map<number, { readonly kept: number; readonly heard: number }>();
  readonly #paints = signal<ReadonlyMap<number, number>>(new Map());
  #last = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  hear(event: LiveEvent, night: string | undefined, reload: () => void): void {
    if (night !== undefined && event.night !== null && event.night < night) return;
    const { dataType, originalFileId } = event.payload;
    const isSpectrum = event.kind === 'file' && typeof originalFileId === 'number' && Number(dataType) >= SPECTRUM;
    if (isSpectrum) this.#announced.set(originalFileId, { kept: Date.parse(event.created), heard: performance.now() });
    if (this.#timer !== undefined && !isSpectrum) return;
    clearTimeout(this.#timer);
    // A spectrum is what everybody waits for: it does not wait for its turn.
    const wait = isSpectrum ? 0 : Math.max(0, this.#last + PACE_MS - performance.now());
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#last = performance.now();
      reload();
    }, wait);
  }

  /** The spectrum of a frame is on the screen: the time since its event, once. */
  painted(id: number): void {
    const since = this.#announced.get(id);
    if (since === undefined || this.#paints().has(id)) return;
    const now = performance.now();
    this.#paints.update((paints) => new Map(paints).set(id, now - since.heard));
    // For whoever measures this page: the clocks of server and browser are one on the machine of a benchmark.
    performance.measure('kept to pixels', { start: Math.max(0, since.kept - performance.timeOrigin), end: now });
  }

  /** Milliseconds from the event to the paint; undefined when the frame was there before the page. */
  paintOf(id: number): number | undefined {
    return this.#paints().get(id);
  }

  /** Tells of frames that failed or became final since the last look; of what was there before, nothing. */
  compare(frames: readonly Frame[]): void {
    for (const { id, state, number, object, reason } of frames) {
      const before = this.#states.get(id);
      this.#states.set(id, state);
      if (before === undefined || before === state) continue;
      if (state === 'failed') this.#tell('failed', `${number} ${object}: ${text('state.failed')}`, reason, `/data/${id}/failure`, text('failed.cause'));
      if (state === 'final' && before === 'provisional') this.#tell('final', `${number} ${object}: ${text('state.final')}`, '', `/data/${id}`, text('current.open'));
    }
  }

  #tell(state: FrameState, title: string, sentence: string, to: string, words: string): void {
    this.#toasts.show({ state, title, sentence, link: { words, to } });
    this.#announcer.say(`${title}. ${sentence}`);
  }
}
