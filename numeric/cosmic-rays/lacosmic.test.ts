import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { compiledKernels } from '../assembly/compiled.mjs';
import { rejectCosmicRays } from './lacosmic.js';
import { emptyFrame, MASK, type Frame } from '../frame.js';
import type { Kernels } from '../kernels/kernels.js';
import { referenceKernels } from '../kernels/reference.js';
import { createWasmKernels } from '../kernels/wasm.js';
import { createRandom } from '../math/random.js';

interface Golden {
  readonly cases: readonly {
    nx: number;
    ny: number;
    image: number[];
    light: number[];
    results: { separable: boolean; withLight: boolean; iterations: number; flagged: number[]; cleaned: number[] }[];
  }[];
}
const golden = JSON.parse(readFileSync(`${import.meta.dirname}/../golden/cosmic-rays.json`, 'utf8')) as Golden;
const kernels = createWasmKernels(await compiledKernels());
const READ_NOISE = 4;

function frameOf(image: ArrayLike<number>, nx: number, ny: number, readNoise = READ_NOISE): Frame {
  const frame = emptyFrame({ nx, ny, x0: 0, y0: 0, binX: 1, binY: 1 });
  frame.flux.set(image);
  frame.flux.forEach((flux, p) => (frame.variance[p] = readNoise ** 2 + Math.max(flux, 0)));
  return frame;
}

const flagged = (frame: Frame): number[] => [...frame.mask.keys()].filter((p) => frame.mask[p] & MASK.COSMIC_RAY);

/** Sky, lines along y and a source along x, all of the given FWHM; then rays. Says which pixels the rays put how many electrons in. */
function spectrumWithRays(seed: number, fwhm: number, rays: number): { frame: Frame; clean: Float32Array; charge: Float32Array } {
  const [nx, ny] = [700, 500];
  const random = createRandom(seed);
  const sigma = fwhm / 2.3548;
  const model = new Float32Array(nx * ny);
  const lines = Array.from({ length: 25 }, () => ({ x: nx * random.uniform(), peak: 3000 * random.uniform() ** 2 }));
  for (let x = 0; x < nx; x++) {
    let sky = 60 + 0.1 * x;
    for (const line of lines) sky += line.peak * Math.exp(-0.5 * ((x - line.x) / sigma) ** 2);
    for (let y = 0; y < ny; y++) model[y * nx + x] = sky + 4000 * Math.exp(-0.5 * ((y - 250.3 - 0.02 * x) / sigma) ** 2);
  }
  const clean = model.map((electrons) => random.poisson(electrons) + READ_NOISE * random.normal());
  const charge = new Float32Array(nx * ny);
  for (let i = 0; i < rays; i++) {
    const [x, y] = [6 + random.integer(nx - 20), 6 + random.integer(ny - 20)];
    const electrons = 200 + 4000 * random.uniform();
    const length = 1 + random.integer(6);
    const slope = 2 * random.uniform() - 1;
    for (let k = 0; k < length; k++) charge[(y + Math.round(Math.max(0, k * slope))) * nx + x + k] += electrons * (0.5 + random.uniform());
  }
  return { frame: frameOf(clean.map((value, p) => value + charge[p]), nx, ny), clean, charge };
}

describe('against astroscrappy at gain 1', () => {
  const runs = golden.cases.flatMap((image, index) => image.results.map((result) => ({ ...image, ...result, index })));

  it.each(runs)('image $index, separable $separable, $iterations iterations, light $withLight', ({ nx, ny, image, light, withLight, separable, iterations, flagged: expected, cleaned }) => {
    const frame = frameOf(image, nx, ny, 6.5);
    const options = { readNoiseElectron: 6.5, separableMedian: separable, iterations, light: withLight ? Float32Array.from(light) : ('none' as const) };
    const result = rejectCosmicRays(frame, options, kernels);
    expect(flagged(result.frame)).toEqual(expected);
    expect(result.count).toBe(expected.length);
    // Means of up to 24 float32 values: to a few units in the last place.
    expected.forEach((p, i) => expect(Math.abs(result.frame.flux[p] - cleaned[i])).toBeLessThan(1e-5 * cleaned[i]));
  });
});

describe('what the incremental search finds', () => {
  /** Looks at the whole image whenever it is asked to look at a part. */
  const bruteForce: Kernels = {
    ...referenceKernels,
    rayEvidence(plane, thresholds, _blocks, evidence) {
      referenceKernels.rayEvidence(plane, thresholds, Int32Array.of(0, plane.nx, 0, plane.ny), evidence);
    },
  };

  it.each(['separable', 'square'])('is what looking at everything each time finds, %s', (medians) => {
    const { frame } = spectrumWithRays(3, 2.5, 250);
    for (let p = 0; p < frame.mask.length; p += 997) frame.mask[p] = MASK.BAD_PIXEL;
    const options = { readNoiseElectron: READ_NOISE, separableMedian: medians === 'separable', iterations: 6 };
    const looks: number[] = [];
    const counting: Kernels = {
      ...kernels,
      rayEvidence(plane, thresholds, blocks, evidence) {
        looks.push(blocks.length);
        kernels.rayEvidence(plane, thresholds, blocks, evidence);
      },
    };
    const fast = rejectCosmicRays(frame, options, counting);
    const slow = rejectCosmicRays(frame, options, bruteForce);
    expect(flagged(fast.frame)).toEqual(flagged(slow.frame));
    expect(new Uint8Array(fast.frame.flux.buffer)).toEqual(new Uint8Array(slow.frame.flux.buffer));
    expect(fast.count).toBe(slow.count);
    expect(looks.length).toBeGreaterThan(1);
  });
});

