import { expect, test } from 'vitest';
import { MASK } from '#numeric/frame';
import { referenceKernels } from '#numeric/kernels/reference';
import { createRandom } from '#numeric/math/random';
import { rejectCosmicRays } from './reject-cosmic-rays.js';
import { frameOf } from './test-frames.js';

const READ_NOISE = 3.89;
const SKY = 150;
/** Where rays hit and how many electrons they left: isolated pixels, at least 40 σ of the sky. */
const HITS = [[20, 15, 600], [55, 15, 900], [90, 40, 2500], [33, 62, 700], [70, 80, 20_000], [100, 70, 1200]] as const;

function scene(binning: 1 | 2) {
  const geometry = { nx: 126, ny: 99, x0: 0, y0: 0, binX: binning, binY: binning };
  const random = createRandom(7 + binning);
  const sigma = Math.sqrt(SKY + READ_NOISE ** 2);
  const product = frameOf(geometry, () => SKY + sigma * random.normal(), { gainElectronPerAdu: 1.48, readNoiseElectron: READ_NOISE });
  const before = product.frame.flux.slice();
  for (const [x, y, electrons] of HITS) product.frame.flux[y * geometry.nx + x] = (before[y * geometry.nx + x] ?? NaN) + electrons;
  return { product, before, nx: geometry.nx };
}

const run = ({ product }: ReturnType<typeof scene>) =>
  rejectCosmicRays.run({ frame: product }, rejectCosmicRays.settings.parse({ method: 'dcr' }), { kernels: referenceKernels, sources: {} });

test('DCR at 2 × 2 masks the pixels that were hit and no other, and fills them with sky', () => {
  const given = scene(2);
  const { product, quality } = run(given);
  const hit = new Set(HITS.map(([x, y]) => y * given.nx + x));
  for (let p = 0; p < given.before.length; p++) {
    const { flux, mask } = product.frame;
    expect(mask[p]).toBe(hit.has(p) ? MASK.COSMIC_RAY | MASK.INTERPOLATED : 0);
    // The mean of the neighbors within 3 pixels, 20 of them at distance 1.4 to 3: the sky to 13 / √20 electrons, allowed 4 of those.
    if (hit.has(p)) expect(Math.abs((flux[p] ?? NaN) - SKY)).toBeLessThan(4 * (12.9 / Math.sqrt(20)));
    else expect(flux[p]).toBe(given.before[p]);
  }
  expect(quality).toMatchObject({ cosmicRayPixels: HITS.length });
  expect(product.provenance.cosmicRays).toEqual({ method: 'DCR', pixels: HITS.length });
});

test('at 1 × 1 what was found grows by a pixel all around, as the Goodman pipeline sets DCR there', () => {
  const given = scene(1);
  const { product, quality } = run(given);
  const grown = new Set(HITS.flatMap(([x, y]) => [-1, 0, 1].flatMap((dy) => [-1, 0, 1].map((dx) => (y + dy) * given.nx + x + dx))));
  const found = [...product.frame.mask.keys()].filter((p) => (product.frame.mask[p] ?? 0) & MASK.COSMIC_RAY);
  expect(new Set(found)).toEqual(grown);
  expect(quality).toMatchObject({ cosmicRayPixels: 9 * HITS.length });
});
