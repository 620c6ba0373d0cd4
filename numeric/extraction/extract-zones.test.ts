import { describe, expect, it } from 'vitest';
import { cropFrame, emptyFrame, MASK, type Frame } from '../frame.js';
import { createRandom } from '../math/random.js';
import { extractZones, type ZoneExtraction } from './extract-zones.js';
import { skyOfZones } from './zone-sky.js';
import { onDetector, traceOn, wrongWithZones, zonesOn, type DetectorAperture } from './zones.js';

const geometry = { nx: 400, ny: 80, x0: 10, y0: 300, binX: 2, binY: 2 };
const plain: ZoneExtraction = { method: 'fractional', model: 'gaussian', fwhmPixel: 4, readNoiseElectron: 3 };
/** In rows and columns of the frame: a tilted trace, an aperture that is no mirror of itself. */
const shown: DetectorAperture = { trace: [38, 0.01], lower: -5.25, upper: 7.5, sky: [[-25, -12], [12, 25]] };
const aperture = onDetector(geometry, shown);
const FWHM_PER_SIGMA = 2 * Math.sqrt(2 * Math.LN2);

/** A sky that rises along the slit, and a source of 2000 electrons a column, Gaussian along the slit about the trace, averaged over pixels. */
function scene({ seed, light = 2000 }: { seed?: number; light?: number } = {}): Frame {
  const frame = emptyFrame(geometry);
  const random = createRandom(seed ?? 1);
  const sigma = plain.fwhmPixel / FWHM_PER_SIGMA;
  for (let x = 0; x < geometry.nx; x++) {
    for (let y = 0; y < geometry.ny; y++) {
      const t = y - (38 + 0.01 * x);
      let share = 0;
      for (let s = -4.5; s <= 4.5; s++) share += Math.exp(-0.5 * ((t + s / 10) / sigma) ** 2) / (10 * sigma * Math.sqrt(2 * Math.PI));
      const expected = 100 + 0.5 * y + light * share;
      const variance = 9 + expected;
      const i = y * geometry.nx + x;
      frame.flux[i] = expected + (seed === undefined ? 0 : Math.sqrt(variance) * random.normal());
      frame.variance[i] = variance;
    }
  }
  return frame;
}

