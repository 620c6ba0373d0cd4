import { colorNames, type Colors } from '../theme/colors';
import { runs } from './marks';
import { lightColor } from './light-color';
import { median, nearest, smoothed, spectrumOf, type Spectrum } from './spectrum';
import { logRange, niceStep, spectrumOption } from './spectrum-option';

const colors = Object.fromEntries(colorNames.map((name) => [name, name])) as Colors;
const look = { scale: 'linear', colors, isNarrow: false, right: 130 } as const;

/** Six pixels: one saturated, one hit, one without an answer. */
function six(): Spectrum {
  return spectrumOf({
    id: 1, file_name: '', title: [], axis: 'wavelength', axis_unit: 'Angstrom', unit: 'electron', target: 1, snr: 9, extraction: 'optimal', lines: [],
    arrays: { wavelength: [5000, 5002, 5004, 5006, 5008, 5010], flux: [100, 120, 4000, null, 110, 90], uncertainty: [10, 10, 60, null, 10, 10], sky: [5, 5, 5, 5, 5, 5], mask: [0, 8, 2, 1, 0, 0] },
  }); // prettier-ignore
}

interface Drawn {
  readonly series: { readonly name: string; readonly data: (number | null)[][] }[];
  readonly xAxis: { readonly name: string }[];
  readonly yAxis: { readonly name: string; readonly min: number; readonly max: number; readonly type?: string }[];
  readonly grid: { readonly outerBoundsMode: string; readonly left: number; readonly right: number }[];
}
const option = (more: object = {}, spectrum = six()): Drawn => spectrumOption(spectrum, { ...look, ...more }) as unknown as Drawn;

describe('a spectrum', () => {
  it('has its causes of masked pixels, a gap where there is no answer, and the median of its signal to noise', () => {
    const spectrum = six();
    expect(spectrum.masked).toEqual([{ index: 1, cause: 'cosmic' }, { index: 2, cause: 'saturated' }, { index: 3, cause: 'empty' }]); // prettier-ignore
    expect(spectrum.flux[3]).toBeNaN();
    expect(spectrum.medianSnr).toBe(11);
    expect(runs(spectrum.flux)).toEqual([[0, 3], [4, 6]]); // prettier-ignore
    expect(option().series.at(-1)?.data[3]).toEqual([5006, null]);
  });

  it('says its units, and keeps the edges that the frame above it has', () => {
    expect(option().xAxis[0]?.name).toBe('Wavelength (Angstrom)');
    expect(option().yAxis[0]?.name).toBe('Intensity (e⁻)');
    expect(option().grid[0]).toEqual({ left: 68, right: 130, top: 10, bottom: 42, outerBoundsMode: 'none' });
    const { wavelength: pixel, ...others } = { wavelength: [0, 1], flux: [1, 2], uncertainty: [1, 1], sky: [0, 0], mask: [0, 0] };
    const extracted = spectrumOf({ id: 1, file_name: '', title: [], axis: 'pixel', axis_unit: 'pix', unit: 'electron', target: 1, snr: 1, extraction: '', lines: [], arrays: { pixel, ...others } });
    expect(option({}, extracted).xAxis[0]?.name).toBe('Dispersion Axis (Pixels)');
    expect(option({}, extracted).series.map(({ name }) => name)).not.toContain('ribbon');
  });

  it('has head room on a linear axis and whole decades on a log one, where nothing is lost below', () => {
    expect([option().yAxis[0]?.min, option().yAxis[0]?.max]).toEqual([0, 5000]);
    expect(logRange(six().flux)).toEqual([10, 10_000]);
    const below = { ...six(), flux: Float64Array.of(-5, 100, 120, 130, 110, 90) };
    expect(option({ scale: 'log' }, below).series.at(-1)?.data[0]).toEqual([5000, 10]);
  });

  it('shows what is clearly below zero', () => {
    const oversubtracted = { ...six(), flux: Float64Array.of(-900, -800, 1000, 900, 900, 950) };
    expect(option({}, oversubtracted).yAxis[0]?.min).toBeLessThan(-800);
  });

  it('leaves band and sky out when asked', () => {
    expect(option({ hasBand: false, hasSky: false }).series.map(({ name }) => name)).toEqual(['ribbon', 'mask', 'spectrum']);
  });
});

describe('small numbers of plots', () => {
  it('are round steps, nearest pixels, running means that keep gaps', () => {
    expect([niceStep(4960), niceStep(10), niceStep(0.9)]).toEqual([1000, 2, 0.2]);
    expect([nearest(six().x, 5002.9), nearest(six().x, 5003.1), nearest(six().x, 9999), nearest(six().x, 0)]).toEqual([1, 2, 5, 0]);
    expect([...smoothed(Float64Array.of(1, 4, 1, Number.NaN, 2), 3)]).toEqual([2.5, 2, 2.5, Number.NaN, 2]);
    expect(median([3, Number.NaN, 1, 2, 10])).toBe(2.5);
  });

  it('give light its color: blue, green and red where eyes see them', () => {
    const strongest = (angstrom: number): number => lightColor(angstrom).indexOf(Math.max(...lightColor(angstrom)));
    expect([4400, 5300, 6563].map(strongest)).toEqual([2, 1, 0]);
    expect(Math.max(...lightColor(9500))).toBeLessThan(Math.max(...lightColor(6563)));
  });
});
