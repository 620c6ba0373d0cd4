import type { Spectrum } from '../plots/spectrum';
import { colorNames, type Colors } from '../theme/colors';
import { benchOption, columnOf, edgesOf, pairs, panelPlaces, panelsOf, wavelengthAt, type BenchLook } from './bench-option';
import { csvOf } from './export-view';
import { framePlace } from './frame-place';
import { heights } from './intensity-scale';
import { linesAt } from './line-lists';
import { drawPreview } from './preview-curve';

const colors = Object.fromEntries(colorNames.map((name) => [name, name])) as Colors;
// A dispersion that changes along the spectrum, as all do.
const spectrum: Spectrum = { axis: 'wavelength', unit: 'e⁻', x: Float64Array.from({ length: 2000 }, (_, i) => 4000 + 2 * i + 1e-4 * i * i), flux: Float64Array.from({ length: 2000 }, (_, i) => (i === 7 ? Number.NaN : 1000 + i / 3)), error: new Float64Array(2000).fill(30), sky: new Float64Array(2000).fill(12), masked: [{ index: 7, cause: 'empty' }], medianSnr: 40 };
const look: BenchLook = { colors, isNarrow: false, scale: 'linear', hasBand: true, hasSky: true, smoothing: 1, from: -0.5, to: 1999.5 };
const none = { preview: undefined, other: undefined, lines: [] };
interface Drawn {
  readonly grid: { left: number; right: number }[];
  readonly xAxis: { min: number; max: number; axisLabel: { customValues: number[]; formatter: (column: number) => string } }[];
  readonly series: { data: Float64Array; lineStyle?: { color: string }; xAxisIndex?: number }[];
}
const drawn = (...[curves, more]: [Partial<Parameters<typeof benchOption>[0]>, Partial<BenchLook>?]): Drawn => benchOption({ spectrum, ...none, ...curves }, { ...look, ...more }) as unknown as Drawn;