describe('an aperture and sky zones that a person set', () => {
  it('sums the light between the two ends above the sky, and nothing else', () => {
    const { flux, sky, variance } = extractZones(scene(), zonesOn(geometry, aperture), plain);
    // All of it but the wings: 5.25 rows below and 7.5 above are 3.09 σ and 4.4 σ.
    for (const x of [0, 57, 399]) expect(flux[x]).toBeCloseTo(2000 * 0.9990, -0.3);
    // The sky at the middle of 12.75 rows.
    const middle = 38 + 0.01 * 200 + (7.5 - 5.25) / 2;
    expect(sky[200]).toBeCloseTo(12.75 * (100 + 0.5 * middle), 1);
    expect(variance[200]).toBeGreaterThan(12.75 * 109 + 2000);
    expect(variance[200]).toBeLessThan(1.6 * (12.75 * 130 + 2000));
  });

  it('gives the same bits with a sky that was known before', () => {
    const [frame, zones] = [scene({ seed: 9 }), zonesOn(geometry, aperture)];
    for (const method of ['fractional', 'optimal'] as const) expect(extractZones(frame, zones, { ...plain, method }, skyOfZones(frame, zones))).toEqual(extractZones(frame, zones, { ...plain, method }));
  });

  it('has errors that are those of its numbers', () => {
    const pulls: number[] = [];
    for (let seed = 2; seed < 6; seed++) {
      const { flux, variance } = extractZones(scene({ seed }), zonesOn(geometry, aperture), plain);
      flux.forEach((value, x) => pulls.push((value - 1998) / Math.sqrt(variance[x])));
    }
    const mean = pulls.reduce((a, b) => a + b) / pulls.length;
    const scatter = Math.sqrt(pulls.reduce((sum, pull) => sum + (pull - mean) ** 2, 0) / pulls.length);
    // 1600 columns: the mean is known to 0.025, the scatter to 0.018.
    expect(Math.abs(mean)).toBeLessThan(0.1);
    expect(scatter).toBeGreaterThan(0.93);
    expect(scatter).toBeLessThan(1.07);
  });

  it('makes up for masked pixels by how the light lies around; a column that lost most of it has no answer', () => {
    const frame = scene();
    const mask = (x: number, from: number, to: number, bit: number): void => {
      for (let y = from; y <= to; y++) frame.mask[y * geometry.nx + x] = bit;
    };
    mask(100, 39, 39, MASK.COSMIC_RAY);
    frame.flux[39 * geometry.nx + 100] = 1e6;
    mask(200, 37, 43, MASK.BAD_PIXEL);
    mask(300, 41, 41, MASK.SATURATED);
    const { flux, mask: bits } = extractZones(frame, zonesOn(geometry, aperture), plain);
    expect(Math.abs(flux[100] - 1998)).toBeLessThan(20);
    expect([Number.isNaN(flux[200]), bits[200]]).toEqual([true, MASK.NO_DATA]);
    expect(bits[300] & MASK.SATURATED).toBe(MASK.SATURATED);
    expect(bits[100]).toBe(0);
  });

  it('takes a constant sky from one side, and none where none is asked for', () => {
    const oneSided = { ...shown, sky: [[12, 25]] as const };
    const { flux } = extractZones(scene({ light: 0 }), zonesOn(geometry, onDetector(geometry, oneSided)), plain);
    // Zone and aperture are 17.4 rows apart, 0.5 electron a row: what a constant must get wrong.
    expect(flux[200] / 12.75).toBeCloseTo(-0.5 * 17.4, 0);
    const { flux: all, sky } = extractZones(scene({ light: 0 }), zonesOn(geometry, onDetector(geometry, { ...shown, sky: [] })), plain);
    expect([all[200] > 12 * 100, sky[200]]).toEqual([true, 0]);
  });

  it('weighed by the profile it gives all light of the source, with a smaller error', () => {
    const frame = scene({ seed: 9 });
    const zones = zonesOn(geometry, aperture);
    const sum = extractZones(frame, zones, plain);
    const weighed = extractZones(frame, zones, { ...plain, method: 'optimal' });
    const mean = (values: Float64Array): number => values.reduce((a, b) => a + b) / values.length;
    // 400 columns of 3.4 % each, and what the shape of the profile is known to.
    expect(Math.abs(mean(weighed.flux) / 2000 - 1)).toBeLessThan(0.01);
    expect(mean(weighed.variance)).toBeLessThan(0.9 * mean(sum.variance));
  });

  it('leaves the frame as it was, and gives the same numbers each time', () => {
    const frame = scene({ seed: 3 });
    const before = { flux: frame.flux.slice(), mask: frame.mask.slice() };
    const zones = zonesOn(geometry, aperture);
    for (const method of ['fractional', 'optimal'] as const) expect(extractZones(frame, zones, { ...plain, method })).toEqual(extractZones(frame, zones, { ...plain, method }));
    expect({ flux: frame.flux, mask: frame.mask }).toEqual(before);
  });

  it('stays in its place on the detector when the frame is cut otherwise', () => {
    const frame = scene({ seed: 4 });
    const cut = cropFrame(frame, { x0: 30, x1: 390, y0: 8, y1: 77 });
    const whole = extractZones(frame, zonesOn(geometry, aperture), plain);
    const part = extractZones(cut, zonesOn(cut.geometry, aperture), plain);
    // Profiles reach 50 columns, so far from the cut.
    for (const x of [100, 200, 300]) expect(part.flux[x - 30]).toBeCloseTo(whole.flux[x], 6);
  });
});

describe('what is said of an aperture that cannot be', () => {
  const wrong = (changes: Partial<DetectorAperture>): string | undefined => wrongWithZones(geometry.ny, zonesOn(geometry, onDetector(geometry, { ...shown, ...changes })));

  it('nothing of a good one', () => expect(wrong({})).toBeUndefined());
  it.each([
    [{ upper: -5.5 }, /^The aperture is -0.25 rows high/],
    [{ trace: [75, 0.01] }, /^The aperture leaves the frame: it reaches from row 69.75 to 86.49, and the frame has rows 0 to 79/],
    [{ sky: [[5, 20]] as const }, /^Sky zone 1 \(5 to 20 rows from the trace\) overlaps the aperture \(-5.25 to 7.5\)/],
    [{ sky: [[10, 20], [19, 25]] as const }, /^Sky zones 1 and 2 overlap/],
    [{ sky: [[20, 10]] as const }, /^Sky zone 1 ends at 10, before it begins at 20/],
    [{ sky: [[10, 60]] as const }, /^Sky zone 1 leaves the frame/],
    [{ sky: [[10, 12]] as const }, /^The sky zones have 2 rows together: it takes 6/],
    [{ trace: [NaN] }, /^The aperture leaves the frame/],
  ])('%o', (changes, sentence) => expect(wrong(changes)).toMatch(sentence));

  it('is laid on the detector and back without a loss', () => {
    const there = onDetector(geometry, shown);
    expect(there.trace[0]).toBeCloseTo(300 + 2 * 38 + 0.5 - 0.01 * (10.5), 9);
    traceOn(geometry, there.trace).forEach((c, k) => expect(c).toBeCloseTo(shown.trace[k] ?? NaN, 10));
  });
});
