import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { compiledKernels } from '../assembly/compiled.mjs';
import { ContractError } from '../errors.js';
import { emptyFrame, sharedFloat32, sharedUint8, type Frame } from '../frame.js';
import { createRandom } from '../math/random.js';
import { EVIDENCE, type CombineInput, type FramePlanes, type Ladder, type MedianShape, type MedianSize, type Parallel, type Plane } from './kernels.js';
import { subsampledLaplacian } from './ray-reference.js';
import { referenceKernels } from './reference.js';
import { combineTile } from './combine-tiles.js';
import { createWasmKernels } from './wasm.js';

interface Golden {
  readonly filters: { nx: number; ny: number; image: number[]; laplacian: number[]; medians: Record<string, number[]> };
}
const golden = JSON.parse(readFileSync(`${import.meta.dirname}/../golden/cosmic-rays.json`, 'utf8')) as Golden;
const bytes = await compiledKernels();
const wasmKernels = createWasmKernels(bytes);
const both = [
  ['reference', referenceKernels],
  ['WebAssembly', wasmKernels],
] as const;
const filters: readonly [MedianSize, MedianShape][] = [
  [3, 'square'],
  [5, 'square'],
  [7, 'square'],
  [5, 'separable'],
  [7, 'separable'],
  [9, 'separable'],
];

/** Bits, with one NaN for all: which one a sum of two gives is the processor's choice. */
const bitsOf = (values: Float32Array): Uint32Array => {
  const bits = new Uint32Array(values.buffer, values.byteOffset, values.length).slice();
  values.forEach((value, i) => {
    if (Number.isNaN(value)) bits[i] = 0x7fc00000;
  });
  return bits;
};

/** n frames of quantized values with outliers, masked and non-finite ones: everything that sends a pixel another way. */
function frames(n: number, pixels: number, method: CombineInput['method'] = 'mean'): CombineInput {
  const random = createRandom(100 + n);
  const planes = Array.from({ length: n }, () => {
    const [flux, variance, mask] = [sharedFloat32(pixels), sharedFloat32(pixels), sharedUint8(pixels)];
    for (let p = 0; p < pixels; p++) {
      flux[p] = Math.round(100 + 4 * random.normal()) + (random.uniform() < 0.03 ? 500 : 0);
      variance[p] = 16 + random.uniform();
      if (random.uniform() < 0.1) mask[p] = 4;
      if (random.uniform() < 0.02) flux[p] = random.uniform() < 0.5 ? NaN : -Infinity;
    }
    return { flux, variance, mask };
  });
  return {
    flux: planes.map((plane) => plane.flux),
    variance: planes.map((plane) => plane.variance),
    mask: planes.map((plane) => plane.mask),
    scale: Float32Array.from({ length: n }, () => 1 + 0.1 * random.normal()),
    clipSigma: 3,
    method,
  };
}

function noisyPlane(nx: number, ny: number): Plane {
  const random = createRandom(nx);
  const data = sharedFloat32(nx * ny);
  for (let p = 0; p < data.length; p++) data[p] = 200 + 14 * random.normal() + (random.uniform() < 0.005 ? 3000 * random.uniform() : 0);
  return { data, nx, ny };
}

/** A frame with everything that sends a pixel another way. */
function noisyFrame(nx: number, ny: number, seed: number): Frame {
  const random = createRandom(seed);
  const frame = emptyFrame({ nx, ny, x0: 0, y0: 0, binX: 1, binY: 1 });
  const { flux, variance, mask } = frame;
  for (let p = 0; p < flux.length; p++) {
    flux[p] = 3 * random.normal();
    variance[p] = 16 * random.uniform();
    if (random.uniform() < 0.05) mask[p] = 1 << random.integer(5);
    if (random.uniform() < 0.02) flux[p] = [NaN, Infinity, -Infinity, 0, -0][random.integer(5)];
  }
  return frame;
}

