import { describe, expect, it } from 'vitest';
import { createRandom } from '../../math/random.js';
import { fixtureInstrument } from '../fixture-instrument.js';
import { distorted, undistorted, type CameraDistortion } from './camera-distortion.js';
import { columnAtWavelength, drawModel, shiftedModel, wavelengthAtColumn, type SimulatedOpticalModel } from './optical-model.js';

const models = Object.values(fixtureInstrument.modes).flatMap((mode): SimulatedOpticalModel[] =>
  [1, 2, 3].map((seed) => drawModel(fixtureInstrument.optics, mode, mode.format, createRandom(seed).fork(mode.name))),
);

/** A camera with one fault alone. */
function cameraWith(fault: Partial<CameraDistortion>): CameraDistortion {
  return {
    centerMillimeter: { x: 0, y: 0 },
    edgeMillimeter: 30,
    thirdMillimeter: 0,
    fifthMillimeter: 0,
    tiltRadian: 0,
    ripple: { heightMillimeter: 0, periodMillimeter: 10, phaseRadian: 0 },
    ...fault,
  };
}

describe('the optical model', () => {
  it('sends light back to the wavelength it came from, within 1e-9 columns on the detector and beside it', () => {
    let worst = 0;
    for (const model of models) {
      for (let column = -150; column < 4250; column += 13.7) worst = Math.max(worst, Math.abs(columnAtWavelength(model, wavelengthAtColumn(model, column)) - column));
    }
    expect(worst).toBeLessThan(1e-9);
  });

  it('moves as a whole with the flexure', () => {
    for (const model of models) {
      const moved = shiftedModel(shiftedModel(model, 1), 0.25);
      expect(columnAtWavelength(moved, 6000) - columnAtWavelength(model, 6000)).toBeCloseTo(1.25, 9);
      expect(wavelengthAtColumn(moved, 1501.25)).toBeCloseTo(wavelengthAtColumn(model, 1500), 8);
    }
  });

  it('sees the same light in the same place of the detector whether all columns are read or only the middle', () => {
    const { '400_M1': full, '600_RED': narrow } = fixtureInstrument.modes;
    const [whole, part] = [full, narrow].map(({ format }) => drawModel(fixtureInstrument.optics, narrow, format, createRandom(5)));
    for (const wavelength of [6500, 7500, 8500]) expect(columnAtWavelength(whole, wavelength) - columnAtWavelength(part, wavelength)).toBeCloseTo(480, 9);
  });
});

describe('the camera', () => {
  it('displaces light by its third and fifth order, each as promised at the edge', () => {
    for (const fault of [{ thirdMillimeter: -0.018 }, { fifthMillimeter: -0.018 }]) {
      expect(distorted(cameraWith(fault), 376, 30)).toBeCloseTo(30 - 0.018, 12);
      expect(distorted(cameraWith(fault), 376, -30)).toBeCloseTo(-30 + 0.018, 12);
    }
    expect(distorted(cameraWith({ thirdMillimeter: -0.018 }), 376, 15)).toBeCloseTo(15 - 0.018 / 8, 12);
    expect(distorted(cameraWith({ fifthMillimeter: -0.018 }), 376, 15)).toBeCloseTo(15 - 0.018 / 32, 12);
    expect(distorted(cameraWith({ thirdMillimeter: -0.018, centerMillimeter: { x: 15, y: 0 } }), 376, 15)).toBe(15);
  });

  it('meets a turned detector where ray and surface cross', () => {
    const turn = 0.0035;
    for (const x of [-30, -7, 0, 12, 30]) {
      const s = distorted(cameraWith({ tiltRadian: turn }), 376, x);
      // From the pupil at (0, −f) through (x, 0): the point (s cos τ, s sin τ) lies on that line.
      expect((s * Math.cos(turn)) / (376 + s * Math.sin(turn))).toBeCloseTo(x / 376, 12);
    }
  });

  it('moves light on a wave of the surface by its height times the slope of the ray', () => {
    const ripple = { heightMillimeter: 0.003, periodMillimeter: 8, phaseRadian: 0 };
    expect(distorted(cameraWith({ ripple }), 376, 26) - 26).toBeCloseTo((0.003 * 26) / 376, 12); // a crest: 26 = 3¼ periods
    expect(distorted(cameraWith({ ripple }), 376, 24)).toBeCloseTo(24, 12);
    expect(undistorted(cameraWith({ ripple }), 376, distorted(cameraWith({ ripple }), 376, 25.3))).toBeCloseTo(25.3, 12);
  });
});
