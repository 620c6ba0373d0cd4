import { describe, expect, it } from 'vitest';
import { cleanByDcr, rejectCosmicRaysDcr, type DcrParameters } from './dcr.js';
import { ContractError } from '../errors.js';
import { emptyFrame, MASK } from '../frame.js';

/** What the vectors were made with. */
const largeBoxes: DcrParameters = { threshold: 3, xRadius: 9, yRadius: 9, passes: 5, replaceAlong: 'both', innerRadius: 1, outerRadius: 3, growth: 1 };

const [NX, NY] = [60, 40];

/** The image on which the C program was run. */
function vectorImage(): Float32Array {
  const image = new Float32Array(NX * NY);
  for (let y = 0; y < NY; y++) for (let x = 0; x < NX; x++) image[y * NX + x] = 200 + ((37 * x + 91 * y + 13 * ((x * y) % 17)) % 23);
  const rays: readonly [number, number, number][] = [
    [10, 10, 1500],
    [10, 11, 700],
    [25, 30, 90],
    [25, 31, 60],
    [0, 0, 4000],
    [39, 59, 800],
    ...[45, 46, 47, 48, 49].map((x): [number, number, number] => [20, x, 500]),
  ];
  for (const [y, x, charge] of rays) image[y * NX + x] += charge;
  return image;
}

const total = (image: Float32Array): number => image.reduce((sum, value) => sum + value, 0);
const at = (image: Float32Array, places: readonly (readonly [number, number])[]): number[] => places.map(([y, x]) => image[y * NX + x]);
const places = [[10, 10], [10, 11], [25, 30], [25, 31], [0, 0], [39, 59], [20, 45], [20, 47], [9, 9]] as const;

describe('what the C program makes of an image', () => {
  it('sums up as stated', () => {
    expect(total(vectorImage())).toBe(515_870);
  });

  const red = largeBoxes;
  const redValues = [209.3, 207, 211.9, 211.6, 210.3333, 212.3333, 210.6, 210.75, 212.5];
  const runs: readonly [string, DcrParameters, number, number, number, readonly number[]][] = [
    ['red 1 × 1', red, 42, 53, 506_238.78334, redValues],
    ['red 2 × 2', { ...largeBoxes, threshold: 4, xRadius: 7, growth: 0 }, 48, 11, 506_221.3125, [209.25, 207.9375, 211.6875, 212, 208.5, 214.25, 209.75, 207.875, 210]],
    ['blue 1 × 1', { ...largeBoxes, xRadius: 8, yRadius: 8 }, 49, 53, 506_238.78334, redValues],
    ['red, along x', { ...red, replaceAlong: 'x' }, 42, 50, 506_243.67081, []],
    ['red, along y', { ...red, replaceAlong: 'y' }, 42, 52, 506_273.16667, []],
  ];

  it.each(runs)('%s', (_name, parameters, firstPass, changed, sum, values) => {
    const before = vectorImage();
    const { image, found, replaced } = cleanByDcr(before, NX, NY, parameters);
    expect(found).toEqual([firstPass, 0]);
    expect(image.filter((value, p) => value !== before[p]).length).toBe(changed);
    // The vectors give sums to five digits after the point, values to four.
    expect(Math.abs(total(image) - sum)).toBeLessThan(6e-6);
    at(image, places.slice(0, values.length)).forEach((value, i) => expect(Math.abs(value - values[i])).toBeLessThan(6e-5));
    expect(replaced.reduce((n, r) => n + r, 0)).toBeGreaterThanOrEqual(changed);
    expect(before).toEqual(vectorImage());
  });
});

describe('where the program failed', () => {
  it('an image of one value has no rays', () => {
    expect(cleanByDcr(new Float32Array(NX * NY).fill(7), NX, NY, largeBoxes).found).toEqual([0]);
  });

  it('a box too large, or a value that is no number, is the mistake of the caller', () => {
    expect(() => cleanByDcr(new Float32Array(100), 10, 10, largeBoxes)).toThrow(ContractError);
    expect(() => cleanByDcr(vectorImage().fill(NaN, 5, 6), NX, NY, largeBoxes)).toThrow(ContractError);
  });
});

describe('on a frame', () => {
  it('marks and replaces in electrons, and leaves masked pixels alone', () => {
    const frame = emptyFrame({ nx: NX, ny: NY, x0: 0, y0: 0, binX: 1, binY: 1 });
    vectorImage().forEach((value, p) => {
      frame.flux[p] = 1.5 * value;
      frame.variance[p] = 16 + frame.flux[p];
    });
    const masked = 25 * NX + 30;
    frame.mask[masked] = MASK.BAD_PIXEL;
    frame.flux[masked] = NaN;
    const { frame: clean, count } = rejectCosmicRaysDcr(frame, largeBoxes, 1.5);
    const ray = 10 * NX + 10;
    expect(clean.mask[ray]).toBe(MASK.COSMIC_RAY | MASK.INTERPOLATED);
    expect(clean.flux[ray]).toBeCloseTo(1.5 * 209.3, 3);
    // Its neighbors have a mean variance near 16 + 1.5 · 210 and scatter less: 1 + 1/n of that.
    expect(clean.variance[ray] / (16 + 1.5 * 210)).toBeGreaterThan(1);
    expect(clean.variance[ray] / (16 + 1.5 * 210)).toBeLessThan(1.15);
    expect([clean.flux[masked], clean.mask[masked]]).toEqual([NaN, MASK.BAD_PIXEL]);
    expect(count).toBe(clean.mask.filter((bits) => bits & MASK.COSMIC_RAY).length);
    expect(count).toBeGreaterThan(40);
  });

  it('masked pixels at the very beginning stand for the first sound one, in counts', () => {
    const gain = 1.5;
    const frame = emptyFrame({ nx: NX, ny: NY, x0: 0, y0: 0, binX: 1, binY: 1 });
    const counts = vectorImage();
    frame.flux.set(counts.map((value) => gain * value));
    const leading = 12;
    for (let p = 0; p < leading; p++) frame.mask[p] = MASK.BAD_PIXEL;
    const { frame: clean } = rejectCosmicRaysDcr(frame, largeBoxes, gain);
    const { replaced, image } = cleanByDcr(counts.fill(counts[leading] ?? NaN, 0, leading), NX, NY, largeBoxes);
    const found = Array.from(replaced.keys()).filter((p) => replaced[p] === 1 && p >= leading);
    expect(Array.from(clean.mask.keys()).filter((p) => clean.mask[p] & MASK.COSMIC_RAY)).toEqual(found);
    for (const p of found) expect(clean.flux[p]).toBe(Math.fround(image[p] * gain));
  });
});
