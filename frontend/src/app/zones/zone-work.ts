import { computed, DestroyRef, effect, inject, Injectable, linkedSignal, resource, signal, untracked } from '@angular/core';
import { api, body, type FileImage, type FileSlit } from '../api/client';
import { readSpectrum } from '../api/files';
import { problemOf } from '../api/problem';
import { requestOf, stepped, type History, type Wish } from './aperture-choice';
import { courseOf, firstChoice, loadZoneFrame } from './load-zones';
import { ZoneExtractor, type Preview } from './zone-extractor';
import type { Method } from './zone-messages';
import type { Extraction } from './zone-panel';

/** What zones are set on. */
export interface Subject {
  readonly image: FileImage;
  readonly slit: FileSlit;
  /** The extracted spectrum that is in force now, and its source. */
  readonly spectrum: number | undefined;
  readonly target: number | null;
}

/** Zones that somebody works on: what was chosen, what it gives, and what the platform made of it. One for each page that shows them. */
@Injectable()
export class ZoneWork {
  readonly subject = signal<Subject | undefined>(undefined);
  readonly isOpen = signal(false);
  readonly isLoading = signal(false);
  readonly trouble = signal<unknown>(undefined);
  readonly extraction = signal<Extraction>({ state: 'none' });
  readonly #extractor = signal<ZoneExtractor | undefined>(undefined);
  readonly preview = computed(() => (this.isOpen() ? this.#extractor()?.preview() : undefined));
  readonly course = resource({
    params: () => this.subject(),
    loader: ({ params: { image, spectrum }, abortSignal }) => courseOf(spectrum, image, abortSignal),
  });
  readonly #imageId = computed(() => this.subject()?.image.id);
  /** A new frame or source begins anew; a new version of the same leaves what is being chosen. */
  readonly #place = computed(() => `${this.subject()?.image.id} ${this.subject()?.target}`);
  readonly #first = computed(() => {
    const subject = this.subject();
    return subject && this.course.hasValue() ? firstChoice(subject.slit, subject.target, this.course.value()) : undefined;
  });
  readonly #history = linkedSignal<{ place: string; isThere: boolean }, History>({
    source: () => ({ place: this.#place(), isThere: this.#first() !== undefined }),
    computation: ({ place, isThere }, before) => {
      if (before && before.source.place === place && before.value.length > 1) return before.value;
      const first = untracked(this.#first);
      return isThere && first ? [first] : [];
    },
  });
  readonly choice = computed(() => this.#history().at(-1));
  readonly canUndo = computed(() => this.#history().length > 1);
  /** What was asked for, until its version is here. */
  #asked: { readonly preview: Preview; readonly before: number | undefined } | undefined;

  constructor() {
    const destroyed = inject(DestroyRef);
    destroyed.onDestroy(() => this.#extractor()?.close());
    // A version that came is compared with what was drawn; what comes is outside of the page.
    effect(() => {
      const spectrum = this.subject()?.spectrum;
      untracked(() => void this.#compare(spectrum));
    });
    // Another frame has other pixels.
    effect(() => {
      if (this.#imageId() !== undefined) untracked(() => this.close());
    });
  }

  /** Brings the pixels to the worker, and draws what the first choice gives. */
  async open(signal_: AbortSignal): Promise<void> {
    const subject = this.subject();
    if (!subject || this.isOpen()) return;
    this.isOpen.set(true);
    this.isLoading.set(true);
    this.trouble.set(undefined);
    try {
      const extractor = this.#extractor() ?? new ZoneExtractor();
      extractor.load(await loadZoneFrame(subject.image, signal_));
      this.#extractor.set(extractor);
    } catch (error) {
      this.isOpen.set(false);
      this.trouble.set(error);
    } finally {
      this.isLoading.set(false);
    }
    if (this.isOpen()) this.#ask(performance.now());
  }

  close(): void {
    this.isOpen.set(false);
    this.#extractor()?.close();
    this.#extractor.set(undefined);
    this.extraction.set({ state: 'none' });
    this.#asked = undefined;
  }

  /** Another choice, made of the newest. While somebody drags, the plain sum is drawn, because the optimal one takes longer than a hand waits. */
  propose({ change, asked, isSameStep = false }: Wish, { isDragged = false }: { readonly isDragged?: boolean } = {}): void {
    const before = this.choice();
    if (!before) return;
    const choice = change(before);
    this.#history.update((history) => stepped(history, choice, isSameStep));
    this.#ask(asked, isDragged ? 'fractional' : choice.method);
  }

  /** A hand came to rest: the extraction that was chosen. */
  rest(): void {
    if (this.choice()?.method !== 'fractional') this.#ask(performance.now());
  }

  undo(): void {
    this.#history.update((history) => (history.length > 1 ? history.slice(0, -1) : history));
    this.#ask(performance.now());
  }

  /** Asks the platform for the version that is drawn. */
  async extract(): Promise<void> {
    const [subject, preview] = [this.subject(), this.preview()];
    if (!subject || !preview || preview.wrong !== undefined || preview.method !== this.choice()?.method) return;
    const { coefficients, lower, upper, sky, method, fwhm } = preview.request;
    const aperture = { coefficients: [...coefficients], lower, upper, sky: sky.map(([from, to]) => ({ from, to })), extraction_type: method, target_fit_model: 'moffat' as const, fwhm: Math.max(0.5, fwhm) };
    this.#asked = { preview, before: subject.spectrum };
    await this.#post([aperture]);
  }

  /** Apertures as the platform finds them, again. */
  async asUsual(): Promise<void> {
    this.#asked = undefined;
    await this.#post([]);
    if (this.extraction().state === 'asked') this.extraction.set({ state: 'none' });
  }

  async #post(apertures: { lower: number; upper: number; sky: { from: number; to: number }[] }[]): Promise<void> {
    const subject = this.subject();
    if (!subject) return;
    this.extraction.set({ state: 'asked' });
    try {
      await body(api.POST('/api/files/spectrum/extract/', { body: { file_id: subject.spectrum ?? subject.image.id, apertures } }));
    } catch (error) {
      this.#asked = undefined;
      this.extraction.set({ state: 'refused', sentence: problemOf(error).detail });
    }
  }

  #ask(asked: number, method?: Method): void {
    const [choice, extractor] = [this.choice(), this.#extractor()];
    if (!choice || !extractor || !this.course.hasValue()) return;
    extractor.ask(requestOf({ ...choice, method: method ?? choice.method }, this.course.value()), asked);
  }

  async #compare(spectrum: number | undefined): Promise<void> {
    const asked = this.#asked;
    if (!asked?.preview.spectrum || spectrum === undefined || spectrum === asked.before) return;
    this.#asked = undefined;
    try {
      const { arrays } = await readSpectrum(spectrum, new AbortController().signal);
      const made = Float64Array.from(arrays['flux'] ?? [], (value) => value ?? Number.NaN);
      this.extraction.set({ state: 'made', equal: made.reduce((n, value, x) => n + Number(Object.is(value, asked.preview.spectrum?.flux[x])), 0), of: made.length });
    } catch (error) {
      this.extraction.set({ state: 'refused', sentence: problemOf(error).detail });
    }
  }
}
