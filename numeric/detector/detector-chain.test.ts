import { beforeAll, describe, expect, it } from 'vitest';
import { compiledKernels } from '../assembly/compiled.mjs';
import { combineFrames } from './test-combine.js';
import { rejectCosmicRays } from '../cosmic-rays/lacosmic.js';
import { subtractBias } from './electrons.js';
import { toElectrons } from './test-electrons.js';
import { estimateOverscan } from './overscan.js';
import { readFits, type ImageHdu } from '../fits/read.js';
import { divideFlat, normalizeFlat } from './flat.js';
import { cropFrame, MASK, type Frame, type Section } from '../frame.js';
import { createWasmKernels } from '../kernels/wasm.js';
import type { Kernels } from '../kernels/kernels.js';
import { findSlitEdges } from './slit-edges.js';
import { median, SIGMA_PER_MAD } from '../math/statistics.js';
import { prepareNight, simulateFrame, type SimulatedFrame } from '../synthetic/night.js';
import { fixtureInstrument } from '../synthetic/fixture-instrument.js';
import { smallNight } from '../synthetic/small-night.js';

/** A simulated night through everything that is done to the detector's pixels, against what the simulator knows. */
describe('from raw counts to clean electrons', () => {
  let kernels: Kernels;
  let frames: SimulatedFrame[];
  let light: Section;
  let masterBias: Frame;

  function electrons({ bytes, truth }: SimulatedFrame): Frame {
    const image = { geometry: truth.geometry, data: (readFits(bytes).hdus[0] as ImageHdu).float32() };
    const { level } = estimateOverscan(image, { x0: 3, x1: 24, y0: 0, y1: truth.geometry.ny });
    return toElectrons(image, { ...truth, saturationAdu: 65_535, levelAdu: level, light: truth.kind !== 'bias' });
  }
  const biasCorrected = (frame: SimulatedFrame): Frame => subtractBias(cropFrame(electrons(frame), light), cropFrame(masterBias, light));
  const ofKind = (kind: string): SimulatedFrame[] => frames.filter((frame) => frame.truth.kind === kind);

  beforeAll(async () => {
    kernels = createWasmKernels(await compiledKernels());
    const night = prepareNight(
      smallNight({
        biases: 10,
        blocks: [{ mode: '400_M1', lamps: ['HGA'], flats: 5, spectra: [{ object: 'star', exposureSecond: 1200, targets: [{ row: 0.47, electronsPerPixel: 20_000 }] }] }],
      }),
      fixtureInstrument,
    );
    frames = night.shots.map((_, i) => simulateFrame(night, i + 1));
    const { lightFrom, lightTo, geometry } = frames[0].truth;
    light = { x0: lightFrom, x1: lightTo, y0: 0, y1: geometry.ny };
    masterBias = combineFrames(ofKind('bias').map(electrons), { clipSigma: 5, method: 'mean' }, kernels).frame;
  });

  it('the master bias is the structure of the detector, within its own errors', () => {
    const { truth } = ofKind('bias')[0];
    const pulls: number[] = [];
    masterBias.flux.forEach((flux, p) => {
      if (p % truth.geometry.nx < truth.lightFrom) return;
      pulls.push((flux - truth.bias[p] * truth.gainElectronPerAdu) / Math.sqrt(masterBias.variance[p]));
    });
    // Quantization adds gain²/12 to each variance: 0.6 %; the smoothed overscan (0.6 electron over √10) common noise of a row: 1 %.
    const spread = SIGMA_PER_MAD * median(Float64Array.from(pulls, Math.abs));
    expect(Math.abs(spread - 1)).toBeLessThan(0.03);
    expect(Math.abs(median(Float64Array.from(pulls)))).toBeLessThan(0.1);
  });

  it('the normalized flat is the response of the pixels', () => {
    const flat = combineFrames(ofKind('flat').map(biasCorrected), { clipSigma: 5, method: 'mean', scale: 'median' }, kernels);
    expect(Math.abs(flat.noise.scatterRatio - 1)).toBeLessThan(0.05);
    const response = normalizeFlat(flat.frame, { method: 'simple', order: 15 }).frame;
    const { truth } = ofKind('flat')[0];
    const rows = findSlitEdges(flat.frame);
    // Beside its neighbor along x a pixel shows its own response; slit and lamp cancel.
    const pulls: number[] = [];
    const { nx } = response.geometry;
    for (let y = rows.y0; y < rows.y1; y++) {
      for (let x = 500; x < nx - 1; x += 2) {
        const p = y * nx + x;
        const raw = y * truth.geometry.nx + x + light.x0;
        const measured = response.flux[p] / response.flux[p + 1];
        const variance = response.variance[p] / response.flux[p] ** 2 + response.variance[p + 1] / response.flux[p + 1] ** 2;
        pulls.push((measured / (truth.response[raw] / truth.response[raw + 1]) - 1) / Math.sqrt(variance));
      }
    }
    expect(Math.abs(SIGMA_PER_MAD * median(Float64Array.from(pulls, Math.abs)) - 1)).toBeLessThan(0.03);
  });

  it('cosmic rays of twenty minutes are found, and nothing else', () => {
    const flat = combineFrames(ofKind('flat').map(biasCorrected), { clipSigma: 5, method: 'mean', scale: 'median' }, kernels).frame;
    const [spectrum] = ofKind('spectrum');
    const frame = divideFlat(biasCorrected(spectrum), normalizeFlat(flat, { method: 'simple', order: 15 }).frame);
    const { frame: clean } = rejectCosmicRays(frame, { readNoiseElectron: spectrum.truth.readNoiseElectron }, kernels);
    const { nx, ny } = frame.geometry;
    const charge = (x: number, y: number): number => spectrum.truth.cosmicRayCharge![y * spectrum.truth.geometry.nx + x + light.x0];
    let [hit, found, lonely] = [0, 0, 0];
    for (let y = 3; y < ny - 3; y++) {
      for (let x = 3; x < nx - 3; x++) {
        const p = y * nx + x;
        const isFlagged = (clean.mask[p] & MASK.COSMIC_RAY) !== 0;
        const sigma = Math.sqrt(spectrum.truth.readNoiseElectron ** 2 + Math.max(0, frame.flux[p] - charge(x, y)));
        if (charge(x, y) > 10 * sigma) {
          hit++;
          if (isFlagged) found++;
        }
        const touched = [-2, -1, 0, 1, 2].some((dy) => [-2, -1, 0, 1, 2].some((dx) => charge(x + dx, y + dy) > 0));
        if (isFlagged && !touched) lonely++;
      }
    }
    expect(hit).toBeGreaterThan(400); // enough for 95 % to mean something
    expect(found / hit).toBeGreaterThanOrEqual(0.95);
    expect(lonely / (nx * ny)).toBeLessThanOrEqual(1e-4);
  });
});