describe('the spectrum under its frame', () => {
  it('lies on the columns of the frame, edge over edge, and says round wavelengths where they are', () => {
    const { grid, xAxis } = drawn({});
    const place = framePlace({ width: 1440, height: 400 }, false);
    expect([grid[0]?.left, 1440 - (grid[0]?.right ?? 0)]).toEqual([place.left, place.left + place.width]);
    expect([xAxis[0]?.min, xAxis[0]?.max]).toEqual([-0.5, 1999.5]);
    const words = xAxis[0]?.axisLabel.customValues.map((column) => xAxis[0]?.axisLabel.formatter(column).replace(/\D/g, ''));
    expect(words).toEqual(['4000', '5000', '6000', '7000', '8000']);
    expect(columnOf(spectrum, 5000)).toBeCloseTo((-2 + Math.sqrt(4 + 4e-4 * 1000)) / 2e-4, 3);
    expect(columnOf(spectrum, 3999)).toBeNaN();
    expect(wavelengthAt(spectrum, columnOf(spectrum, 6562.79))).toBeCloseTo(6562.79, 9);
    expect(edgesOf(true)).toEqual({ left: 62, right: 12 });
  });

  it('draws what is seen, with gaps where there is no answer', () => {
    const line = drawn({}, { from: 2.5, to: 9.5 }).series.find(({ lineStyle }) => lineStyle?.color === 'series-1');
    expect(line?.data.filter((_, i) => i % 2 === 0)).toEqual(Float64Array.of(2, 3, 4, 5, 6, 7, 8, 9, 10));
    expect(line?.data.subarray(8, 14)).toEqual(Float64Array.of(6, 1002, 7, Number.NaN, 8, 1000 + 8 / 3));
  });

  it('leaves out nothing that could be seen of more columns than a screen has', () => {
    const many = Float64Array.from({ length: 4110 }, (_, i) => (i === 3001 ? Number.NaN : i === 777 ? 9000 : Math.sin(i)));
    const drawn_ = pairs(5, many, (value) => value);
    expect(drawn_.length).toBeLessThanOrEqual(2 * 2400);
    const heights_ = drawn_.filter((_, i) => i % 2 === 1);
    expect([Math.max(...heights_.filter(Number.isFinite)), heights_.filter(Number.isNaN).length]).toEqual([9000, 1]);
    expect(drawn_[drawn_.indexOf(9000) - 1]).toBe(782);
    expect(drawn_.filter((_, i) => i % 2 === 0)).toEqual(drawn_.filter((_, i) => i % 2 === 0).toSorted());
  });

  it('has another curve over it and their difference in standard deviations below', () => {
    const other = { flux: spectrum.flux.map((value) => value + 60), error: spectrum.error };
    const { grid, series } = drawn({ other });
    expect(grid).toHaveLength(2);
    expect(series.filter(({ xAxisIndex }) => xAxisIndex === 1)[0]?.data.subarray(12, 16)).toEqual(Float64Array.of(6, -2, 7, Number.NaN));
    expect(panelsOf({ spectrum, ...none, preview: other }, look).difference?.values?.[100]).toBeCloseTo(2, 12);
    expect(drawn({ preview: other, other }).series.map(({ lineStyle }) => lineStyle?.color)).toEqual(expect.arrayContaining(['series-2', 'series-5']));
  });

  it('draws what a hand gives over the chart, on its very axes', () => {
    const preview = { flux: spectrum.flux.map((value) => value + 60), error: spectrum.error };
    const panels = panelsOf({ spectrum, ...none, preview }, look);
    const { curves, difference } = panelPlaces({ width: 1000, height: 400 }, false, true);
    // The chart has the same places: its grids are told by their edges.
    const { grid } = drawn({ preview }) as unknown as { grid: { left: number; right: number; top?: number; bottom: number; height?: number }[] };
    expect([curves.left, curves.top, curves.width, 400 - curves.top - curves.height]).toEqual([grid[0]?.left, grid[0]?.top, 1000 - (grid[0]?.left ?? 0) - (grid[0]?.right ?? 0), grid[0]?.bottom]);
    expect([difference.height, 400 - difference.top - difference.height]).toEqual([grid[1]?.height, grid[1]?.bottom]);
    const points: [number, number][] = [];
    const brush = new Proxy({}, { get: (_target, name) => (name === 'moveTo' || name === 'lineTo' ? (x: number, y: number) => points.push([x, y]) : () => undefined), set: () => true }) as CanvasRenderingContext2D;
    drawPreview({ brush, width: 1000, height: 400 }, { spectrum, preview }, look, panels);
    const { min, max } = panels.scale.axis as { min: number; max: number };
    const [x, y] = points[100] ?? [];
    expect(x).toBeCloseTo(curves.left + ((101 + 0.5) / 2000) * curves.width, 6);
    expect(y).toBeCloseTo(curves.top + curves.height * (1 - ((preview.flux[101] ?? 0) - min) / (max - min)), 6);
    // Two σ above the middle of the lower panel.
    expect(points.at(-1)?.[1]).toBeCloseTo(difference.top + (difference.height / 2) * (1 - 2 / (panels.difference?.max ?? Number.NaN)), 6);
  });

  it('has scales that say the value again', () => {
    for (const scale of ['linear', 'asinh'] as const) {
      const { of, back } = heights(scale, [-50, 0, 10, 5000], 20);
      for (const value of [-40, 0, 3, 4000]) expect(back(of(value))).toBeCloseTo(value, 6);
    }
    expect(heights('log', [10, 5000], 20).axis).toMatchObject({ type: 'log' });
  });

  it('finds lines where the redshift puts them; air and lamps stay', () => {
    const lamp = [{ name: 'Ne', angstrom: 5852.49 }];
    const lines = linesAt(['hydrogen', 'sky', 'lamp'], 0.01, lamp);
    expect(lines.find(({ name }) => name === 'Hα')?.angstrom).toBeCloseTo(6562.79 * 1.01, 9);
    expect(lines.filter(({ angstrom }) => angstrom === 5577.34 || angstrom === 5852.49)).toHaveLength(2);
    expect(lines.map(({ angstrom }) => angstrom)).toEqual([...lines.map(({ angstrom }) => angstrom)].sort((a, b) => a - b));
  });

  it('leaves as CSV with every bit: reading it back gives the same numbers', () => {
    const flux = spectrum.flux.map((value) => value * Math.PI);
    const lines = csvOf(spectrum, { preview: { flux, error: spectrum.error }, other: undefined }, 5.2, 8).split('\r\n');
    expect(lines[0]).toBe('pixel,wavelength_angstrom,flux,uncertainty,sky,masked,preview_flux,preview_uncertainty');
    expect(lines.slice(1, -1).map((line) => line.split(',')[0])).toEqual(['6', '7', '8']);
    expect(Number(lines[1]?.split(',')[6])).toBe(flux[6]);
    expect(lines[2]?.split(',').slice(2, 7)).toEqual(['', '30', '12', 'empty', '']);
  });
});
