import { describe, expect, it } from 'vitest';
import { prepareNight, simulateFrame, simulateNight, wavelengthOnDetector } from './night.js';
import { fixtureInstrument } from './fixture-instrument.js';
import { exposeKind, smallNight, takeKind } from './small-night.js';

function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}

describe('a night', () => {
  it('is the same bytes every time, in whatever order its frames are taken', () => {
    const first = [...simulateNight(smallNight(), fixtureInstrument)];
    const again = prepareNight(smallNight(), fixtureInstrument);
    for (const frame of [...first].reverse()) {
      const copy = simulateFrame(again, Number.parseInt(frame.name, 10));
      expect(sameBytes(frame.bytes, copy.bytes)).toBe(true);
      expect(copy.header).toEqual(frame.header);
    }
    const other = simulateFrame(prepareNight(smallNight({ seed: 12 }), fixtureInstrument), 1);
    expect(sameBytes(other.bytes, first[0].bytes)).toBe(false);
  });

  it('knows every mode of the instrument, and says so when it does not', () => {
    for (const mode of Object.keys(fixtureInstrument.modes)) {
      const night = prepareNight(smallNight({ blocks: [{ mode, lamps: ['HGA', 'NE'], flats: 0, spectra: [] }] }), fixtureInstrument);
      const { truth } = exposeKind(night, 'arc');
      const { model, tilt } = truth;
      if (!model || !tilt) throw new Error('a lamp frame without optics');
      expect(wavelengthOnDetector({ model, tilt }, 2000, 947.5)).toBeGreaterThan(3000);
    }
    expect(() => prepareNight(smallNight({ blocks: [{ mode: '400_M9', lamps: [], flats: 1, spectra: [] }] }), fixtureInstrument)).toThrow('no mode 400_M9');
  });
});

describe('read-out formats', () => {
  it('of 600_RED tell of 3096 columns without prescan, the biases of that night too', () => {
    const night = prepareNight(smallNight({ biases: 1, blocks: [{ mode: '600_RED', lamps: ['AR'], flats: 0, spectra: [] }] }), fixtureInstrument);
    for (const kind of ['bias', 'arc'] as const) {
      const { truth } = takeKind(night, kind);
      expect(truth.geometry).toMatchObject({ nx: 1548, x0: 0 });
      expect(truth.lightFrom).toBe(0);
    }
    expect(exposeKind(night, 'arc').truth.model?.detectorColumns).toBe(3096);
  });
});
