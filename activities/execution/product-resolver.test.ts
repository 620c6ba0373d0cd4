import { expect, test } from 'vitest';
import { emptyFrame } from '#numeric/frame';
import type { ProductKind, Products } from '../products/index.js';
import type { ProductRef } from '../products/product-ref.js';
import type { StepWork } from '../threads/tasks.js';
import { CancelledWork } from '../threads/pool.js';
import { Workshop } from './product-resolver.js';

const geometry = { nx: 4, ny: 3, x0: 0, y0: 0, binX: 1, binY: 1 };
const rawFrame: ProductRef<'rawFrame'> = { kind: 'rawFrame', key: 'raw/1', quality: {} };

function product(): Products['frame'] {
  return { frame: emptyFrame(geometry), exposure: {}, cards: [], provenance: { steps: [] } } as unknown as Products['frame'];
}

function workshop(options: { stored?: readonly string[]; cacheBytes?: number } = {}) {
  const performed: string[] = [];
  const read: string[] = [];
  const made = new Workshop({
    durable: {
      read: (ref: ProductRef) => {
        read.push(ref.key);
        return Promise.resolve(ref.key.startsWith('raw/') || options.stored?.includes(ref.key) ? (product() as Products[ProductKind]) : undefined);
      },
    },
    perform: ({ step }: StepWork) => {
      performed.push(step);
      return Promise.resolve({ product: product(), quality: { pixels: 12 } });
    },
    cacheBytes: options.cacheBytes ?? 2 ** 20,
  });
  return { workshop: made, performed, read };
}

test('the key names the work: the same work is done once, other settings are other work', async () => {
  const { workshop: shop, performed } = workshop();
  const first = await shop.make('trim', { raw: rawFrame }, {});
  const again = await shop.make('trim', { raw: rawFrame }, { wholeSlit: false });
  const other = await shop.make('trim', { raw: rawFrame }, { wholeSlit: true });
  expect(again.key).toBe(first.key);
  expect(other.key).not.toBe(first.key);
  expect(performed).toEqual(['trim', 'trim']);
});

test('two that ask at the same time share the work', async () => {
  const { workshop: shop, performed } = workshop();
  const [a, b] = await Promise.all([shop.make('trim', { raw: rawFrame }, {}), shop.make('trim', { raw: rawFrame }, {})]);
  expect(a.key).toBe(b.key);
  expect(performed).toEqual(['trim']);
});

test('a product that no memory holds is read from storage, or made again from the work its reference names', async () => {
  const writer = workshop();
  const trimmed = await writer.workshop.make('trim', { raw: rawFrame }, {});
  const cleaned = await writer.workshop.make('rejectCosmicRays', { frame: trimmed }, {});

  const stored = workshop({ stored: [cleaned.key] });
  await stored.workshop.get(cleaned);
  expect(stored.performed).toEqual([]);

  const fresh = workshop();
  await fresh.workshop.get(cleaned);
  expect(fresh.performed).toEqual(['trim', 'rejectCosmicRays']);
});

test('what is neither stored nor described cannot be had', async () => {
  const { workshop: shop } = workshop();
  await expect(shop.get({ kind: 'frame', key: 'trim/unknown', quality: {} })).rejects.toThrow(/neither stored nor described/);
});

test('memory is bounded: the oldest product goes first', async () => {
  const { workshop: shop, performed } = workshop({ cacheBytes: 400 });
  const first = await shop.make('trim', { raw: rawFrame }, {});
  await shop.make('trim', { raw: rawFrame }, { wholeSlit: true });
  await shop.get(first);
  expect(performed.length).toBe(3);
});

test('settings out of range are refused before anything is read', async () => {
  const { workshop: shop, read } = workshop();
  await expect(shop.make('rejectCosmicRays', { frame: rawFrame }, { sigclip: -1 })).rejects.toThrow();
  expect(read).toEqual([]);
});

test('when the one who started the work is cancelled, the other one does it', async () => {
  let attempts = 0;
  const shop = new Workshop({
    durable: { read: () => Promise.resolve(product() as Products[ProductKind]) },
    perform: () => {
      attempts++;
      return attempts === 1 ? Promise.reject(new CancelledWork('cancelled')) : Promise.resolve({ product: product() });
    },
    cacheBytes: 2 ** 20,
  });
  const [one, two] = await Promise.allSettled([shop.make('trim', { raw: rawFrame }, {}), shop.make('trim', { raw: rawFrame }, {})]);
  expect([one.status, two.status]).toEqual(['rejected', 'fulfilled']);
  expect(attempts).toBe(2);
});
