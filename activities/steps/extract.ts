import * as z from 'zod';
import { FitError } from '#numeric/errors';
import { extractSources, type ExtractedSpectrum, type ExtractionNumbers, type SourceOnSlit } from '#numeric/extraction/extract';
import { MASK, type Frame } from '#numeric/frame';
import { powerSeries } from '#numeric/math/power-series';
import { modelSky } from '#numeric/sky/model';
import type { Target } from '#numeric/sources/targets';
import { traceFwhms, traceRows, traceTarget, type Trace } from '#numeric/sources/trace';
import { settingFields } from '../domain/settings.js';
import type { Products } from '../products/index.js';
import type { Quality, TargetSpectrum } from '../domain/products.js';
import { defineStep } from './step.js';

interface Followed {
  readonly target: Target;
  readonly trace: Trace;
}

/** Follows every target and neighbor it can; one that is lost costs only itself. @throws {FitError} when none of the targets can be followed. */
function follow(frame: Frame, targets: readonly Target[], neighbors: readonly Target[]): Followed[] {
  const all = [...targets, ...neighbors];
  const followed: Followed[] = [];
  let lost: FitError | undefined;
  for (const target of all) {
    try {
      followed.push({ target, trace: traceTarget(frame, target, all.filter((other) => other !== target)) });
    } catch (error) {
      if (!(error instanceof FitError)) throw error;
      lost ??= error;
    }
  }
  if (!followed.some(({ target }) => targets.includes(target))) throw lost ?? new FitError('source-not-found', 'There is no target to extract.');
  return followed;
}

function record(extracted: ExtractedSpectrum, { target, trace, sky }: SourceOnSlit, number: number, frame: Frame, method: TargetSpectrum['extraction']): TargetSpectrum {
  const { geometry } = frame;
  const rows = traceRows(trace, geometry.nx);
  return {
    target: number,
    snr: target.snr,
    trace: {
      coefficients: powerSeries(trace.fit),
      rmsPixel: trace.rmsPixel,
      fwhmPixel: target.fwhmPixel,
      rows,
      fwhms: traceFwhms(trace, geometry.nx),
    },
    extraction: method,
    flux: extracted.flux,
    variance: extracted.variance,
    sky: extracted.sky,
    mask: extracted.mask,
    aperture: [extracted.apertureLow[0] ?? NaN, extracted.apertureHigh[0] ?? NaN],
    skyZones: sky.zones.map(([from, to]) => [from + (rows[0] ?? NaN), to + (rows[0] ?? NaN)] as const),
    firstColumn: geometry.x0,
    binning: geometry.binX,
    firstRow: geometry.y0,
    rowBinning: geometry.binY,
    quality: qualityOf(extracted.measured),
  };
}

/** The numbers of an extraction that exist, under the names of the table of qualities. */
function qualityOf(measured: ExtractionNumbers): Quality {
  const numbers = {
    saturatedColumns: measured.saturatedColumns,
    plainColumns: measured.plainColumns,
    rejectedPixels: measured.rejectedPixels,
    profileChiSquare: measured.profileChiSquare,
    scaleErrorPercent: 100 * measured.scaleError,
    optimalOverPlainPercent: 100 * measured.optimalOverPlain,
    worstOptimalOverPlainPercent: 100 * measured.worstOptimalOverPlain,
    neighborSharePercent: 100 * measured.neighborShare,
  };
  return Object.fromEntries(Object.entries(numbers).filter(([, value]) => Number.isFinite(value)));
}

/** @throws {FitError} `frame-saturated` when no source has a column left that is not saturated. */
function refuseSaturated(spectra: readonly TargetSpectrum[]): void {
  const isUsable = ({ flux, mask }: TargetSpectrum): boolean => flux.some((value, x) => Number.isFinite(value) && ((mask[x] ?? 0) & MASK.SATURATED) === 0);
  const [strongest] = spectra;
  if (!strongest || (strongest.quality?.['saturatedColumns'] ?? 0) === 0 || spectra.some(isUsable)) return;
  const row = strongest.trace.rows[strongest.trace.rows.length >> 1] ?? NaN;
  throw new FitError('frame-saturated', `The source at row ${row.toFixed(0)} is saturated in every column. Take it again with a shorter exposure.`, {
    row,
    saturatedColumns: strongest.quality?.['saturatedColumns'] ?? NaN,
    columns: strongest.flux.length,
  });
}

export const extract = defineStep({
  name: 'extract',
  version: 7,
  summary: 'Follows each source across the frame, models the sky under it, and sums its light.',
  inputs: { frame: 'frame', targets: 'targets' },
  output: 'spectra',
  settings: z.object({
    method: settingFields.extraction_type,
    widthFwhm: settingFields.extraction_width,
    skySpacingFwhm: settingFields.background_spacing,
    subtractSky: z.boolean().default(true).describe('Subtract the sky under the source'),
  }),
  run({ frame, targets }, { method, widthFwhm, skySpacingFwhm, subtractSky }) {
    const { readNoiseElectron } = frame.exposure;
    const neighbors = targets.neighbors ?? [];
    const followed = follow(frame.frame, targets.targets, neighbors);
    const sources = followed.map(({ target, trace }) => {
      const others = followed.filter((other) => other.trace !== trace).map((other) => other.trace);
      return { target, trace, sky: modelSky(frame.frame, trace, others, { spacingFwhm: skySpacingFwhm, disable: !subtractSky }) };
    });
    // Sources beyond the number asked for are extracted with the others, so that their light is not taken for that of their neighbors.
    const extracted = extractSources(frame.frame, sources, { kind: method, readNoiseElectron, widthFwhm });
    const wanted = sources.flatMap((source, index) => (neighbors.includes(source.target) ? [] : [{ source, spectrum: extracted[index] as ExtractedSpectrum }]));
    const spectra = wanted.map(({ source, spectrum }, index) => record(spectrum, source, index + 1, frame.frame, method));
    refuseSaturated(spectra);
    const product: Products['spectra'] = { exposure: frame.exposure, cards: frame.cards, provenance: frame.provenance, spectra };
    const traceRmsPixel = spectra[0]?.trace.rmsPixel ?? NaN;
    return { product, quality: { targets: spectra.length, ...(Number.isFinite(traceRmsPixel) ? { traceRmsPixel } : {}), ...spectra[0]?.quality } };
  },
});
