import { inject, Injectable, signal } from '@angular/core';
import type { LiveEvent } from '../live/live';
import type { FrameState } from '../parts/state-mark';
import { Announcer } from '../shell/announcer';
import { Toasts } from '../shell/toasts';
import { text } from '../texts/text';
import type { Frame } from './frame';

/** Events come in bursts: the page asks again at once, then at most so often. */
const PACE_MS = 200;

/** What happens while a night is open: when to ask again, who is told, and how long an event took to the screen. */
@Injectable()
export class NightNews {
  readonly #announcer = inject(Announcer);
  readonly #toasts = inject(Toasts);
  readonly #states = new Map<number, FrameState>();
  /** When the product of a frame was announced, by this page's clock. */
  readonly #announced = new Map<number, number>();
  readonly #paints = signal<ReadonlyMap<number, number>>(new Map());
  #last = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  hear(event: LiveEvent, night: string | undefined, reload: () => void): void {
    if (night !== undefined && event.night !== null && event.night < night) return;
    const { dataType, originalFileId } = event.payload;
    if (event.kind === 'file' && typeof originalFileId === 'number' && Number(dataType) >= 3) this.#announced.set(originalFileId, performance.now());
    if (this.#timer !== undefined) return;
    const wait = Math.max(0, this.#last + PACE_MS - performance.now());
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
    this.#paints.update((paints) => new Map(paints).set(id, performance.now() - since));
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
