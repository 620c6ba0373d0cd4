import { beforeAll, describe, expect, test } from 'vitest';
import { compiledKernels } from '../assembly/compiled.mjs';
import { readFits, type ImageHdu } from '../fits/read.js';
import { cropFrame, emptyFrame, MASK, type Frame } from '../frame.js';
import { createWasmKernels } from '../kernels/wasm.js';
import { fixtureInstrument } from '../synthetic/fixture-instrument.js';
import { expose, prepareNight, simulateFrame } from '../synthetic/night.js';
import { shotOf, smallNight } from '../synthetic/small-night.js';
import { rejectCosmicRays } from './lacosmic.js';

const kernels = createWasmKernels(await compiledKernels());
/** Rays that put less than this into a pixel, σ of its noise without them, are not asked for. */
const VISIBLE_SIGMA = 5;
/** Rows and columns along the border that no window of the detection fits around. */
const BORDER = 3;

interface Scene {
  readonly frame: Frame;
  /** Of every pixel of the frame: charge of rays, electron; noise without them, electron; distance from the star, FWHM. */
  readonly charge: Float64Array;
  readonly sigma: Float64Array;
  readonly distance: Float64Array;
}

/** A star under rays as the simulator draws them, calibrated by the truth, so that nothing but noise and rays is wrong with it. */
function simulate(binning: 1 | 2, seed: number, cosmicRaysPerSecond: number, electronsPerPixel: number): Scene {
  const spectra = [{ object: 'star', exposureSecond: 600, targets: [{ row: 0.47, electronsPerPixel }] }];
  const night = prepareNight(
    smallNight({ seed, binning, biases: 0, cosmicRaysPerSecond, region: { firstRow: 750, rows: 150 * binning }, blocks: [{ mode: '400_M1', lamps: [], flats: 0, spectra }] }),
    fixtureInstrument,
  );
  const shot = shotOf(night, 'spectrum');
  const { electrons } = expose(night, shot);
  const { bytes, truth } = simulateFrame(night, shot.number);
  const counts = (readFits(bytes).hdus[0] as ImageHdu).float32();
  const whole = emptyFrame(truth.geometry);
  const { nx, ny } = truth.geometry;
  const readVariance = truth.readNoiseElectron ** 2;
  counts.forEach((count, p) => {
    const light = (count - truth.overscanAdu[Math.floor(p / nx)] - truth.bias[p]) * truth.gainElectronPerAdu;
    whole.flux[p] = light / truth.response[p];
    whole.variance[p] = (readVariance + Math.max(0, light)) / truth.response[p] ** 2;
  });
  const { lightFrom: x0, lightTo: x1 } = truth;
  const frame = cropFrame(whole, { x0, x1, y0: 0, y1: ny });
  const width = frame.geometry.nx;
  const of = (value: (x: number, y: number) => number): Float64Array =>
    Float64Array.from(frame.flux, (_, p) => value((p % width) + x0, Math.floor(p / width)));
  const [star] = truth.targets!;
  return {
    frame,
    charge: of((x, y) => truth.cosmicRayCharge![y * nx + x]),
    sigma: of((x, y) => Math.sqrt(electrons[y * nx + x] + readVariance)),
    distance: of((x, y) => Math.abs(y - star.traceRow[x]) / star.fwhmPixel[x]),
  };
}

/** Share of the visible rays that were found in three parts of the frame, and share of the marked pixels that hold charge above the noise. */
function judge(scenes: readonly Scene[]) {
  const places = { off: [0, 0], on: [0, 0], border: [0, 0] };
  let [marked, pure] = [0, 0];
  for (const { frame, charge, sigma, distance } of scenes) {
    const { nx, ny } = frame.geometry;
    const { mask } = rejectCosmicRays(frame, { readNoiseElectron: fixtureInstrument.detector.readNoiseElectron }, kernels).frame;
    for (let p = 0; p < mask.length; p++) {
      const [x, y] = [p % nx, Math.floor(p / nx)];
      const isMarked = (mask[p] & MASK.COSMIC_RAY) !== 0;
      if (isMarked) {
        marked++;
        if (charge[p] > sigma[p]) pure++;
      }
      if (charge[p] <= VISIBLE_SIGMA * sigma[p]) continue;
      const border = Math.min(x, y, nx - 1 - x, ny - 1 - y) < BORDER;
      const place = border ? places.border : distance[p] < 1 ? places.on : distance[p] > 3 ? places.off : undefined;
      if (!place) continue;
      place[0]++;
      if (isMarked) place[1]++;
    }
  }
  const share = ([all, found]: readonly number[]): number => found / all;
  return { off: share(places.off), on: share(places.on), border: share(places.border), pure: pure / marked, counts: places };
}

describe.each([2, 1] as const)('simulated rays, binned %i × the same', (binning) => {
  let found: ReturnType<typeof judge>;
  beforeAll(() => {
    // A frame has about 60 visible pixels on its star: 16 of them tell the share to 0.01.
    const seeds = binning === 2 ? [5, 6, 7, 8, 9, 10, 11, 12] : [5, 7];
    found = judge(seeds.flatMap((seed) => [simulate(binning, seed, 3, 4000), simulate(binning, seed, 3, 12_000)]));
  }, 240_000);

  test('off the sources all are found', () => {
    expect(found.counts.off[0]).toBeGreaterThan(2000);
    expect(found.off).toBeGreaterThanOrEqual(0.99);
  });

  test('on a bright star nearly all are found', () => {
    expect(found.counts.on[0]).toBeGreaterThan(60);
    expect(found.on).toBeGreaterThanOrEqual(0.95);
  });

  test('so are those in the outermost three rows and columns', () => {
    expect(found.counts.border[0]).toBeGreaterThan(70);
    expect(found.border).toBeGreaterThanOrEqual(0.95);
  });

  test('what is marked is a ray', () => {
    expect(found.pure).toBeGreaterThanOrEqual(binning === 2 ? 0.97 : 0.95);
  });

  test('and of the noise, the sky lines and the star next to nothing: one pixel in 100 000', () => {
    const { frame } = simulate(binning, 8, 0, 4000);
    const { count } = rejectCosmicRays(frame, { readNoiseElectron: fixtureInstrument.detector.readNoiseElectron }, kernels);
    expect(count).toBeLessThanOrEqual(1e-5 * frame.flux.length);
  });
});