function expectSamePlanes(actual: FramePlanes, expected: FramePlanes): void {
  expect(bitsOf(actual.flux)).toEqual(bitsOf(expected.flux));
  expect(bitsOf(actual.variance)).toEqual(bitsOf(expected.variance));
  expect(actual.mask).toEqual(expected.mask);
}

const single = (values: readonly number[], clipSigma: number, method: CombineInput['method'], variance = 1): CombineInput => ({
  flux: values.map((value) => Float32Array.of(value)),
  variance: values.map(() => Float32Array.of(variance)),
  mask: values.map(() => Uint8Array.of(0)),
  scale: new Float32Array(values.length).fill(1),
  clipSigma,
  method,
});

describe.each(both)('combine, %s', (_name, kernels) => {
  it('averages what is within the clip and says how many that were', () => {
    const { flux, variance, used } = kernels.combine(single([10, 11, 12, 13, 100], 3, 'mean'));
    expect([flux[0], variance[0], used[0]]).toEqual([11.5, 0.25, 4]);
  });

  it('rejects an outlier among ten, where a clip at 3 standard deviations never can', () => {
    const values = [...new Array<number>(9).fill(100), 1000];
    expect(kernels.combine(single(values, 3, 'mean')).flux[0]).toBe(100);
  });

  it('clips again with the narrower scatter that clipping left', () => {
    // Median 1010, MAD 6: limit 26.7 keeps 1000…1020 at once; the median of an odd number is a value.
    const values = [1000, 1002, 1004, 1006, 1008, 1010, 1012, 1014, 1016, 1018, 1020, 1500];
    expect(kernels.combine(single(values, 3, 'median')).flux[0]).toBe(1010);
  });

  it('does not reject by a MAD of zero what the variances allow', () => {
    const { flux, used } = kernels.combine(single([100, 100, 102], 3, 'mean', 4));
    expect(flux[0]).toBeCloseTo(302 / 3, 4);
    expect(used[0]).toBe(3);
  });

  it('has no answer where every frame is masked', () => {
    const input = { ...single([1, 2, 3], 3, 'mean'), mask: [1, 2, 4].map((bit) => Uint8Array.of(bit)) };
    const { flux, variance, used } = kernels.combine(input);
    expect([flux[0], variance[0], used[0]]).toEqual([NaN, NaN, 0]);
  });

  it('multiplies by the scale, and the variance by its square', () => {
    const input = { ...single([10, 5], 3, 'mean', 4), scale: Float32Array.of(1, 2) };
    const { flux, variance } = kernels.combine(input);
    expect([flux[0], variance[0]]).toEqual([10, (4 + 16) / 4]);
  });

  it('refuses planes that do not belong together, and a clip that could reject everything', () => {
    const input = single([1, 2], 3, 'mean');
    expect(() => kernels.combine({ ...input, scale: Float32Array.of(1) })).toThrow(ContractError);
    expect(() => kernels.combine({ ...input, clipSigma: 0.5 })).toThrow(ContractError);
    expect(() => kernels.combine({ ...input, mask: [Uint8Array.of(0), Uint8Array.of(0, 0)] })).toThrow(ContractError);
  });
});

