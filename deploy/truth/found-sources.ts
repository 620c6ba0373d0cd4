import { flagsOf } from '#activities/domain/quality-flags';
import type { FrameTruth, TargetTruth } from '#numeric/synthetic/night';
import { compareWithTruth, type Comparison } from '../local/demo/against-truth.js';
import type { CalibratedFile, ReducedExposure } from './reduced-night.js';

/** A spectrum and the source that it is of. */
export interface FoundSource extends CalibratedFile {
  readonly target: TargetTruth;
  readonly comparison: Comparison;
  /** Σ (flux − truth) and its claimed error (1 σ) over the columns without a mask, against the true sum. */
  readonly fluxError: number;
  readonly claimedError: number;
  /** What the product itself says against its light, as sentences. */
  readonly flags: readonly string[];
}

/** What an exposure shows and what was made of it. */
export interface FoundSources {
  readonly found: readonly FoundSource[];
  /** Sources that are there and have no spectrum. */
  readonly missed: number;
  /** Those among them of which the report says that only their flanks are on the rows kept. */
  readonly said: number;
  /** Spectra of what is not there, or of what has one already. */
  readonly falseTargets: number;
}

/** Quality numbers that speak of the read-out, the calibrations or the wavelengths: beyond their bounds they excuse no flux. */
const NOT_OF_LIGHT = /^(overscan|readNoise|bias|flat|lamp|arc|lines|line|wavelength|predicted|coverage|zeroPoint|resolution|cosmicRay|ray)/;

/** A trace this far from a source, in its FWHM, is one of something else. */
const NEAR_FWHM = 0.5;

/** Rows inside the half light of a slit's end that its flat takes away, unbinned; a source there is cut off. */
const CUT_ROWS = 10;
/** What the report says of such a source, alone or beside others. */
const SAYS_CUT_OFF = /center lies beyond the rows that are searched|Sources cut off at the end of the rows/;

function rowAt({ spectrum }: CalibratedFile, column: number): number {
  return spectrum.traceRows[column - spectrum.firstColumn] ?? NaN;
}

/** Each source with the spectrum whose trace is nearest to it at the middle column, if that is near. */
export function findSources({ truth, lampRange, spectra, report }: ReducedExposure): FoundSources {
  const middle = Math.floor((truth.lightFrom + truth.lightTo) / 2);
  const left = new Set(spectra);
  const found = (truth.targets ?? []).flatMap((target): FoundSource[] => {
    const distance = (each: CalibratedFile): number => Math.abs(rowAt(each, middle) - (target.traceRow[middle] ?? NaN));
    const [nearest] = [...left].sort((a, b) => distance(a) - distance(b));
    if (!nearest || distance(nearest) > NEAR_FWHM * (target.fwhmPixel[middle] ?? NaN)) return [];
    left.delete(nearest);
    return [describe(nearest, target, truth, lampRange)];
  });
  const missed = (truth.targets ?? []).filter((target) => found.every((one) => one.target !== target));
  const isCut = ({ traceRow }: TargetTruth): boolean => {
    const row = traceRow[middle] ?? NaN;
    return Math.min(row - truth.slitRows.low, truth.slitRows.high - row) < CUT_ROWS / truth.geometry.binY;
  };
  const said = SAYS_CUT_OFF.test([report.reason, ...(report.flags ?? [])].join(' ')) ? missed.filter(isCut).length : 0;
  return { found, missed: missed.length, said, falseTargets: left.size };
}

function describe(each: CalibratedFile, target: TargetTruth, truth: FrameTruth, lampRange: ReducedExposure['lampRange']): FoundSource {
  const comparison = compareWithTruth(each.spectrum, { ...truth, targets: [target] }, lampRange);
  const { flux, uncertainty, mask } = each.spectrum;
  const flags = flagsOf(each.file.quality).flatMap(({ name, sentence }) => (NOT_OF_LIGHT.test(name) ? [] : [sentence]));
  let [sum, variance] = [0, 0];
  for (let i = 0; i < flux.length; i++) {
    if (mask[i] !== 0 || !Number.isFinite(flux[i])) continue;
    sum += comparison.truth[i] ?? NaN;
    variance += (uncertainty[i] ?? NaN) ** 2;
  }
  return { ...each, target, comparison, fluxError: comparison.fluxRatio - 1, claimedError: Math.sqrt(variance) / sum, flags };
}

/** Measured over true light in tenths of the spectrum that hold some; what stands out most from 1. */
export function worstTenth({ spectrum, comparison, target }: FoundSource): number {
  const { flux, mask, firstColumn } = spectrum;
  const tenth = Math.ceil(flux.length / 10);
  const bright = 0.2 * Math.max(...comparison.truth.filter(Number.isFinite));
  let worst = 0;
  for (let from = 0; from < flux.length; from += tenth) {
    let [measured, real] = [0, 0];
    for (let i = from; i < Math.min(from + tenth, flux.length); i++) {
      if (mask[i] !== 0 || !Number.isFinite(flux[i])) continue;
      measured += flux[i] ?? NaN;
      real += target.electrons[firstColumn + i] ?? NaN;
    }
    if (real > bright * tenth) worst = Math.max(worst, Math.abs(measured / real - 1));
  }
  return worst;
}

/**
 * Light of emission lines over the truth, of all spectra of an exposure together: the columns in which gas gives more than a tenth of its brightest, less
 * the true continuum there. Columns that bear a mask say that they are not to be trusted, and do not count. NaN when none is left.
 */
export function lineLight(truth: FrameTruth, spectra: readonly CalibratedFile[]): number {
  const [target] = truth.targets ?? [];
  if (!target) return NaN;
  const gas = target.emissionElectrons ?? target.electrons;
  const bright = 0.1 * Math.max(...gas);
  let [measured, real] = [0, 0];
  for (let x = truth.lightFrom; x < truth.lightTo; x++) {
    const light = gas[x] ?? NaN;
    if (!(light > bright)) continue;
    const values = spectra.map(({ spectrum }) => ({ flux: spectrum.flux[x - spectrum.firstColumn] ?? NaN, mask: spectrum.mask[x - spectrum.firstColumn] ?? NaN }));
    if (values.some(({ flux, mask }) => mask !== 0 || !Number.isFinite(flux))) continue;
    measured += values.reduce((sum, { flux }) => sum + flux, 0) - ((target.electrons[x] ?? NaN) - light);
    real += light;
  }
  return measured / real;
}
