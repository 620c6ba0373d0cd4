import type * as z from 'zod';
import type { ProductKind, Products } from '../products/index.js';
import type { ProductRef } from '../products/product-ref.js';
import { CancelledWork } from '../threads/pool.js';
import type { StepWork } from '../threads/tasks.js';
import type { AnyStep, LooseRefs, StepResult } from '../steps/step.js';
import { stepsByName } from '../steps/index.js';
import { productKey } from '../steps/step.js';

/** Where products that must outlive this process are kept, by key. */
export interface DurableProducts {
  /** The product, or undefined when it was never kept. */
  read(ref: ProductRef, signal?: AbortSignal): Promise<Products[ProductKind] | undefined>;
}

/** Runs the pure part of a step off the event loop. */
export type PerformStep = (work: StepWork, signal?: AbortSignal) => Promise<StepResult<ProductKind>>;

interface Held {
  readonly value: Products[ProductKind];
  readonly ref: ProductRef;
  readonly bytes: number;
}

/**
 * Makes products and remembers the recent ones. A product is found in this order: in memory; in durable storage;
 * made again from the work its reference names. The last makes it right to keep in memory only what nobody
 * will ever look at: a worker that dies costs a second of recomputation, never a product.
 */
export class Workshop {
  readonly #held = new Map<string, Held>();
  readonly #underWay = new Map<string, Promise<Held>>();
  #heldBytes = 0;
  readonly #durable: DurableProducts;
  readonly #perform: PerformStep;
  readonly #cacheBytes: number;

  constructor(parts: { durable: DurableProducts; perform: PerformStep; cacheBytes: number }) {
    this.#durable = parts.durable;
    this.#perform = parts.perform;
    this.#cacheBytes = parts.cacheBytes;
  }

  /** Does the work of one step, unless it was done already, and names the product. */
  async make(stepName: string, inputs: LooseRefs, overrides: unknown, signal?: AbortSignal): Promise<ProductRef> {
    const step = this.#step(stepName);
    const settings = (step.settings as z.ZodObject).parse(overrides ?? {});
    const held = await this.#once(productKey(step, inputs, settings), () => this.#work(step, inputs, settings, signal), signal);
    return held.ref;
  }

  /** The product itself. */
  async get<K extends ProductKind>(ref: ProductRef<K>, signal?: AbortSignal): Promise<Products[K]> {
    const held = await this.#once(ref.key, async () => {
      const kept = await this.#durable.read(ref, signal);
      if (kept !== undefined) return { ref, value: kept };
      if (!ref.made) throw new Error(`product ${ref.key} is neither stored nor described by the work that makes it`);
      const step = this.#step(ref.made.step);
      return this.#work(step, ref.made.inputs, ref.made.settings as Record<string, unknown>, signal);
    }, signal);
    return held.value as Products[K];
  }

  /** Puts a product that came from elsewhere (an upload) where `get` finds it. */
  offer(ref: ProductRef, value: Products[ProductKind]): void {
    if (!this.#held.has(ref.key)) this.#hold(ref, value);
  }

  #step(name: string): AnyStep {
    const step = stepsByName[name];
    if (!step) throw new Error(`no step is called ${name}`);
    return step;
  }

  async #work(step: AnyStep, inputs: LooseRefs, settings: Record<string, unknown>, signal?: AbortSignal): Promise<{ ref: ProductRef; value: Products[ProductKind] }> {
    const given = Object.entries(inputs).filter((entry): entry is [string, ProductRef | readonly ProductRef[]] => entry[1] !== undefined);
    const values = await Promise.all(
      given.map(async ([name, ref]) => [name, 'key' in ref ? await this.get(ref, signal) : await Promise.all(ref.map((r) => this.get(r, signal)))] as const),
    );
    const sources = Object.fromEntries(given.map(([name, ref]) => [name, 'key' in ref ? ref.source : undefined]));
    const { product, quality = {} } = await this.#perform({ step: step.name, inputs: Object.fromEntries(values), settings, sources }, signal);
    const key = productKey(step, inputs, settings);
    const made = { step: step.name, inputs: Object.fromEntries(given), settings };
    return { ref: { kind: step.output as ProductKind, key, quality, made }, value: product };
  }

  /** Two that ask for the same work share it. A cancelled or failed attempt is forgotten, so the next one starts afresh. */
  async #once(key: string, work: () => Promise<{ ref: ProductRef; value: Products[ProductKind] }>, signal?: AbortSignal): Promise<Held> {
    const held = this.#held.get(key);
    if (held) {
      this.#held.delete(key); // most recently used goes last
      this.#held.set(key, held);
      return held;
    }
    const running = this.#underWay.get(key);
    if (running) {
      try {
        return await running;
      } catch (error) {
        // The one who started it was cancelled; we were not, so we do the work ourselves.
        if (signal?.aborted || !(error instanceof CancelledWork)) throw error;
        return this.#once(key, work, signal);
      }
    }
    const promise = work().then(({ ref, value }) => this.#hold(ref, value));
    this.#underWay.set(key, promise);
    try {
      return await promise;
    } finally {
      this.#underWay.delete(key);
    }
  }

  #hold(ref: ProductRef, value: Products[ProductKind]): Held {
    const held: Held = { ref, value, bytes: bytesOf(value) };
    this.#held.set(ref.key, held);
    this.#heldBytes += held.bytes;
    for (const [key, old] of this.#held) {
      if (this.#heldBytes <= this.#cacheBytes || key === ref.key) break;
      this.#held.delete(key);
      this.#heldBytes -= old.bytes;
    }
    return held;
  }
}

function bytesOf(value: unknown): number {
  if (ArrayBuffer.isView(value)) return value.byteLength;
  if (Array.isArray(value)) return value.length > 0 && typeof value[0] === 'number' ? value.length * 8 : (value as unknown[]).reduce<number>((sum, item) => sum + bytesOf(item), 64);
  if (typeof value === 'object' && value !== null) return Object.values(value).reduce<number>((sum, item) => sum + bytesOf(item), 64);
  return 16;
}
