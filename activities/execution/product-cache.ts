import { LRUCache } from 'lru-cache';

/** So many products, however small; their bytes are the real bound. */
const MOST_PRODUCTS = 10_000;
/** What an object or array takes besides what is in it, about. */
const OBJECT_BYTES = 64;
const SMALL_BYTES = 16;

interface Kept<T> {
  readonly value: T;
  /** Of everything that is not in a buffer. */
  readonly bytes: number;
  readonly buffers: ReadonlySet<ArrayBufferLike>;
}

/**
 * Products in memory, those that were used longest ago given up for new ones. The bound is of what they truly hold: whole buffers, however small the view of them,
 * and each once, however many products share it. A product that is larger than the bound is not kept.
 */
export class ProductCache<T extends object> {
  readonly #maxBytes: number;
  readonly #holders = new Map<ArrayBufferLike, number>();
  readonly #kept: LRUCache<string, Kept<T>>;
  #bytes = 0;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
    this.#kept = new LRUCache<string, Kept<T>>({ max: MOST_PRODUCTS, dispose: (kept) => this.#release(kept) });
  }

  /** What is held now, byte. */
  get bytes(): number {
    return this.#bytes;
  }

  get(key: string): T | undefined {
    return this.#kept.get(key)?.value;
  }

  has(key: string): boolean {
    return this.#kept.has(key);
  }

  set(key: string, value: T): void {
    this.#kept.delete(key);
    const buffers = new Set<ArrayBufferLike>();
    const kept: Kept<T> = { value, bytes: weigh(value, buffers), buffers };
    this.#hold(kept);
    this.#kept.set(key, kept);
    while (this.#bytes > this.#maxBytes && this.#kept.size > 0) this.#kept.pop();
  }

  delete(key: string): void {
    this.#kept.delete(key);
  }

  #hold({ bytes, buffers }: Kept<T>): void {
    this.#bytes += bytes;
    for (const buffer of buffers) {
      const holders = this.#holders.get(buffer) ?? 0;
      if (holders === 0) this.#bytes += buffer.byteLength;
      this.#holders.set(buffer, holders + 1);
    }
  }

  #release({ bytes, buffers }: Kept<T>): void {
    this.#bytes -= bytes;
    for (const buffer of buffers) {
      const holders = (this.#holders.get(buffer) ?? 0) - 1;
      if (holders > 0) this.#holders.set(buffer, holders);
      else {
        this.#holders.delete(buffer);
        this.#bytes -= buffer.byteLength;
      }
    }
  }
}

/** Bytes of a value without its buffers, which are noted. */
function weigh(value: unknown, buffers: Set<ArrayBufferLike>): number {
  if (ArrayBuffer.isView(value)) {
    buffers.add(value.buffer);
    return OBJECT_BYTES;
  }
  if (typeof value === 'string') return SMALL_BYTES + value.length;
  if (typeof value !== 'object' || value === null) return SMALL_BYTES;
  if (Array.isArray(value) && typeof value[0] === 'number') return OBJECT_BYTES + value.length * 8;
  return Object.values(value).reduce<number>((sum, item) => sum + weigh(item, buffers), OBJECT_BYTES);
}
