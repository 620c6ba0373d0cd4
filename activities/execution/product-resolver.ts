import { LRUCache } from 'lru-cache';
import type * as z from 'zod';
import { ReductionError } from '../domain/errors.js';
import type { ProductKind, Products } from '../products/index.js';
import type { Lineage, LineageInput, LineageStore } from '../products/lineage.js';
import type { ProductRef } from '../products/product-ref.js';
import { stepsByName } from '../steps/index.js';
import { notesOf, productKey, type AnyStep, type LooseRefs, type StepResult } from '../steps/step.js';
import { CancelledWork } from '../threads/pool.js';
import type { StepWork } from '../threads/tasks.js';
import { ProductCache } from './product-cache.js';

/** Where products that must outlive this process are kept, by key. */
export interface DurableProducts {
  /** The product, or undefined when it was never kept. */
  read(ref: ProductRef, signal?: AbortSignal): Promise<Products[ProductKind] | undefined>;
}

/** Runs the pure part of a step off the event loop. */
export type PerformStep = (work: StepWork, signal?: AbortSignal) => Promise<StepResult<ProductKind>>;

/** Products that are known to have been made, whether they are still in memory or not. */
const MOST_NAMES = 10_000;

interface Resolved {
  readonly value: Products[ProductKind];
  readonly ref: ProductRef;
}

/**
 * Computes products and finds them again, in this order: in memory; in durable storage; by doing the work once more that their lineage names. The
 * last makes it right to keep in memory only what nobody will ever look at: a worker that dies costs a second of recomputation, never a product.
 */
export class ProductResolver {
  readonly #recent: ProductCache<Resolved>;
  /** What was made here, by the key of the work; few bytes each. */
  readonly #named = new LRUCache<string, ProductRef>({ max: MOST_NAMES });
  readonly #underWay = new Map<string, Promise<Resolved>>();
  readonly #durable: DurableProducts;
  readonly #lineage: LineageStore;
  readonly #perform: PerformStep;

  constructor(parts: { durable: DurableProducts; lineage: LineageStore; perform: PerformStep; cacheBytes: number }) {
    this.#durable = parts.durable;
    this.#lineage = parts.lineage;
    this.#perform = parts.perform;
    this.#recent = new ProductCache(parts.cacheBytes);
  }

  /** Does the work of one step, unless it was done already, and names the product: what was let go of since is made again when somebody asks for its value. */
  async compute(stepName: string, inputs: LooseRefs, overrides: unknown, signal?: AbortSignal): Promise<ProductRef> {
    const step = stepNamed(stepName);
    const settings = (step.settings as z.ZodObject).parse(overrides ?? {});
    const key = productKey(step, inputs, settings);
    const known = this.#named.get(key);
    if (known) return known;
    const { ref } = await this.#once(key, () => this.#work(step, { key, inputs, settings }, signal), signal);
    this.#named.set(key, ref);
    return ref;
  }

