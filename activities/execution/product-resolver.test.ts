import { expect, test } from 'vitest';
import { emptyFrame } from '#numeric/frame';
import type { ProductKind, Products } from '../products/index.js';
import { LineageInMemory } from '../products/lineage.js';
import type { ProductRef } from '../products/product-ref.js';
import { CancelledWork } from '../threads/pool.js';
import type { StepWork } from '../threads/tasks.js';
import { ProductResolver } from './product-resolver.js';

const geometry = { nx: 4, ny: 3, x0: 0, y0: 0, binX: 1, binY: 1 };
const rawFrame: ProductRef<'rawFrame'> = { kind: 'rawFrame', key: 'raw/1', quality: {} };

function product(): Products['frame'] {
  return { frame: emptyFrame(geometry), exposure: {}, cards: [], provenance: { steps: [] } } as unknown as Products['frame'];
}

/** A resolver over what is stored and remembered, that notes the steps it performs and the keys it reads from storage. */
function resolverOver({ stored = [], lineage = new LineageInMemory(), cacheBytes = 2 ** 20 }: { stored?: readonly string[]; lineage?: LineageInMemory; cacheBytes?: number } = {}) {
  const performed: string[] = [];
  const read: string[] = [];
  const resolver = new ProductResolver({
    durable: {
      read: (ref: ProductRef) => {
        read.push(ref.key);
        return Promise.resolve(ref.key.startsWith('raw/') || stored.includes(ref.key) ? (product() as Products[ProductKind]) : undefined);
      },
    },
    lineage,
    perform: ({ step }: StepWork) => {
      performed.push(step);
      return Promise.resolve({ product: product(), quality: { cosmicRayPixels: 12 } });
    },
    cacheBytes,
  });
  return { resolver, performed, read, lineage };
}

test('the key names the work: the same work is done once, other settings are other work', async () => {
  const { resolver, performed } = resolverOver();
  const first = await resolver.compute('trim', { raw: rawFrame }, {});
  const again = await resolver.compute('trim', { raw: rawFrame }, { wholeSlit: false });
  const other = await resolver.compute('trim', { raw: rawFrame }, { wholeSlit: true });
  expect(again.key).toBe(first.key);
  expect(other.key).not.toBe(first.key);
  expect(performed).toEqual(['trim', 'trim']);
});

test('a reference carries no ancestry', async () => {
  const { resolver } = resolverOver();
  const trimmed = await resolver.compute('trim', { raw: rawFrame }, {});
  expect(Object.keys(trimmed).sort()).toEqual(['key', 'kind', 'quality']);
});

test('two that ask at the same time share the work', async () => {
  const { resolver, performed } = resolverOver();
  const [a, b] = await Promise.all([resolver.compute('trim', { raw: rawFrame }, {}), resolver.compute('trim', { raw: rawFrame }, {})]);
  expect(a.key).toBe(b.key);
  expect(performed).toEqual(['trim']);
});

test('a product that no memory holds is read from storage, or made again from its lineage', async () => {
  const { resolver, lineage } = resolverOver();
  const trimmed = await resolver.compute('trim', { raw: rawFrame }, {});
  const cleaned = await resolver.compute('rejectCosmicRays', { frame: trimmed }, {});

  const stored = resolverOver({ stored: [cleaned.key], lineage });
  await stored.resolver.resolve(cleaned);
  expect(stored.performed).toEqual([]);

  const fresh = resolverOver({ lineage });
  await fresh.resolver.resolve(cleaned);
  expect(fresh.performed).toEqual(['trim', 'rejectCosmicRays']);
});

test('the lineage is there before the work begins, also when the work then fails', async () => {
  const lineage = new LineageInMemory();
  const resolver = new ProductResolver({
    durable: { read: () => Promise.resolve(product() as Products[ProductKind]) },
    lineage,
    perform: () => Promise.reject(new Error('the disk is on fire')),
    cacheBytes: 2 ** 20,
  });
  const { resolver: elsewhere } = resolverOver();
  const { key } = await elsewhere.compute('trim', { raw: rawFrame }, {});
  await expect(resolver.compute('trim', { raw: rawFrame }, {})).rejects.toThrow('the disk is on fire');
  expect(await lineage.find(key)).toEqual({ key, kind: 'frame', step: 'trim', stepVersion: expect.any(Number) as number, inputs: { raw: { kind: 'rawFrame', key: 'raw/1' } }, settings: { wholeSlit: false } });
});

test('what is neither stored nor described cannot be had', async () => {
  const { resolver } = resolverOver();
  await expect(resolver.resolve({ kind: 'frame', key: 'trim/unknown', quality: {} })).rejects.toThrow(/neither stored nor described/);
});

