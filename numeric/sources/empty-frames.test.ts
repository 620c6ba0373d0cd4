import { describe, expect, test } from 'vitest';
import { compiledKernels } from '../assembly/compiled.mjs';
import { rejectCosmicRays } from '../cosmic-rays/lacosmic.js';
import type { FitError } from '../errors.js';
import { readFits, type ImageHdu } from '../fits/read.js';
import { cropFrame, emptyFrame, type Frame } from '../frame.js';
import { createWasmKernels } from '../kernels/wasm.js';
import { fixtureInstrument } from '../synthetic/fixture-instrument.js';
import { prepareNight, simulateFrame, type FrameTruth } from '../synthetic/night.js';
import { smallNight } from '../synthetic/small-night.js';
import { exampleSlit } from './example-slit.js';
import { searchSlit, type Target, type TargetSearch } from './targets.js';

const kernels = createWasmKernels(await compiledKernels());
const search: TargetSearch = { slit: exampleSlit, model: 'moffat', maximum: 3, backgroundThreshold: 3, minimumSnr: 5 };
const { readNoiseElectron } = fixtureInstrument.detector;
/** Unbinned rows inside the half light that a flat takes from a frame. */
const FLAT_MARGIN = 10;
/** Exposures of a night; a third each of five minutes, eleven, and half an hour. */
const FRAMES = 25;

/** The electrons of a raw frame, and what a flat makes of them: divided by the response, cut to the slit. */
function calibrated(bytes: Uint8Array, truth: FrameTruth, flat: boolean): Frame {
  const counts = (readFits(bytes).hdus[0] as ImageHdu).float32();
  const whole = emptyFrame(truth.geometry);
  const { nx, ny } = truth.geometry;
  counts.forEach((count, p) => {
    const light = (count - truth.overscanAdu[Math.floor(p / nx)] - truth.bias[p]) * truth.gainElectronPerAdu;
    const response = flat ? truth.response[p] : 1;
    whole.flux[p] = light / response;
    whole.variance[p] = (truth.readNoiseElectron ** 2 + Math.max(0, light)) / response ** 2;
  });
  const margin = FLAT_MARGIN / truth.geometry.binY;
  const [y0, y1] = flat ? [Math.max(0, Math.ceil(truth.slitRows.low + margin)), Math.min(ny, Math.floor(truth.slitRows.high - margin) + 1)] : [0, ny];
  return cropFrame(whole, { x0: truth.lightFrom, x1: truth.lightTo, y0, y1 });
}

function targetsOf(frame: Frame): readonly Target[] {
  try {
    return searchSlit(rejectCosmicRays(frame, { readNoiseElectron }, kernels).frame, search).targets;
  } catch (error) {
    expect((error as FitError).reason).toBe('source-not-found');
    return [];
  }
}

describe.each([2, 1] as const)('an end of the slit with nothing but sky and three times the usual rays, binned %i × the same', (binning) => {
  const spectra = Array.from({ length: FRAMES }, (_, i) => ({ object: `empty ${i}`, exposureSecond: [300, 650, 1800][i % 3], targets: [] }));
  const night = prepareNight(
    smallNight({ seed: 40 + binning, binning, biases: 0, cosmicRaysPerSecond: 3, region: { firstRow: 0, rows: 240 }, blocks: [{ mode: '400_M1', lamps: [], flats: 0, spectra }] }),
    fixtureInstrument,
  );
  const shots = night.shots.filter(({ kind }) => kind === 'spectrum');

  // 98 of 100 without a flat when the step from the dark beyond the slit to the sky was taken for light.
  test.each([true, false])('with a flat: %s, no target is found', (flat) => {
    const found = shots.flatMap(({ number }) => {
      const { bytes, truth } = simulateFrame(night, number);
      return targetsOf(calibrated(bytes, truth, flat)).map(({ positionRow, columns }) => `${number}: row ${positionRow.toFixed(1)}, columns ${columns.join('–')}`);
    });
    expect(found).toEqual([]); // one in a hundred would be allowed: these four times 25 have none
  });
});
