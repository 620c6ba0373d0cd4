import { describe, expect, it } from 'vitest';
import { prepareNight, type Exposed, type NightBlock, type PlannedSpectrum } from '../night.js';
import { fixtureInstrument } from '../fixture-instrument.js';
import { exposeKind, smallNight } from '../small-night.js';

/** An exposure of the middle of the slit without noise; the seeing is 0.9 arcsecond ± 5 %. */
function exposed(spectrum: Partial<PlannedSpectrum>, block: Partial<NightBlock> = {}): Exposed {
  const spectra = [{ object: 'source', exposureSecond: 1, targets: [], ...spectrum }];
  const blocks = [{ mode: '400_M1', lamps: [], flats: 0, traceSlope: 0, ...block, spectra }];
  return exposeKind(prepareNight(smallNight({ region: { firstRow: 500, rows: 900 }, blocks }), fixtureInstrument), 'spectrum');
}

/** Light along one column, electron per raw row, illumination taken out. */
function alongSlit({ electrons, truth }: Exposed, x: number): number[] {
  const { nx, ny } = truth.geometry;
  return Array.from({ length: ny }, (_, y) => electrons[y * nx + x] / truth.illumination[y]);
}

/** Sum, center and FWHM (that of a Gaussian of the same variance) of light along the slit. */
function moments(light: readonly number[]): { sum: number; center: number; fwhm: number } {
  const sum = light.reduce((total, value) => total + value, 0);
  const center = light.reduce((total, value, y) => total + value * y, 0) / sum;
  const variance = light.reduce((total, value, y) => total + value * (y - center) ** 2, 0) / sum;
  return { sum, center, fwhm: Math.sqrt(8 * Math.LN2 * (variance - 1 / 12)) };
}

const targetsOf = ({ truth }: Exposed) => truth.targets ?? [];

describe('a planned source', () => {
  it('that is no point has its own width at every wavelength, and all its light', () => {
    const frame = exposed({ targets: [{ row: 0.5, electronsPerPixel: 1e6, fwhmArcsecond: 9 }] });
    const sky = exposed({});
    const [target] = targetsOf(frame);
    for (const x of [400, 1000, 1700]) {
      const dark = alongSlit(sky, x);
      const { sum, center, fwhm } = moments(alongSlit(frame, x).map((value, y) => value - dark[y]));
      expect(target.fwhmPixel[x]).toBeCloseTo(30, 9); // 9 arcsecond on 0.3 arcsecond a binned row
      expect(fwhm).toBeCloseTo(30, 3);
      expect(center).toBeCloseTo(target.traceRow[x], 3);
      expect(sum / target.electrons[x]).toBeCloseTo(1, 4);
    }
  });

  it('of lines alone is dark between them', () => {
    const [target] = targetsOf(exposed({ targets: [{ row: 0.5, electronsPerPixel: 4000, kind: 'lines' }] }));
    const at = (wavelength: number): number => target.electrons[target.wavelength.findIndex((w) => w > wavelength)];
    expect(at(5300)).toBe(0);
    expect(at(4861.33)).toBeGreaterThan(0.8 * 2 * 4000); // Hβ peaks at twice the level, times throughput, times two columns
  });

  it('stands as many FWHM beside the first as it is told', () => {
    const [one, other] = targetsOf(exposed({ targets: [{ row: 0.5, electronsPerPixel: 4000 }, { besideFwhm: 1.2, electronsPerPixel: 4000 }] }));
    const x = one.wavelength.findIndex((w) => w > 5500);
    // Widths are given at 5500 Å; the slope of a trace changes by 1e-6 over these rows.
    expect((other.traceRow[x] - one.traceRow[x]) / one.fwhmPixel[x]).toBeCloseTo(1.2, 3);
  });

  it('with gas beside it: the light of lines has a place and a width of its own, and counts with the source', () => {
    const emission = { electronsPerPixel: 8000, fwhmArcsecond: 2.4, offsetArcsecond: 3 };
    const plain = exposed({ targets: [{ row: 0.5, electronsPerPixel: 4000 }] });
    const frame = exposed({ targets: [{ row: 0.5, electronsPerPixel: 4000, emission }] });
    const [target] = targetsOf(frame);
    const gas = target.emissionElectrons ?? new Float64Array();
    const x = target.wavelength.findIndex((w) => w > 5006.84);
    const without = alongSlit(plain, x);
    const { sum, center, fwhm } = moments(alongSlit(frame, x).map((value, y) => value - without[y]));
    expect(sum / gas[x]).toBeCloseTo(1, 4);
    expect(center - target.traceRow[x]).toBeCloseTo(10, 1);
    expect(fwhm).toBeCloseTo(8, 1);
    expect(target.electrons[x]).toBeCloseTo(targetsOf(plain)[0].electrons[x] + gas[x], 6);
    expect(gas[target.wavelength.findIndex((w) => w > 5300)]).toBe(0);
    expect(target.photonLimitSnr[x]).toBeGreaterThan(targetsOf(plain)[0].photonLimitSnr[x]);
  });

  it('is out of focus at the ends of the spectrum by as much as it is told', () => {
    const [{ fwhmPixel, wavelength }] = targetsOf(exposed({ focusBend: 0.3, targets: [{ row: 0.5, electronsPerPixel: 4000 }] }));
    const seeing = (x: number): number => fwhmPixel[x] * (wavelength[x] / 5500) ** 0.2;
    const [first, middle, last] = [25, 25 + 1023, 25 + 2045].map(seeing);
    expect(first / middle).toBeCloseTo(1.3 / 0.7, 2);
    expect(last / middle).toBeCloseTo(1.3 / 0.7, 2);
  });
});

describe('the background', () => {
  it('may be brighter towards one end of the slit', () => {
    const light = alongSlit(exposed({ exposureSecond: 300, background: { gradient: 0.4 } }), 1000);
    const flat = alongSlit(exposed({ exposureSecond: 300 }), 1000);
    const ratios = light.map((value, y) => value / flat[y]);
    const step = 0.4 / (1756 / 2 / 2); // of rows from the middle to the end, binned in two; the slit wanders by some rows
    expect((ratios[400] - ratios[50]) / 350 / step).toBeCloseTo(1, 1);
    expect(ratios[224]).toBeCloseTo(1, 2); // the middle of the slit is near row 448 of the 900
  });

  it('may hold a nebula that is no target', () => {
    const nebula = { row: 0.5, electronsPerPixel: 40_000, kind: 'nebula' as const, fwhmArcsecond: 30 };
    const frame = exposed({ background: { nebula } });
    expect(targetsOf(frame)).toEqual([]);
    expect(moments(alongSlit(frame, 1000)).fwhm).toBeCloseTo(100, -1);
  });
});