describe('WebAssembly equals the reference in every bit', () => {
  it.each([1, 2, 3, 4, 5, 10, 17, 64, 65, 100, 300, 1024, 1025])('combining %i frames', (n) => {
    for (const method of ['mean', 'median'] as const) {
      // Two whole tiles and a rest that is no multiple of four.
      const input = frames(n, n > 64 ? 2 * combineTile(n) + 103 : 2 * 4096 + 1803, method);
      const [expected, actual] = [referenceKernels.combine(input), wasmKernels.combine(input)];
      expect(bitsOf(actual.flux)).toEqual(bitsOf(expected.flux));
      expect(bitsOf(actual.variance)).toEqual(bitsOf(expected.variance));
      expect(actual.used).toEqual(expected.used);
    }
  });

  it.each([2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17])('combining %i frames of which hardly a value is out', (n) => {
    const random = createRandom(n);
    const pixels = 4096 + 1803;
    // One zero for both, as in all of these: which of two the median is, is nobody's concern.
    const planes = Array.from({ length: n }, () => Float32Array.from({ length: pixels }, (_, p) => (p % 5 === 0 ? Math.round(2 * random.normal()) + 0 : p % 97 === 0 ? 3e38 : 1e-3 * random.normal())));
    if (planes[0]) planes[0][400] = 700;
    const input: CombineInput = {
      flux: planes,
      variance: planes.map((_, i) => new Float32Array(pixels).fill(0.1 * i)),
      mask: planes.map((_, i) => new Uint8Array(pixels).fill(i === 0 ? 8 : 0, 800, 801)),
      scale: Float32Array.from({ length: n }, (_, i) => 1 + i / 64),
      clipSigma: 4,
      method: 'mean',
    };
    for (const method of ['mean', 'median'] as const) {
      const [expected, actual] = [referenceKernels.combine({ ...input, method }), wasmKernels.combine({ ...input, method })];
      expect(bitsOf(actual.flux)).toEqual(bitsOf(expected.flux));
      expect(bitsOf(actual.variance)).toEqual(bitsOf(expected.variance));
      expect(actual.used).toEqual(expected.used);
      expect(actual.mask).toEqual(expected.mask);
      expect(actual.unmasked).toBe(expected.unmasked);
      expect(actual.unmasked).toBe(n * pixels - 1);
    }
  });

  it.each(filters)('median of %i, %s', (size, shape) => {
    for (const [nx, ny] of [[301, 203], [size, size], [size - 1, 40], [41, size - 1]] as const) {
      const plane = noisyPlane(nx, ny);
      expect(bitsOf(wasmKernels.medianFilter(plane, size, shape))).toEqual(bitsOf(referenceKernels.medianFilter(plane, size, shape)));
    }
  });

  it.each(['x', 'y'] as const)('medians of runs along %s', (axis) => {
    const plane = noisyPlane(2100, 71);
    const starts = axis === 'x' ? Int32Array.of(0, 3, 1000, 2075, 7) : Int32Array.of(0, 1, 46);
    expect(bitsOf(wasmKernels.runMedians(plane, axis, starts))).toEqual(bitsOf(referenceKernels.runMedians(plane, axis, starts)));
    expect(() => wasmKernels.runMedians(plane, axis, Int32Array.of(2076))).toThrow(ContractError);
  });

  it('smooth light along both axes, along one, and along none', () => {
    const plane = noisyPlane(301, 203);
    const ladderOf = (length: number): Ladder => ({
      starts: Int32Array.of(0, 60, length - 25),
      low: Int32Array.from({ length }, (_, i) => Number(i > 72)),
      high: Int32Array.from({ length }, (_, i) => 1 + Number(i > 72)),
      share: Float32Array.from({ length }, (_, i) => i / 70 - 0.3),
    });
    const [y, x] = [ladderOf(203), ladderOf(301)];
    for (const ladders of [{ y, x }, { y }, { x }, {}]) expect(bitsOf(wasmKernels.smoothLight(plane, ladders))).toEqual(bitsOf(referenceKernels.smoothLight(plane, ladders)));
    expect(() => wasmKernels.smoothLight(plane, { y: x })).toThrow(ContractError);
  });

  it.each(['square', 'separable'] as const)('evidence of rays with %s medians, whatever the blocks, with and without a background', (medians) => {
    const background = noisyPlane(301, 203).data.map((value) => value / 2);
    const plane = medians === 'square' ? noisyPlane(301, 203) : { ...noisyPlane(301, 203), background };
    const thresholds = { readNoise: 4, sigclip: 4.5, sigfrac: 0.3, objlim: 5, medians };
    const [expected, actual] = [sharedUint8(plane.data.length), sharedUint8(plane.data.length)];
    const blocks = Int32Array.of(0, 301, 0, 100, 0, 7, 100, 203, 7, 64, 100, 203, 64, 301, 100, 131, 64, 301, 131, 203);
    referenceKernels.rayEvidence(plane, thresholds, blocks, expected);
    wasmKernels.rayEvidence(plane, thresholds, blocks, actual);
    expect(actual).toEqual(expected);
    expect(expected.filter((bits) => bits & EVIDENCE.CORE).length).toBeGreaterThan(100);
  });

  it('electrons of counts, whatever the section, the level and the light', () => {
    const counts = noisyPlane(301, 203);
    [NaN, Infinity, -Infinity, 3.4e38, 0].forEach((value, k) => (counts.data[17 * k + 40 * 301] = value));
    const level = Float32Array.from({ length: 203 }, (_, y) => 180 + y / 7);
    const unread = new Uint8Array(203).fill(1, 90, 93);
    for (const section of [{ x0: 0, x1: 301, y0: 0, y1: 203 }, { x0: 3, x1: 297, y0: 33, y1: 201 }, { x0: 40, x1: 41, y0: 40, y1: 41 }]) {
      for (const more of [{ level, unread, light: true }, { level: undefined, unread: undefined, light: false }]) {
        const input = { counts, section, gain: 1.48, readVariance: 3.89 ** 2, saturation: 222.2, ...more };
        const [expected, actual] = [referenceKernels.electrons(input), wasmKernels.electrons(input)];
        expect(actual.saturated).toBe(expected.saturated);
        expectSamePlanes(actual, expected);
      }
    }
    expect(() => wasmKernels.electrons({ counts, section: { x0: 0, x1: 302, y0: 0, y1: 1 }, gain: 1, readVariance: 1, saturation: 1, level, unread, light: true })).toThrow(ContractError);
  });

  it.each([1, 3, 301, 65_539])('counts in 16 bits are those in float32, %i a row', (nx) => {
    const data = Uint16Array.from({ length: 3 * nx }, (_, p) => (p * 7919 + 65_530) & 0xffff);
    const [narrow, wide] = [{ data, nx, ny: 3 }, { data: Float32Array.from(data), nx, ny: 3 }];
    const input = { section: { x0: nx >> 2, x1: nx, y0: 1, y1: 3 }, gain: 1.48, readVariance: 15, saturation: 60_000, level: Float32Array.of(1, 2, 3), unread: undefined, light: true };
    const expected = referenceKernels.electrons({ ...input, counts: wide });
    for (const [, kernels] of both) {
      expectSamePlanes(kernels.electrons({ ...input, counts: narrow }), expected);
      expect(kernels.countRange(data, 60_000)).toEqual(referenceKernels.countRange(wide.data, 60_000));
    }
  });

  it.each(['subtractBias', 'divideFlat'] as const)('%s under a part of a larger frame', (kernel) => {
    const [frame, other] = [noisyFrame(197, 103, 1), noisyFrame(301, 203, 2)];
    for (const at of [{ x0: 4, x1: 201, y0: 50, y1: 153 }, { x0: 104, x1: 301, y0: 100, y1: 203 }]) {
      expectSamePlanes(wasmKernels[kernel](frame, other, at), referenceKernels[kernel](frame, other, at));
    }
    expectSamePlanes(wasmKernels[kernel](other, other, { x0: 0, x1: 301, y0: 0, y1: 203 }), referenceKernels[kernel](other, other, { x0: 0, x1: 301, y0: 0, y1: 203 }));
    expect(() => wasmKernels[kernel](frame, other, { x0: 0, x1: 196, y0: 0, y1: 103 })).toThrow(ContractError);
  });

  it.each([1, 2, 5, 64, 203, 1897])('levels of columns of %i rows', (ny) => {
    const frame = noisyFrame(133, ny, ny);
    const { flux, variance, mask } = frame;
    for (let p = 0; p < flux.length; p++) {
      if (!Number.isFinite(flux[p])) mask[p] = 1;
      if (p % 3 === 0) flux[p] = Math.round(flux[p]);
      if (flux[p] === 0) flux[p] = 0; // one zero for both
    }
    for (let y = 0; y < ny; y++) mask[y * 133 + 7] = 4;
    const [expected, actual] = [referenceKernels.columnLevels({ flux, variance, mask }, 133), wasmKernels.columnLevels({ flux, variance, mask }, 133)];
    expect(actual.medians).toEqual(expected.medians);
    expect(actual.variances).toEqual(expected.variances);
    expect(actual.pixels).toEqual(expected.pixels);
    expect(actual.medians[7]).toBeNaN();
  });

  it('the range of counts', () => {
    for (const length of [1, 2, 5, 65_536, 65_539, 140_001]) {
      const counts = noisyPlane(length, 1).data;
      if (length > 4) counts[length - 2] = NaN;
      for (const saturation of [210.1, counts[0], NaN]) expect(wasmKernels.countRange(counts, saturation)).toEqual(referenceKernels.countRange(counts, saturation));
    }
    expect(wasmKernels.countRange(Float32Array.of(NaN), 5)).toEqual({ minimum: Infinity, maximum: -Infinity, saturated: 0, noNumber: 1 });
  });

  it.each([1, 4, 5, 32_768, 65_541])('the words of a file, %i of them, wherever they begin', (count) => {
    const bytes = Uint8Array.from({ length: 4 * count + 4 }, (_, i) => (i * 151 + (i >> 8) * 89) & 0xff);
    const [expected, actual] = [new Uint8Array(4 * count), new Uint8Array(4 * count)];
    expect(wasmKernels.words.swapWords(bytes.subarray(4), actual)).toEqual(referenceKernels.words.swapWords(bytes.subarray(4), expected));
    expect(actual).toEqual(expected);
    expect(wasmKernels.words.sumWords(bytes.subarray(1, 4 * count + 1))).toEqual(referenceKernels.words.sumWords(bytes.subarray(1, 4 * count + 1)));
    const [counts, decoded] = [new Float32Array(2 * count + 1), new Float32Array(2 * count + 1)];
    referenceKernels.words.decodeInt16(bytes.subarray(1), 32_768, counts);
    wasmKernels.words.decodeInt16(bytes.subarray(1), 32_768, decoded);
    expect(decoded).toEqual(counts);
    const unsigned = new Uint16Array(2 * count + 1);
    wasmKernels.words.decodeUint16(bytes.subarray(1), unsigned);
    expect(Float32Array.from(unsigned)).toEqual(counts);
    referenceKernels.words.decodeUint16(bytes.subarray(1), unsigned.fill(7));
    expect(Float32Array.from(unsigned)).toEqual(counts);
  });

  it('also when another thread takes the tiles', () => {
    const parallel: Parallel = {
      // Backward and twice: tiles are independent of each other and of their order.
      forTiles(_kernel, _args, tiles, runHere) {
        for (let tile = tiles - 1; tile >= 0; tile--) runHere(tile);
        runHere(0);
      },
    };
    const shared = createWasmKernels(bytes, parallel);
    const input = frames(5, 3 * 4096 + 5);
    expect(bitsOf(shared.combine(input).flux)).toEqual(bitsOf(referenceKernels.combine(input).flux));
  });
});

describe.each(both)('against astroscrappy, %s', (_name, kernels) => {
  const { nx, ny, image, medians } = golden.filters;
  const plane: Plane = { data: Float32Array.from(image), nx, ny };

  it.each(filters)('median of %i, %s', (size, shape) => {
    const expected = medians[`${shape}${size}`];
    expect(Array.from(kernels.medianFilter(plane, size, shape))).toEqual(expected);
  });
});

it('has the Laplacian of astroscrappy', () => {
  const { nx, ny, image, laplacian } = golden.filters;
  const ours = subsampledLaplacian({ data: Float32Array.from(image), nx, ny });
  // Both float32, summed in another order: values to 200, so 4 · 200 · 2⁻²⁴ at most.
  for (let p = 0; p < ours.length; p++) expect(Math.abs(ours[p] - laplacian[p])).toBeLessThan(5e-5);
});
