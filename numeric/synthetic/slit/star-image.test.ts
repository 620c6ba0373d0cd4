import { describe, expect, it } from 'vitest';
import { prepareNight, type FrameTruth, type NightBlock, type NightPlan } from '../night.js';
import { fixtureInstrument } from '../fixture-instrument.js';
import { centroid, exposeKind, smallNight } from '../small-night.js';

/** Light of the targets alone on the slit, illumination taken out: the frame with targets minus the same frame without. */
function targetsAlone(change: Partial<NightPlan>, block: NightBlock): { light: Float64Array; truth: FrameTruth } {
  const withTargets = exposeKind(prepareNight(smallNight({ ...change, blocks: [block] }), fixtureInstrument), 'spectrum');
  const spectra = block.spectra.map((spectrum) => ({ ...spectrum, targets: [] }));
  const without = exposeKind(prepareNight(smallNight({ ...change, blocks: [{ ...block, spectra }] }), fixtureInstrument), 'spectrum');
  const { truth } = withTargets;
  const { nx } = truth.geometry;
  const light = Float64Array.from(withTargets.electrons, (value, i) => (value - without.electrons[i]) / (truth.illumination[Math.floor(i / nx)] || 1));
  return { light, truth };
}

describe('sources on the slit', () => {
  const block = { mode: '400_M1', lamps: [], flats: 0, spectra: [{ object: 'star', exposureSecond: 1, targets: [{ row: 0.5, electronsPerPixel: 20_000 }] }] };

  it('bring exactly the electrons of the truth, in the row of the truth', () => {
    const { light, truth } = targetsAlone({ region: { firstRow: 600, rows: 700 } }, block);
    const { nx, ny } = truth.geometry;
    const [target] = truth.targets ?? [];
    for (let x = truth.lightFrom + 200; x < truth.lightTo; x += 50) {
      let [sum, moment] = [0, 0];
      for (let y = 0; y < ny; y++) {
        sum += light[y * nx + x];
        moment += light[y * nx + x] * (y - Math.round(target.traceRow[x]));
      }
      // The whole image lies within 12 FWHM; float32 differences of ~100 pixels add 1e-6.
      expect(Math.abs(sum / target.electrons[x] - 1)).toBeLessThan(3e-5);
      expect(Math.abs(moment / sum + Math.round(target.traceRow[x]) - target.traceRow[x])).toBeLessThan(0.003);
    }
    expect(target.traceRow[truth.lightTo - 1]).not.toBeCloseTo(target.traceRow[truth.lightFrom], 0); // the trace is tilted
    const brightest = Math.max(...target.electrons);
    expect(brightest).toBeGreaterThan(0.9 * 20_000 * 2); // two unbinned columns
    expect(brightest).toBeLessThan(1.01 * 20_000 * 2);
  });

  it('are narrower in the red, as λ^−0.2', () => {
    const { truth } = targetsAlone({}, block);
    const [{ fwhmPixel, wavelength }] = truth.targets ?? [];
    const [blue, red] = [300, 2000];
    expect(fwhmPixel[red] / fwhmPixel[blue]).toBeCloseTo((wavelength[red] / wavelength[blue]) ** -0.2, 6);
    expect(fwhmPixel[1000] * 2 * 0.15).toBeCloseTo(0.9, 0); // arcsecond
  });

  it('have emission lines at the wavelengths of the truth', () => {
    const nebula = { ...block, spectra: [{ object: 'nebula', exposureSecond: 1, targets: [{ row: 0.5, electronsPerPixel: 20_000, kind: 'nebula' as const }] }] };
    const { truth } = targetsAlone({ region: { firstRow: 600, rows: 700 } }, nebula);
    const [{ electrons, wavelength }] = truth.targets ?? [];
    for (const line of [4861.33, 5875.62]) {
      const near = wavelength.findIndex((w) => w > line);
      const center = centroid(Float32Array.from(electrons), electrons.length, 0, near, 7);
      const left = Math.floor(center);
      const measured = wavelength[left] + (center - left) * (wavelength[left + 1] - wavelength[left]);
      expect(Math.abs(measured - line)).toBeLessThan(0.04); // Angstrom, 0.02 px; the continuum under the line is not quite flat
    }
  });

  it('cannot beat the photon limit, and a bright source over little sky comes close to it', () => {
    const { truth } = targetsAlone({}, block);
    const [{ electrons, photonLimitSnr }] = truth.targets ?? [];
    for (let x = truth.lightFrom + 300; x < truth.lightTo; x += 100) {
      expect(photonLimitSnr[x]).toBeLessThan(Math.sqrt(electrons[x]));
      expect(photonLimitSnr[x]).toBeGreaterThan(0.9 * Math.sqrt(electrons[x]));
    }
  });

  it('move with the flexure, the lamp does not', () => {
    const optics = (flexurePixel: number, kind: 'arc' | 'spectrum'): number =>
      exposeKind(prepareNight(smallNight({ blocks: [{ ...smallNight().blocks[0], flexurePixel }] }), fixtureInstrument), kind).truth.model?.flexureColumns ?? Number.NaN;
    expect(optics(1.25, 'spectrum') - optics(0, 'spectrum')).toBeCloseTo(1.25, 9);
    expect(optics(1.25, 'arc')).toBe(optics(0, 'arc'));
  });
});
