import { describe, expect, it } from 'vitest';
import { compiledKernels } from '../assembly/compiled.mjs';
import { ContractError, FitError } from '../errors.js';
import { MASK, sharedFloat32, type Frame, type Geometry, type Section } from '../frame.js';
import { referenceKernels } from '../kernels/reference.js';
import { createWasmKernels } from '../kernels/wasm.js';
import { createRandom } from '../math/random.js';
import { combineCounts, countsLevel, type CountsFrame } from './combine-counts.js';
import { combineFrames, frameLevel } from './test-combine.js';
import { subtractBias } from './electrons.js';
import { toElectrons } from './test-electrons.js';

const kernels = createWasmKernels(await compiledKernels());
const geometry: Geometry = { nx: 4300, ny: 61, x0: -25, y0: 10, binX: 2, binY: 2 };
const section: Section = { x0: 7, x1: 4295, y0: 4, y1: 58 };
const whole: Section = { x0: 0, x1: 4300, y0: 0, y1: 61 };

/** Read-outs of a lamp, each brighter than the one before, with hot, saturated and missing counts, levels that drift and a row that was not read. */
function readOuts(count: number, of: Section): { frame: CountsFrame; data: Float32Array; asked: [number, number][] }[] {
  const random = createRandom(count);
  return Array.from({ length: count }, (_, i) => {
    const data = sharedFloat32(geometry.nx * geometry.ny);
    for (let p = 0; p < data.length; p++) data[p] = Math.round(1000 + 400 * (1 + i / 10) + 20 * random.normal() + (random.uniform() < 0.01 ? 9000 : 0));
    for (let k = 0; k < 50; k++) data[random.integer(data.length)] = k % 2 === 0 ? 65_535 : NaN;
    // One pixel that no frame knows, one that only one frame knows.
    data[30 * geometry.nx + 100] = 65_535;
    if (i > 0) data[30 * geometry.nx + 101] = NaN;
    const levelAdu = Float32Array.from({ length: geometry.ny }, (_row, y) => 1000 + i + y / 9);
    const unreadRows = new Uint8Array(geometry.ny).fill(i === 0 ? 1 : 0, 20, 21);
    const electronics = { gainElectronPerAdu: 1.48, readNoiseElectron: 3.89, saturationAdu: 60_000, section: of, levelAdu, unreadRows };
    const asked: [number, number][] = [];
    return {
      data,
      asked,
      frame: {
        geometry,
        electronics,
        rows(y0, y1) {
          asked.push([y0, y1]);
          return data.subarray(y0 * geometry.nx, y1 * geometry.nx);
        },
      },
    };
  });
}

const bias = ((): Frame => {
  const random = createRandom(4);
  const data = Float32Array.from({ length: geometry.nx * geometry.ny }, () => 3 * random.normal());
  const frame = toElectrons({ geometry, data }, { gainElectronPerAdu: 1, readNoiseElectron: 1, saturationAdu: 8, light: false });
  frame.flux[40 * geometry.nx + 7] = NaN;
  return frame;
})();

describe.each([
  ['WebAssembly', kernels, [1, 3, 10, 70]],
  ['reference', referenceKernels, [3]],
] as const)('%s', (_name, own, numbers) => {
  it.each(numbers)('combining the counts of %i frames in bands is combining frames', (n) => {
    const raws = readOuts(n, section);
    for (const [scale, under] of [['median', bias], ['none', undefined]] as const) {
      const frames = raws.map(({ data, frame }) => {
        const electrons = toElectrons({ geometry, data }, frame.electronics);
        return under ? subtractBias(electrons, under) : electrons;
      });
      const options = { clipSigma: 4, method: 'mean', scale } as const;
      const expected = combineFrames(frames, options, kernels);
      const inBands = combineCounts(raws.map(({ frame }) => frame), { ...options, ...(under ? { bias: under } : {}) }, own, 7 * n * geometry.nx * 4);
      expect(inBands).toEqual(expected);
    }
  });
});

it('asks for the rows of a band only, and for those of the section only', () => {
  const raws = readOuts(4, section);
  combineCounts(raws.map(({ frame }) => frame), { clipSigma: 4, method: 'mean' }, kernels, 10 * 4 * geometry.nx * 4);
  for (const { asked } of raws) expect(asked).toEqual([[4, 14], [14, 24], [24, 34], [34, 44], [44, 54], [54, 58]]);
});

it('a pixel that no frame knows carries the bits that all frames share', () => {
  const { frame } = combineCounts(readOuts(3, whole).map((raw) => raw.frame), { clipSigma: 4, method: 'mean' }, kernels);
  expect(frame.mask[30 * geometry.nx + 100]).toBe(MASK.NO_DATA | MASK.SATURATED);
  expect(frame.mask[30 * geometry.nx + 101]).toBe(0);
});

it('the level of counts is that of their frame, with and without a bias', () => {
  for (const of of [section, whole]) {
    for (const { frame, data } of readOuts(2, of)) {
      const electrons = toElectrons({ geometry, data }, frame.electronics);
      expect(countsLevel(frame, undefined, kernels)).toBe(frameLevel(electrons));
      expect(countsLevel(frame, bias, kernels)).toBe(frameLevel(subtractBias(electrons, bias)));
    }
  }
});

it('refuses what does not belong together', () => {
  const [{ frame }] = readOuts(1, section);
  const other = { ...frame, electronics: { ...frame.electronics, section: whole } };
  const options = { clipSigma: 4, method: 'mean' } as const;
  expect(() => combineCounts([], options, kernels)).toThrow(ContractError);
  expect(() => combineCounts([frame, other], options, kernels)).toThrow(ContractError);
  expect(() => combineCounts([frame], { ...options, bias: { ...bias, geometry: { ...geometry, x0: 25 } } }, kernels)).toThrow(ContractError);
  const dark = { ...frame, electronics: { ...frame.electronics, levelAdu: new Float32Array(geometry.ny).fill(3000) } };
  expect(() => combineCounts([dark], { ...options, scale: 'median' }, kernels)).toThrow(FitError);
});
