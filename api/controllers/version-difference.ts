import type { SpectrumDifference } from '#activities/domain/compare-spectra';
import type { StepVersion } from '#activities/domain/products';
import { qualityNamed } from '#activities/domain/qualities';
import { calibrationKeywords } from '#activities/store/calibration-keywords';
import type { CardView } from './header-view.js';

/** A thing that two versions have otherwise; null where one has none. */
export interface Changed {
  name: string;
  before: string | number | boolean | null;
  after: string | number | boolean | null;
}

export interface QualityChanged extends Changed {
  before: number | null;
  after: number | null;
  unit: string;
  meaning: string;
}

/** Where the light of two versions differs most. */
export interface LargestChange {
  /** In units of the mean error of the two. */
  sigma: number;
  /** Column of the later version, from 0, and its wavelength in Å where there is one. */
  column: number;
  wavelength: number | null;
  before: number;
  after: number;
}

export interface FluxDifference {
  /**
   * Columns in which both have an answer.
   * @isInt
   */
  columns: number;
  largest: LargestChange | null;
  /** Median of after ÷ before. */
  ratio: number | null;
  /** Median shift of the wavelengths, native pixels, positive to the red. */
  shift_pixel: number | null;
}

/** What one version has as it is compared. */
export interface Compared {
  readonly settings: Readonly<Record<string, unknown>>;
  readonly steps: readonly StepVersion[];
  readonly cards: readonly CardView[];
  readonly quality: Readonly<Record<string, number | null>>;
}

const written = (value: unknown): string | number | boolean | null =>
  value === undefined || value === null ? null : typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : JSON.stringify(value);

/** What stands under each name in one and otherwise, or not at all, in the other. */
export function changes(before: Readonly<Record<string, unknown>>, after: Readonly<Record<string, unknown>>): Changed[] {
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].flatMap((name) => {
    const [a, b] = [written(before[name]), written(after[name])];
    return a === b ? [] : [{ name, before: a, after: b }];
  });
}

/** Cards that any two products have otherwise, or that stand in the other lists. */
const NOT_TOLD = /^(|COMMENT|HISTORY|CONTINUE|CHECKSUM|DATASUM|DATE|GSP_(KEY|SUM|DATE|SETS|FNAM|PNAM|S\d\d|[BFL](KEY|SUM))|GSQ_\w+)$/;

export function cardChanges(before: Compared, after: Compared): Changed[] {
  const byKeyword = ({ cards }: Compared) => Object.fromEntries(cards.filter(({ keyword }) => !NOT_TOLD.test(keyword)).map(({ keyword, value }) => [keyword, value]));
  return changes(byKeyword(before), byKeyword(after));
}

/** Steps by name with their versions, `extract v11`. */
export function stepChanges(before: Compared, after: Compared): Changed[] {
  const byName = ({ steps }: Compared) => Object.fromEntries(steps.map(({ step, version }) => [step, `v${version}`]));
  return changes(byName(before), byName(after));
}

/** The calibrations by the names in the header. */
export function calibrationChanges(before: Compared, after: Compared): Changed[] {
  const named = ({ cards }: Compared) => Object.fromEntries(calibrationKeywords.map(({ purpose, keyword }) => [purpose, cards.find((card) => card.keyword === keyword)?.value ?? 'none']));
  return changes(named(before), named(after));
}

export function qualityChanges(before: Compared, after: Compared): QualityChanged[] {
  return changes(before.quality, after.quality).map(({ name, before: a, after: b }) => {
    const known = qualityNamed(name);
    return { name, before: typeof a === 'number' ? a : null, after: typeof b === 'number' ? b : null, unit: known?.unit ?? '', meaning: known?.meaning ?? name };
  });
}

export function fluxDifference({ columns, largest, fluxRatio, shiftPixel }: SpectrumDifference): FluxDifference {
  const most = largest && { sigma: largest.sigma, column: largest.column, wavelength: largest.wavelengthAngstrom, before: largest.before, after: largest.after };
  return { columns, largest: most, ratio: fluxRatio, shift_pixel: shiftPixel };
}

const number = (value: number): string => String(Number(value.toPrecision(3)));
const shortName = (value: Changed['before']): string => /^(?:w?e?[a-z]*_)?(\d{3,})_/.exec(String(value))?.[1] ?? String(value ?? 'none');
const spoken: Readonly<Record<string, string>> = { bias: 'bias', flat: 'flat', arc: 'lamp' };

/** Less than this of a pixel is no shift, and of the flux no change of scale. */
const SAME_PIXEL = 0.005;
const SAME_SCALE = 0.001;

/** "RMS 0.36 → 0.11 Å, shift 0.4 px, lamp 0079 → 0083, largest change 5.2 σ at 5876 Å" */
export function inWords(parts: {
  readonly calibrations: readonly Changed[];
  readonly settings: readonly Changed[];
  readonly steps: readonly Changed[];
  readonly qualities: readonly QualityChanged[];
  readonly flux: FluxDifference | null;
}): string {
  const { calibrations, settings, steps, qualities, flux } = parts;
  const rms = qualities.find(({ name }) => name === 'wavelengthRmsAngstrom');
  const largest = flux?.largest;
  const words = [
    rms && rms.before !== null && rms.after !== null ? `RMS ${number(rms.before)} → ${number(rms.after)} Å` : '',
    flux?.shift_pixel !== null && flux?.shift_pixel !== undefined && Math.abs(flux.shift_pixel) >= SAME_PIXEL ? `shift ${number(flux.shift_pixel)} px` : '',
    ...calibrations.map(({ name, before, after }) => `${spoken[name] ?? name} ${shortName(before)} → ${shortName(after)}`),
    ...settings.map(({ name, before, after }) => `${name} ${before} → ${after}`),
    ...steps.map(({ name, before, after }) => `${name} ${before ?? 'not done'} → ${after ?? 'not done'}`),
    flux?.ratio !== null && flux?.ratio !== undefined && Math.abs(flux.ratio - 1) >= SAME_SCALE ? `flux × ${number(flux.ratio)}` : '',
    largest && largest.sigma > 0 ? `largest change ${number(largest.sigma)} σ at ${largest.wavelength === null ? `column ${largest.column}` : `${largest.wavelength.toFixed(0)} Å`}` : '',
  ].filter((word) => word !== '');
  return words.length === 0 ? 'no difference' : words.join(', ');
}
