import { describe, expect, it } from 'vitest';
import { createRandom } from '../../math/random.js';
import { fixtureInstrument } from '../fixture-instrument.js';
import { layoutOf } from '../layout.js';
import { smallNight } from '../small-night.js';
import { setScene, slitShift, traceAt, type Scene } from './scene.js';

const { rows } = fixtureInstrument.detector;
const { geometry } = fixtureInstrument.optics;
const scenes = Array.from({ length: 40 }, (_, seed): Scene => {
  const mode = fixtureInstrument.modes['400_M1'];
  return setScene(fixtureInstrument, mode, layoutOf(smallNight(), mode.format, rows), createRandom(seed));
});

describe('the geometry of a frame', () => {
  it('inclines all traces by one slope, up to the largest one, and each by a little of its own', () => {
    const slopeAt = (scene: Scene, row: number): number => (traceAt(scene, row, scene.trace.middleColumn + 1) - traceAt(scene, row, scene.trace.middleColumn - 1)) / 2;
    const middle = (rows - 1) / 2;
    for (const scene of scenes) {
      expect(traceAt(scene, 612.3, scene.trace.middleColumn)).toBe(612.3);
      expect(Math.abs(slopeAt(scene, middle))).toBeLessThanOrEqual(geometry.largestTraceSlope);
      expect(slopeAt(scene, middle + 600) - slopeAt(scene, middle - 200)).toBeCloseTo(800 * 1.5e-7, 10);
      const bend = (row: number): number => (traceAt(scene, row, scene.trace.middleColumn + 1000) + traceAt(scene, row, scene.trace.middleColumn - 1000)) / 2 - row;
      expect(bend(middle + 600) - bend(middle - 200)).toBeCloseTo(800 * 8e-10 * 1e6, 9);
    }
    const slopes = scenes.map((scene) => slopeAt(scene, middle)).sort((a, b) => a - b);
    expect(slopes[0]).toBeLessThan(-0.012); // 40 draws from ±0.0144: the outermost lie within a twelfth of the ends but for 3 % of the seeds
    expect(slopes[slopes.length - 1]).toBeGreaterThan(0.012);
  });

  it('tilts and bends lines as measured: −4.4e-3 column a row, 0.4 columns at ±400 rows', () => {
    const mean = (value: (scene: Scene) => number): number => scenes.reduce((sum, scene) => sum + value(scene), 0) / scenes.length;
    const shift = (scene: Scene, offset: number): number => slitShift(scene.tilt, scene.tilt.referenceRow + offset);
    // 40 scenes: their mean is known to a sixth of the scatter; four of those.
    expect(mean((scene) => (shift(scene, 400) - shift(scene, -400)) / 800)).toBeCloseTo(-4.4e-3, 3);
    expect(Math.abs(mean((scene) => (shift(scene, 400) + shift(scene, -400)) / 2) - 0.4)).toBeLessThan((4 * 0.04) / Math.sqrt(40));
  });
});
