import { describe, expect, test } from 'vitest';
import type { Lamp } from '#activities/domain/exposure';
import type { ReductionSettings } from '#activities/domain/settings';
import { flagsOf } from '#activities/domain/quality-flags';
import { laboratoryLines } from '#activities/reference/line-lists';
import { quantile } from '#numeric/math/statistics';
import type { NightBlock, NightPlan } from '#numeric/synthetic/night';
import { compareWithTruth } from '../local/demo/against-truth.js';
import { leaveMeasured } from './measured.js';
import { reducedNight } from './reduced-night.js';

const MINUTE = 60_000;
const BINNING = 2;

/** One bright star between two lamps of one pointing. */
function planOf(block: Pick<NightBlock, 'driftPixelPerHour' | 'pauseSecond' | 'lampsAround'>, mode = '400_M1', lamps: readonly Lamp[] = ['HGA', 'NE']): NightPlan {
  return {
    seed: 77,
    binning: BINNING,
    date: '2026-11-21',
    proposal: 'SOAR2026B-031',
    biases: 4,
    laboratoryLines: laboratoryLines(lamps, true),
    region: { firstRow: 800, rows: 200 },
    blocks: [{ mode, lamps, flats: 3, lampsAround: true, ...block, spectra: [{ object: 'star', exposureSecond: 600, targets: [{ row: 0.5, electronsPerPixel: 4000 }] }] }],
  };
}

interface Measured {
  /** Median of found minus true wavelength, and the median size of it; native pixel. */
  readonly offset: number;
  readonly size: number;
  /** Rms of the error over the expected one. */
  readonly overExpected: number;
  readonly flags: string;
  readonly reason: string;
  /** GSP_LAM2 and GSP_WINT. */
  readonly second: string | undefined;
  readonly share: number | undefined;
}

async function measure(plan: NightPlan, settings: Partial<ReductionSettings> = {}): Promise<Measured> {
  const { exposures } = await reducedNight(plan, settings);
  const [exposure] = exposures;
  const [calibrated] = exposure?.spectra ?? [];
  if (!exposure || !calibrated) throw new Error(exposure?.report.reason ?? 'no exposure');
  const { spectrum, file } = calibrated;
  const { target } = compareWithTruth(spectrum, exposure.truth, exposure.lampRange);
  const off: number[] = [];
  const ratios: number[] = [];
  spectrum.wavelengths.forEach((wavelength, i) => {
    const [here = NaN, next = NaN] = [target.wavelength[spectrum.firstColumn + i], target.wavelength[spectrum.firstColumn + i + 1]];
    if (!Number.isFinite(next)) return;
    ratios.push((wavelength - here) / (spectrum.wavelengthErrors[i] ?? NaN));
    if (here >= exposure.lampRange.loAngstrom && here <= exposure.lampRange.hiAngstrom) off.push((wavelength - here) / (next - here));
  });
  return {
    offset: quantile(Float64Array.from(off), 0.5),
    size: quantile(Float64Array.from(off, Math.abs), 0.5),
    overExpected: Math.sqrt(ratios.reduce((sum, each) => sum + each * each, 0) / ratios.length),
    flags: flagsOf(file.quality).map(({ sentence }) => sentence).join('\n'),
    reason: exposure.report.reason ?? '',
    second: spectrum.header.text('GSP_LAM2'),
    share: spectrum.header.number('GSP_WINT'),
  };
}

const alone = { interpolate_lamps: false };

describe('a star between two lamps, against the simulated truth', () => {
  test.each([
    ['400_M1', ['HGA', 'NE']],
    ['930_M2', ['CU']],
  ] as const)('%s: the instrument bends by a column an hour, lamps half an hour before and after: right to a hundredth of a pixel, where the nearer alone is off by half of the drift', { timeout: 4 * MINUTE }, async (mode, lamps) => {
    const plan = planOf({ driftPixelPerHour: 1, pauseSecond: [1500, 1530] }, mode, lamps);
    const [nearer, both] = [await measure(plan, alone), await measure(plan)];
    leaveMeasured([{ quantity: 'nearer lamp alone, px', value: Math.abs(nearer.offset), atMost: Infinity }, { quantity: 'between two lamps, px', value: Math.abs(both.offset), atMost: 0.01 }]);
    console.info(`${mode}: nearer alone ${nearer.offset.toFixed(4)} px, between ${both.offset.toFixed(4)} px (|Δλ| ${both.size.toFixed(4)}), over expected ${both.overExpected.toFixed(2)}`);
    // Half a column of drift in half an hour is a quarter of a binned pixel.
    expect(Math.abs(nearer.offset)).toBeGreaterThan(0.2);
    expect(nearer.second).toBeUndefined();
    expect(Math.abs(both.offset)).toBeLessThan(0.01);
    expect(both.share).toBeCloseTo(0.5, 1);
    expect(both.reason).toMatch(/; and c?fzst?_\S+\.fits, \d+ min away after the exposure: wavelengths are interpolated in time between the two/);
    expect(both.flags).not.toMatch(/lamp/);
  });

  test('no drift: not worse than by one lamp', { timeout: 4 * MINUTE }, async () => {
    const plan = planOf({});
    const [nearer, both] = [await measure(plan, alone), await measure(plan)];
    console.info(`no drift: nearer alone |Δλ| ${nearer.size.toFixed(4)}, between ${both.size.toFixed(4)} px, over expected ${nearer.overExpected.toFixed(2)} and ${both.overExpected.toFixed(2)}`);
    expect(both.second).toBeDefined();
    expect(both.size).toBeLessThan(nearer.size + 0.002);
    expect(both.overExpected).toBeGreaterThan(0.5);
    expect(both.overExpected).toBeLessThan(2);
  });

  test('lamps hours away, a drift of 0.6 columns an hour: one two hours before, one an hour after', { timeout: 4 * MINUTE }, async () => {
    const plan = planOf({ driftPixelPerHour: 0.6, pauseSecond: [2 * 3600, 3600] });
    const [nearer, both] = [await measure(plan, alone), await measure(plan)];
    console.info(`hours away: nearer alone ${nearer.offset.toFixed(4)} px, between ${both.offset.toFixed(4)} px, over expected ${both.overExpected.toFixed(2)}`);
    expect(Math.abs(nearer.offset)).toBeGreaterThan(0.25);
    expect(Math.abs(both.offset)).toBeLessThan(0.01);
    // That a drift over hours need not be straight in time is in the error, not in the wavelengths.
    expect(both.overExpected).toBeLessThan(1);
  });

  test('lamps that disagree by more than flexure: the nearer alone, said in words, and the error holds what it may be off by', { timeout: 4 * MINUTE }, async () => {
    // Three columns within the twelve minutes between the lamps: a knock, no flexure.
    const both = await measure(planOf({ driftPixelPerHour: 15, pauseSecond: [0, 60] }));
    console.info(`disagreeing: ${both.offset.toFixed(3)} px, over expected ${both.overExpected.toFixed(2)}; ${both.flags}`);
    expect(both.share).toBe(0);
    expect(both.flags).toMatch(/The two lamps around the exposure differ by more than the instrument bends between them: only the nearer was used/);
    expect(both.overExpected).toBeLessThan(2);
  });
});
