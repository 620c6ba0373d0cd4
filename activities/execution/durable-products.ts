import { ReductionError } from '../domain/errors.js';
import type { ProductKind, ProductRef, Products } from '../domain/products.js';
import type { DurableProducts } from './product-resolver.js';
import type { StepPool } from '../threads/step-pool.js';
import type { ObjectStore } from '../store/objects.js';

/** Kinds that are read back from storage; the others are small or cheap, and made again from the work their reference names. */
const readBack: readonly ProductKind[] = ['frame', 'masterBias', 'masterFlat'];

/** The products that MinIO keeps, as values. */
export class DurableProductStore implements DurableProducts {
  readonly #objects: ObjectStore;
  readonly #pool: StepPool;

  constructor(objects: ObjectStore, pool: StepPool) {
    this.#objects = objects;
    this.#pool = pool;
  }

  async read(ref: ProductRef, signal?: AbortSignal): Promise<Products[ProductKind] | undefined> {
    if (ref.kind === 'rawFrame') {
      const bytes = await this.#objects.getObject('raw', ref.key.replace(/^raw\//, ''));
      return this.#pool.decodeRaw(bytes, ref.label ?? ref.key, signal);
    }
    if (!readBack.includes(ref.kind)) return undefined;
    try {
      const bytes = await this.#objects.getObject('products', `${ref.key}.fits`);
      return await this.#pool.decode(ref.kind, bytes, signal);
    } catch (error) {
      if (error instanceof ReductionError && error.code === 'not-found') return undefined;
      throw error;
    }
  }
}
