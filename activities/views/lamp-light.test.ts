import { describe, expect, it } from 'vitest';
import { createRandom } from '#numeric/math/random';
import { simulateLampSpectrum } from '#numeric/synthetic/lamp-spectrum';
import { simulatedGoodman } from '../instruments/goodman/simulated/simulated-goodman.js';
import { laboratoryLines } from '../reference/line-lists.js';
import { lampLight } from './lamp-light.js';

const ROWS = 41;

/** A frame whose every row is a lamp of mode 400_M1 with the bright lines of these lamps, on the true wavelengths of a simulated detector. */
function frameOf(lamps: readonly string[], seed: number) {
  const { wavelengths, firstColumn } = simulateLampSpectrum({ seed, mode: '400_M1', lamps: ['HGA', 'NE'], laboratoryLines: laboratoryLines(['HGA', 'NE'], false), binning: 2 }, simulatedGoodman());
  const random = createRandom(seed);
  const width = wavelengths.length;
  const strongest = Map.groupBy(laboratoryLines(lamps, false), ({ element }) => element);
  const bright = [...strongest.values()].flatMap((lines) => {
    const most = Math.max(...lines.map(({ strength }) => strength));
    return lines.filter(({ strength }) => strength > 0.03 * most).map((line) => ({ ...line, peak: 20_000 * (line.strength / most) }));
  });
  const row = wavelengths.map((wavelength) => 100 + 3 * random.normal() + bright.reduce((sum, { wavelengthAngstrom, peak }) => sum + peak * Math.exp(-((wavelength - wavelengthAngstrom) ** 2) / (2 * 2.6 ** 2)), 0));
  const data = new Float32Array(width * ROWS);
  for (let y = 0; y < ROWS; y++) data.set(row, y * width);
  const view = { width, height: ROWS, levels: [{ width, height: ROWS, data }], mask: [{ width, height: ROWS, data: new Uint8Array(width * ROWS) }], geometry: { nx: width, ny: ROWS, x0: firstColumn, y0: 0, binX: 2, binY: 2 } };
  return { view, wavelengths };
}
const named = (lamps: readonly string[]) => ({ lamps, gratingLinesPerMm: 400, gratingAngleDegree: 5.8, cameraAngleDegree: 11.6, detectorColumns: 4060 }) as Parameters<typeof lampLight>[1];

describe('the light of a lamp', () => {
  it('has its lines at their columns, taken for what they are', () => {
    const { view, wavelengths } = frameOf(['HGA', 'NE'], 3);
    const { light, lines, by } = lampLight(view, named(['HGA', 'NE']));
    expect(light.length).toBe(view.width);
    expect(by).toBe('identification');
    const matched = lines.filter(({ match }) => match !== undefined);
    expect(matched.length).toBeGreaterThan(15);
    // Where the truth puts that wavelength, within a pixel.
    for (const { column, match } of matched.toSorted((a, b) => b.height - a.height).slice(0, 10)) {
      expect(Math.abs((wavelengths[Math.round(column)] ?? 0) - (match?.wavelengthAngstrom ?? 0))).toBeLessThan(2);
    }
  });

  it('tells which lines of a lamp that the header names do not shine', () => {
    const { absent, by } = lampLight(frameOf(['HGA'], 4).view, named(['HGA', 'NE']));
    expect(by).toBe('identification');
    const neon = absent.filter(({ element }) => element === 'Ne');
    expect([neon.length > 5, neon.length / absent.length > 0.7]).toEqual([true, true]);
    // With neon lit its bright lines are there, but for one that a neighbor hides.
    expect(lampLight(frameOf(['HGA', 'NE'], 4).view, named(['HGA', 'NE'])).absent.filter(({ element }) => element === 'Ne').length).toBeLessThan(2);
  });

  it('of a dark frame has no line, and expects them by the angles of the header', () => {
    const { view } = frameOf(['HGA'], 5);
    view.levels[0]?.data.fill(0);
    const { lines, absent, by } = lampLight(view, named(['HGA']));
    expect([lines.length, by]).toEqual([0, 'header']);
    expect(absent.length).toBeGreaterThan(5);
    expect(lampLight(view, { ...named([]), gratingLinesPerMm: null }).by).toBeUndefined();
  });
});