  /** The product itself. @throws {ReductionError} `software-changed` when only a version of the software that is gone could make it. */
  async resolve<K extends ProductKind>(ref: ProductRef<K>, signal?: AbortSignal): Promise<Products[K]> {
    const { value } = await this.#once(placeOf(ref), async () => {
      const stored = await this.#durable.read(ref, signal);
      return stored === undefined ? this.#workAgain(ref, signal) : { ref, value: stored };
    }, signal);
    return value as Products[K];
  }

  /** Puts a product that came from elsewhere (an upload) where `resolve` finds it. */
  put(ref: ProductRef, value: Products[ProductKind]): void {
    if (!this.#recent.has(placeOf(ref))) this.#recent.set(placeOf(ref), { ref, value });
  }

  /** Lets go of a product that nobody will ask for again; who does has it made again. */
  forget(ref: ProductRef): void {
    this.#recent.delete(placeOf(ref));
  }

  async #workAgain(ref: ProductRef, signal?: AbortSignal): Promise<Resolved> {
    const lineage = await this.#lineage.find(ref.key);
    if (!lineage) throw new Error(`product ${ref.key} is neither stored nor described by the work that makes it`);
    const step = stepNamed(lineage.step);
    // By its version, not by its key made once more: a database keeps the fields of an object in an order of its own.
    const settings = (step.settings as z.ZodObject).safeParse(lineage.settings);
    if (step.version !== lineage.stepVersion || !settings.success) {
      throw new ReductionError(
        'software-changed',
        `A ${lineage.kind} was made by version ${lineage.stepVersion} of the step ${step.name} and is no longer at hand; this is version ${step.version}. Reduce the frame again.`,
        { step: step.name, version: lineage.stepVersion },
      );
    }
    return this.#work(step, { key: ref.key, inputs: rememberedRefs(lineage), settings: settings.data }, signal);
  }

  async #work(step: AnyStep, { key, inputs, settings }: { readonly key: string; readonly inputs: LooseRefs; readonly settings: Record<string, unknown> }, signal?: AbortSignal): Promise<Resolved> {
    const given = Object.entries(inputs).filter((entry): entry is [string, ProductRef | readonly ProductRef[]] => entry[1] !== undefined);
    const kind = step.output as ProductKind;
    const remembered = Object.fromEntries(given.map(([name, ref]) => [name, 'key' in ref ? remember(ref) : ref.map(remember)]));
    const sources = Object.fromEntries(given.map(([name, ref]) => [name, 'key' in ref ? ref.source : undefined]));
    const byHand = notesOf(inputs);
    const [{ product, quality = {} }] = await Promise.all([
      (async () => {
        const values = await Promise.all(given.map(async ([name, ref]) => [name, 'key' in ref ? await this.resolve(ref, signal) : await Promise.all(ref.map((each) => this.resolve(each, signal)))] as const));
        return this.#perform({ step: step.name, inputs: Object.fromEntries(values), settings, sources, ...(byHand.length > 0 ? { byHand } : {}) }, signal);
      })(),
      // Beside the work, and before anybody can have its product: who does must be able to ask where it comes from.
      this.#lineage.record({ key, kind, step: step.name, stepVersion: step.version, inputs: remembered, settings }),
    ]);
    return { ref: { kind, key, quality }, value: product };
  }

  /** Two that ask for the same work share it. A cancelled or failed attempt is forgotten, so the next one starts afresh. */
  async #once(key: string, work: () => Promise<Resolved>, signal?: AbortSignal): Promise<Resolved> {
    const recent = this.#recent.get(key);
    if (recent) return recent;
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
    const promise = work().then((resolved) => {
      this.#recent.set(key, resolved);
      return resolved;
    });
    this.#underWay.set(key, promise);
    try {
      return await promise;
    } finally {
      this.#underWay.delete(key);
    }
  }
}

function stepNamed(name: string): AnyStep {
  const step = stepsByName[name];
  if (!step) throw new Error(`no step is called ${name}`);
  return step;
}

/** Where a product is kept in memory: bytes that are read as something else are another value. */
function placeOf({ key, as }: ProductRef): string {
  return as === undefined ? key : `${key} as ${as}`;
}

/** Only what makes the work again: a reference may hold more, as that of a master does. */
function remember({ kind, key, label, source, as, byHand }: ProductRef): LineageInput {
  return { kind, key, ...(label === undefined ? {} : { label }), ...(source === undefined ? {} : { source }), ...(as === undefined ? {} : { as }), ...(byHand === undefined ? {} : { byHand }) };
}

function rememberedRefs({ inputs }: Lineage): LooseRefs {
  const known = (ref: LineageInput): ProductRef => ({ ...ref, quality: {} });
  return Object.fromEntries(Object.entries(inputs).map(([name, ref]) => [name, 'key' in ref ? known(ref) : ref.map(known)]));
}
