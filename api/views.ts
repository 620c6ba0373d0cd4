import { LRUCache } from 'lru-cache';
import type { Bucket, ObjectStore } from '#activities/store/objects';
import type { StoredFile } from '#activities/store/models';
import { ViewPool } from '#activities/threads/view-pool';
import type { ViewTasks } from '#activities/threads/view-tasks';
import { bytesOfView, type ImageView, type VarianceView } from '#activities/views/image-view';
import { bytesOfSpectrum, type SpectrumView } from '#activities/views/spectrum-view';
import type { MemoryBudget } from './memory-budget.js';

type View = ImageView | VarianceView | SpectrumView;

/** Bytes in memory, with its coarse scales, for a byte of a stored frame: 16-bit counts become 32-bit numbers and a mask. */
const GROWTH = 3.4;

/**
 * Stored products as they are looked at: each is fetched and decoded once, however many tiles of it are asked for at the same time, and kept while
 * there is room. What is under way counts in the budget that uploads share.
 */
export class Views {
  readonly #objects: ObjectStore;
  readonly #memory: MemoryBudget;
  readonly #pool = new ViewPool();
  readonly #kept: LRUCache<string, View>;
  readonly #underWay = new Map<string, Promise<View>>();

  constructor(parts: { objects: ObjectStore; memory: MemoryBudget; cacheBytes: number }) {
    this.#objects = parts.objects;
    this.#memory = parts.memory;
    this.#kept = new LRUCache({ maxSize: parts.cacheBytes, sizeCalculation: (view) => ('flux' in view ? bytesOfSpectrum(view) : bytesOfView(view)) });
  }

  /** @throws ReductionError `request-invalid` for what is no image, `busy`, `too-large`, `store-unavailable` */
  image(file: StoredFile): Promise<ImageView> {
    const hints = { name: file.fileName, geometry: file.exposure?.geometry, saturationAdu: file.saturationValue ?? undefined };
    return this.#once(file, 'image', GROWTH, (bytes) => this.#pool.run('image', { bytes, hints }));
  }

  /** @throws ReductionError as `image`; `request-invalid` for a frame that has none. */
  variance(file: StoredFile): Promise<VarianceView> {
    return this.#once(file, 'variance', 2, (bytes) => this.#pool.run('variance', { bytes, hints: { name: file.fileName } }));
  }

  /** @throws ReductionError `request-invalid` for what is no spectrum, else as `image`. */
  spectrum(file: StoredFile): Promise<SpectrumView> {
    return this.#once(file, 'spectrum', 2, (bytes) => this.#pool.run('spectrum', { bytes, name: file.fileName }));
  }

  /** Draws or writes what was decoded, off the event loop. */
  run<Task extends keyof ViewTasks>(task: Task, args: Parameters<ViewTasks[Task]>[0]): Promise<Awaited<ReturnType<ViewTasks[Task]>>> {
    return this.#pool.run(task, args);
  }

  close(): Promise<void> {
    return this.#pool.close();
  }

  async #once<V extends View>(file: StoredFile, what: string, growth: number, decode: (bytes: Uint8Array) => Promise<V>): Promise<V> {
    // A file never changes under its number.
    const key = `${what} ${file.id}`;
    const known = this.#kept.get(key) ?? this.#underWay.get(key);
    if (known) return (await known) as V;
    const work = this.#decode(file, growth, decode).finally(() => this.#underWay.delete(key));
    this.#underWay.set(key, work);
    const view = await work;
    this.#kept.set(key, view);
    return view;
  }

  async #decode<V extends View>(file: StoredFile, growth: number, decode: (bytes: Uint8Array) => Promise<V>): Promise<V> {
    const lease = await this.#memory.acquire(Math.ceil(file.sizeBytes * (1 + growth)));
    try {
      return await decode(await this.#fetch(file));
    } finally {
      lease.release();
    }
  }

  /** Straight into memory that threads share: never twice. */
  async #fetch({ bucket, objectKey, sizeBytes }: StoredFile): Promise<Uint8Array> {
    const bytes = new Uint8Array(new SharedArrayBuffer(sizeBytes));
    let length = 0;
    for await (const chunk of await this.#objects.openObject(bucket as Bucket, objectKey)) {
      bytes.set(chunk as Buffer, length);
      length += (chunk as Buffer).length;
    }
    return bytes.subarray(0, length);
  }
}
