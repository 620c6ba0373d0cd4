import { describe, expect, it } from 'vitest';
import { expose, prepareNight, simulateFrame, type SimulatedFrame } from '../night.js';
import { fixtureInstrument } from '../fixture-instrument.js';
import { exposeKind, pixels, pixelsWhere, shotOf, smallNight, spread, takeKind } from '../small-night.js';

describe('the detector', () => {
  it('shows the overscan level and the read noise where no light falls', () => {
    const frame = takeKind(prepareNight(smallNight({ biases: 1, region: undefined }), fixtureInstrument), 'bias');
    const data = pixels(frame);
    const { truth } = frame;
    const { nx } = truth.geometry;
    const prescan = pixelsWhere(truth, (x) => x >= 3 && x < truth.lightFrom);
    const residual = spread(prescan.map((i) => data[i] - truth.overscanAdu[Math.floor(i / nx)]));
    const expected = Math.sqrt((3.89 / 1.48) ** 2 + 1 / 12); // rounding to counts adds 1/12
    expect(Math.abs(residual.mean)).toBeLessThan((4 * expected) / Math.sqrt(prescan.length));
    expect(Math.abs(residual.deviation / expected - 1)).toBeLessThan(4 / Math.sqrt(2 * prescan.length));
    const light = pixelsWhere(truth, (x) => x >= truth.lightFrom && x < truth.lightTo).filter((i) => !truth.cosmicRayMask?.[i]);
    const structure = spread(light.map((i) => data[i] - truth.overscanAdu[Math.floor(i / nx)] - truth.bias[i]));
    expect(structure.deviation / expected).toBeCloseTo(1, 2); // faint ends of cosmic rays remain
  });

  it('gives back its gain by photon transfer: variance against mean has the slope 1/gain within 1 %', () => {
    const night = prepareNight(smallNight({ cosmicRaysPerSecond: 0, region: { firstRow: 600, rows: 600 } }), fixtureInstrument);
    const flats = night.shots.filter((shot) => shot.kind === 'flat').map((shot) => simulateFrame(night, shot.number));
    const [one, two] = flats.map(pixels);
    const { truth } = flats[0];
    const { nx, ny } = truth.geometry;
    // Pixels that saw equal light: bins of columns within a row would mix levels, so bins are made by true level.
    const { electrons } = expose(night, shotOf(night, 'flat'));
    const bins = Array.from({ length: 25 }, () => ({ n: 0, mean: 0, square: 0 }));
    for (let i = 0; i < nx * ny; i++) {
      const y = Math.floor(i / nx);
      const bin = bins[Math.min(24, Math.floor((electrons[i] * truth.response[i]) / 1700))];
      const signal = 0.5 * (one[i] + two[i] - flats[0].truth.overscanAdu[y] - flats[1].truth.overscanAdu[y]) - truth.bias[i];
      const difference = one[i] - two[i] - flats[0].truth.overscanAdu[y] + flats[1].truth.overscanAdu[y];
      bin.n += 1;
      bin.mean += signal;
      bin.square += 0.5 * difference * difference;
    }
    const points = bins.filter(({ n }) => n > 5000).map(({ n, mean, square }) => ({ n, x: mean / n, variance: square / n }));
    expect(points.length).toBeGreaterThan(15);
    // Weighted straight line; the variance of a bin is known to √(2/n) of itself.
    let [s, sx, sy, sxx, sxy] = [0, 0, 0, 0, 0];
    for (const { n, x, variance } of points) {
      const weight = n / (2 * variance * variance);
      s += weight;
      sx += weight * x;
      sy += weight * variance;
      sxx += weight * x * x;
      sxy += weight * x * variance;
    }
    const slope = (s * sxy - sx * sy) / (s * sxx - sx * sx);
    expect(Math.abs(slope * 1.48 - 1)).toBeLessThan(0.01);
    const intercept = (sy - slope * sx) / s;
    const interceptError = Math.sqrt(sxx / (s * sxx - sx * sx));
    expect(Math.abs(intercept - (3.89 / 1.48) ** 2 - 1 / 12)).toBeLessThan(4 * interceptError);
  });

  it('adds noise of the promised size to every kind of frame: residuals divided by their error have unit spread', () => {
    const night = prepareNight(smallNight({ cosmicRaysPerSecond: 0 }), fixtureInstrument);
    for (const kind of ['flat', 'arc', 'spectrum'] as const) {
      const { electrons } = exposeKind(night, kind);
      const frame = takeKind(night, kind);
      const { truth } = frame;
      const data = pixels(frame);
      const pulls = pixelsWhere(truth, (x) => x >= truth.lightFrom).map((i) => {
        const mean = electrons[i] * truth.response[i];
        const expected = mean / 1.48 + truth.bias[i] + truth.overscanAdu[Math.floor(i / truth.geometry.nx)];
        return (data[i] - expected) / Math.sqrt((mean + 3.89 ** 2) / 1.48 ** 2 + 1 / 12);
      });
      const { mean, deviation } = spread(pulls);
      expect(Math.abs(mean)).toBeLessThan(4 / Math.sqrt(pulls.length));
      expect(Math.abs(deviation - 1)).toBeLessThan(4 / Math.sqrt(2 * pulls.length));
    }
  });

  it('is dark beyond the ends of the slit and half lit at its edges', () => {
    const { electrons, truth } = exposeKind(prepareNight(smallNight({ binning: 1, region: undefined }), fixtureInstrument), 'flat');
    const { nx, ny } = truth.geometry;
    const { low, high } = truth.slitRows;
    for (const y of [0, Math.floor(low) - 12, Math.ceil(high) + 12, ny - 1]) expect(electrons[y * nx + 3000]).toBeLessThan(1);
    for (const edge of [low, high]) {
      const y = Math.floor(edge);
      const light = truth.illumination[y] + (edge - y) * (truth.illumination[y + 1] - truth.illumination[y]);
      expect(light).toBeGreaterThan(0.4); // the gradient along the slit is below 20 %
      expect(light).toBeLessThan(0.6);
    }
    const lit = truth.illumination.slice(Math.ceil(low), Math.floor(high)).sort();
    expect(lit[lit.length >> 1]).toBeCloseTo(1, 6);
  });

  it('has fringes in the red, none in the blue', () => {
    const blocks = [{ mode: '400_M2', lamps: [], flats: 1, spectra: [] }];
    const { truth } = exposeKind(prepareNight(smallNight({ blocks }), fixtureInstrument), 'flat');
    const { nx } = truth.geometry;
    const deviation = (from: number): number => spread(Array.from(truth.response.subarray(50 * nx + from, 50 * nx + from + 200))).deviation;
    expect(deviation(200)).toBeLessThan(0.0065); // 1 % of an unbinned pixel, halved by binning, ± its error from 200 pixels
    expect(deviation(1800)).toBeGreaterThan(0.015); // amplitude 3.5 % at 8900 Å
  });

  it('collects cosmic rays in proportion to the exposure time, and marks them', () => {
    const spectra = [100, 1590].map((exposureSecond) => ({ object: `t${exposureSecond}`, exposureSecond, targets: [] }));
    const night = prepareNight(smallNight({ region: undefined, cosmicRaysPerSecond: 1, blocks: [{ mode: '400_M1', lamps: [], flats: 0, spectra }] }), fixtureInstrument);
    const [short, long] = night.shots.filter((shot) => shot.kind === 'spectrum').map((shot) => simulateFrame(night, shot.number));
    const charge = ({ truth }: SimulatedFrame): number => truth.cosmicRayCharge?.reduce((sum, value) => sum + value, 0) ?? 0;
    const ratio = charge(long) / charge(short);
    expect(ratio).toBeGreaterThan(11); // 1600 s against 110 s with reading: 14.5; 110 rays of uneven charge scatter by 15 %
    expect(ratio).toBeLessThan(20);
    const mask = long.truth.cosmicRayMask ?? new Uint8Array();
    const hit = mask.reduce((sum, bit) => sum + bit, 0);
    expect(hit).toBeGreaterThan(1600);
    expect(mask.every((bit, i) => bit === 0 || (long.truth.cosmicRayCharge?.[i] ?? 0) > 3)).toBe(true);
  });
});
