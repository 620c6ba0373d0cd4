import { sha256OfRawKey } from '../domain/raw-key.js';
import { ReductionError } from '../domain/errors.js';
import { definitionOf, type ProductKind, type Products } from '../products/index.js';
import type { ProductRef } from '../products/product-ref.js';
import type { DurableProducts } from './product-resolver.js';
import type { StepPool } from '../threads/step-pool.js';
import type { ObjectStore } from '../store/objects.js';
import { spanned } from '../store/spans.js';

/** The products that MinIO keeps, as values. */
export class DurableProductStore implements DurableProducts {
  readonly #objects: ObjectStore;
  readonly #pool: StepPool;

  constructor(objects: ObjectStore, pool: StepPool) {
    this.#objects = objects;
    this.#pool = pool;
  }

  async read(ref: ProductRef, signal?: AbortSignal): Promise<Products[ProductKind] | undefined> {
    const { storage } = definitionOf(ref.kind);
    if (storage === 'uploaded') {
      const bytes = await spanned('read rawFrame', () => this.#objects.getObject('raw', sha256OfRawKey(ref.key)));
      return spanned('decode rawFrame', () => this.#pool.decodeRaw(bytes, ref.label ?? ref.key, ref.as, signal));
    }
    if (storage !== 'read back') return undefined;
    try {
      const bytes = await spanned(`read ${ref.kind}`, () => this.#objects.getObject('products', `${ref.key}.fits`));
      return await spanned(`decode ${ref.kind}`, () => this.#pool.decode(ref.kind, bytes, signal));
    } catch (error) {
      if (error instanceof ReductionError && error.code === 'not-found') return undefined;
      throw error;
    }
  }
}