describe('on spectra with known rays', () => {
  it.each([2, 2.5, 4])('finds what stands out by 10 σ and spares lines and sources of FWHM %f', (fwhm) => {
    const { frame, charge } = spectrumWithRays(11, fwhm, 300);
    const result = rejectCosmicRays(frame, { readNoiseElectron: READ_NOISE }, kernels);
    let [hit, found, clean, wrong] = [0, 0, 0, 0];
    charge.forEach((electrons, p) => {
      const isFlagged = (result.frame.mask[p] & MASK.COSMIC_RAY) !== 0;
      const sigma = Math.sqrt(READ_NOISE ** 2 + Math.max(0, frame.flux[p] - electrons));
      if (electrons > 10 * sigma) {
        hit++;
        if (isFlagged) found++;
      } else if (electrons === 0) {
        clean++;
        if (isFlagged) wrong++;
      }
    });
    expect(hit).toBeGreaterThan(700);
    expect(found / hit).toBeGreaterThanOrEqual(0.95);
    // Growing, twice by a pixel, takes good pixels beside a ray along: count those farther from any.
    const touched = (p: number): boolean => [-2, -1, 0, 1, 2].some((dy) => [-2, -1, 0, 1, 2].some((dx) => charge[p + dy * 700 + dx] > 0));
    const lonely = flagged(result.frame).filter((p) => !touched(p)).length;
    expect(lonely / clean).toBeLessThanOrEqual(1e-4);
    expect(wrong / clean).toBeLessThan(0.002);
  });

  it.each([2, 2.5, 4])('marks at most one pixel in ten thousand where there is no ray, FWHM %f', (fwhm) => {
    const { frame } = spectrumWithRays(12, fwhm, 0);
    expect(rejectCosmicRays(frame, { readNoiseElectron: READ_NOISE }, kernels).count).toBeLessThanOrEqual(0.0001 * frame.flux.length);
  });

  it('gives replaced pixels a variance that covers their error', () => {
    const { frame, clean } = spectrumWithRays(13, 4, 300);
    const { frame: result } = rejectCosmicRays(frame, { readNoiseElectron: READ_NOISE }, kernels);
    const pulls = flagged(result).map((p) => (result.flux[p] - clean[p]) / Math.sqrt(result.variance[p]));
    const sorted = pulls.map(Math.abs).sort((a, b) => a - b);
    // 68 % within 1 σ for a normal law; steep lines and the source make single errors larger, their scatter the variance too.
    const within = sorted.filter((pull) => pull < 1).length / sorted.length;
    expect(within).toBeGreaterThan(0.6);
    expect(within).toBeLessThan(0.8);
    expect(pulls.length).toBeGreaterThan(600);
  });
});

describe('pixels masked on entry', () => {
  it('are neither marked nor used, nor changed', () => {
    const frame = frameOf(new Float32Array(80 * 60).fill(100), 80, 60);
    const column = 40;
    for (let y = 0; y < 60; y++) {
      frame.flux[y * 80 + column] = y % 2 ? NaN : 30_000;
      frame.mask[y * 80 + column] = MASK.BAD_PIXEL;
    }
    frame.flux[30 * 80 + column + 1] = 2000;
    const { frame: result, count } = rejectCosmicRays(frame, { readNoiseElectron: READ_NOISE }, kernels);
    expect(count).toBe(1);
    const p = 30 * 80 + column + 1;
    expect(result.mask[p]).toBe(MASK.COSMIC_RAY | MASK.INTERPOLATED);
    expect(result.flux[p]).toBe(100);
    expect(result.mask[p - 1]).toBe(MASK.BAD_PIXEL);
    expect(result.flux[p - 1]).toBe(30_000);
    expect(frame.mask[p]).toBe(0);
  });

  it('protect the flanks of a saturated star', () => {
    const [nx, ny] = [90, 70];
    const frame = frameOf(new Float32Array(nx * ny), nx, ny);
    const random = createRandom(5);
    for (let y = 0; y < ny; y++) {
      for (let x = 0; x < nx; x++) {
        const light = 100 + 8e5 * Math.exp(-0.5 * ((y - 35.2) / 1.6) ** 2);
        const p = y * nx + x;
        frame.flux[p] = Math.min(60_000, random.poisson(light));
        if (frame.flux[p] === 60_000) frame.mask[p] = MASK.SATURATED;
      }
    }
    expect(rejectCosmicRays(frame, { readNoiseElectron: READ_NOISE }, kernels).count).toBe(0);
  });
});
