import { signal } from '@angular/core';
import type { FromWorker, Method, ToWorker, ZoneFault, ZoneFrame, ZoneRequest, ZoneSpectrum } from './zone-messages';

/** What the zones of a moment give. */
export interface Preview {
  readonly request: ZoneRequest;
  /** While somebody drags, the plain sum stands for the optimal one. */
  readonly method: Method;
  readonly spectrum: ZoneSpectrum | undefined;
  /** Why there can be none. */
  readonly wrong: ZoneFault | undefined;
  /** When the hand moved, as the browser's clock has it, and how long the worker took, ms. */
  readonly asked: number;
  readonly ms: number;
}

interface Question {
  readonly request: ZoneRequest;
  readonly asked: number;
}

/** The worker that extracts, one question at a time: of those that come meanwhile only the newest counts. */
export class ZoneExtractor {
  readonly preview = signal<Preview | undefined>(undefined);
  readonly #worker: Worker;
  #id = 0;
  #running: Question | undefined;
  #next: Question | undefined;

  constructor(worker = new Worker(new URL('./zone-worker', import.meta.url), { type: 'module' })) {
    this.#worker = worker;
    this.#worker.addEventListener('message', ({ data }: MessageEvent<FromWorker>) => this.#take(data));
  }

  /** Gives the planes away: they are the worker's from now on. */
  load(frame: ZoneFrame): void {
    this.#post({ kind: 'frame', frame }, [frame.flux.buffer, frame.variance.buffer, frame.mask.buffer] as ArrayBuffer[]);
  }

  ask(request: ZoneRequest, asked: number): void {
    this.#next = { request, asked };
    if (!this.#running) this.#start();
  }

  close(): void {
    this.#worker.terminate();
  }

  #start(): void {
    this.#running = this.#next;
    this.#next = undefined;
    if (this.#running) this.#post({ kind: 'extract', id: ++this.#id, request: this.#running.request });
  }

  #take({ id, ms, wrong, spectrum }: FromWorker): void {
    const question = this.#running;
    if (id !== this.#id || !question) return;
    this.preview.set({ ...question, method: question.request.method, spectrum, wrong, ms });
    this.#start();
  }

  #post(message: ToWorker, give: ArrayBuffer[] = []): void {
    this.#worker.postMessage(message, give);
  }
}
