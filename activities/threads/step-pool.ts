import type { ExposureKind } from '../domain/exposure.js';
import type { ProductKind, Products } from '../products/index.js';
import type { EncodeContext, EncodedFile } from '../products/fits/file-draft.js';
import type { StepResult } from '../steps/step.js';
import { ThreadPool, threadEntry } from './pool.js';
import type { StepWork } from './tasks.js';

/** The thread pool of a process that reduces: the tasks of `tasks.ts`, by name and typed. */
export class StepPool {
  readonly #threads: ThreadPool;

  /** With a rehearsal each thread reduces a small simulated night while nothing else is to be done. */
  constructor({ size, rehearsal = false }: { readonly size?: number; readonly rehearsal?: boolean } = {}) {
    this.#threads = new ThreadPool(threadEntry('step-thread', import.meta.url), {
      ...(size === undefined ? {} : { size }),
      ...(rehearsal ? { rehearsal: 'rehearse' } : {}),
    });
  }

  /** Rejects with one sentence when a thread rehearsed what was not simulated: this machine computes wrongly. Resolves when all have ended their first rehearsal. */
  get rehearsed(): Promise<void> {
    return this.#threads.rehearsed;
  }

  step(work: StepWork, signal?: AbortSignal): Promise<StepResult<ProductKind>> {
    return this.#threads.run('step', work, signal);
  }

  encode(kind: ProductKind, product: Products[ProductKind], context: EncodeContext, signal?: AbortSignal): Promise<EncodedFile[]> {
    return this.#threads.run('encode', { kind, product, context }, signal);
  }

  decode<K extends ProductKind>(kind: K, bytes: Uint8Array, signal?: AbortSignal): Promise<Products[K]> {
    return this.#threads.run('decode', { kind, bytes }, signal);
  }

  decodeRaw(bytes: Uint8Array, name: string, as?: ExposureKind, signal?: AbortSignal): Promise<Products['rawFrame']> {
    return this.#threads.run('decodeRaw', { bytes, name, ...(as === undefined ? {} : { as }) }, signal);
  }

  /** A raw file of this computer, whose counts stay there until a step asks for them, unless they are packed. */
  readRaw(path: string, name: string, signal?: AbortSignal): Promise<Products['rawFrame']> {
    return this.#threads.run('readRaw', { path, name }, signal);
  }

  close(): Promise<void> {
    return this.#threads.close();
  }
}