test('what only an older version of a step could make is not made by a newer one', async () => {
  const { resolver, lineage } = resolverOver();
  const trimmed = await resolver.compute('trim', { raw: rawFrame }, {});
  const old = (await lineage.find(trimmed.key)) ?? { key: '' };
  const foreign = new LineageInMemory();
  await foreign.record({ ...(old as NonNullable<Awaited<ReturnType<LineageInMemory['find']>>>), key: 'trim/of-version-0', stepVersion: 0 });
  const later = resolverOver({ lineage: foreign });
  await expect(later.resolver.resolve({ kind: 'frame', key: 'trim/of-version-0', quality: {} })).rejects.toMatchObject({ code: 'software-changed', message: expect.stringMatching(/version 0 of the step trim/) as string });
  expect(later.performed).toEqual([]);
});

test('settings that a database gave back in another order, and what people decided, are the same work', async () => {
  const turned = (value: unknown): unknown =>
    Array.isArray(value) ? value.map(turned) : typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value).reverse().map(([name, inner]) => [name, turned(inner)])) : value;
  const byHand = [{ purpose: 'flat', by: 'kh', at: '2026-11-27T03:00:00Z', why: 'the other is dark', forced: false }] as unknown as NonNullable<ProductRef['byHand']>;
  const masterFlat: ProductRef<'masterFlat'> = { kind: 'masterFlat', key: 'raw/flat', quality: {}, byHand };
  const { resolver, lineage } = resolverOver();
  const flat = await resolver.compute('normalizeFlat', { masterFlat }, {});
  const kept = await lineage.find(flat.key);
  const given = new LineageInMemory();
  await given.record(turned(kept) as NonNullable<typeof kept>);
  expect(JSON.stringify((await given.find(flat.key))?.settings)).not.toBe(JSON.stringify(kept?.settings));
  const fresh = resolverOver({ lineage: given });
  await fresh.resolver.resolve(flat);
  expect(fresh.performed).toEqual(['normalizeFlat']);
});

test('what is in memory is not made again; memory is bounded, and what was used last stays', async () => {
  // Room for two such products and not for three.
  const { resolver, performed } = resolverOver({ cacheBytes: 2_500 });
  const first = await resolver.compute('trim', { raw: rawFrame }, {});
  const second = await resolver.compute('rejectCosmicRays', { frame: first }, {});
  await resolver.resolve(first);
  await resolver.resolve(second);
  expect(performed).toEqual(['trim', 'rejectCosmicRays']);
  await resolver.resolve(first);
  await resolver.compute('rejectCosmicRays', { frame: first }, { sigclip: 9 });
  performed.length = 0;
  await resolver.resolve(first);
  expect(performed).toEqual([]);
  await resolver.resolve(second);
  expect(performed).toEqual(['rejectCosmicRays']);
});

test('what was let go of is made again by its lineage, and only when somebody asks', async () => {
  const { resolver, performed } = resolverOver();
  const trimmed = await resolver.compute('trim', { raw: rawFrame }, {});
  resolver.forget(trimmed);
  expect(performed).toEqual(['trim']);
  await resolver.resolve(trimmed);
  await resolver.resolve(trimmed);
  expect(performed).toEqual(['trim', 'trim']);
});

test('work whose product was let go of is not done again for its name: what comes after it finds its own product', async () => {
  const { resolver, performed } = resolverOver();
  const recipe = async (sigclip: number) => resolver.compute('rejectCosmicRays', { frame: await resolver.compute('trim', { raw: rawFrame }, {}) }, { sigclip });
  resolver.forget(await resolver.compute('trim', { raw: rawFrame }, {}));
  const clean = await recipe(5);
  performed.length = 0;
  expect(await recipe(5)).toEqual(clean);
  expect(performed).toEqual([]);
  resolver.forget(await resolver.compute('trim', { raw: rawFrame }, {}));
  await recipe(6);
  expect(performed).toEqual(['trim', 'rejectCosmicRays']);
});

test('settings out of range are refused before anything is read', async () => {
  const { resolver, read } = resolverOver();
  await expect(resolver.compute('rejectCosmicRays', { frame: rawFrame }, { sigclip: -1 })).rejects.toThrow(/sigclip/);
  expect(read).toEqual([]);
});

test('when the one who started the work is cancelled, the other one does it', async () => {
  let attempts = 0;
  const resolver = new ProductResolver({
    durable: { read: () => Promise.resolve(product() as Products[ProductKind]) },
    lineage: new LineageInMemory(),
    perform: () => {
      attempts++;
      return attempts === 1 ? Promise.reject(new CancelledWork('cancelled')) : Promise.resolve({ product: product() });
    },
    cacheBytes: 2 ** 20,
  });
  const [one, two] = await Promise.allSettled([resolver.compute('trim', { raw: rawFrame }, {}), resolver.compute('trim', { raw: rawFrame }, {})]);
  expect([one.status, two.status]).toEqual(['rejected', 'fulfilled']);
  expect(attempts).toBe(2);
});
