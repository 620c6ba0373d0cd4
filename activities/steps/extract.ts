import * as z from 'zod';
import { FitError } from '#numeric/errors';
import { extractSources, type ExtractedSpectrum, type ExtractionNumbers, type SourceOnSlit } from '#numeric/extraction/extract';
import { MASK, type Frame } from '#numeric/frame';
import { median } from '#numeric/math/statistics';
import { powerSeries } from '#numeric/math/power-series';
import { modelSky, type SkyModel } from '#numeric/sky/model';
import { zoneWidthFwhm } from '#numeric/sky/zones';
import { followTargets, type FollowedTarget } from '#numeric/sources/follow-targets';
import { traceFwhms, traceRows, type Trace } from '#numeric/sources/trace';
import { settingFields } from '../domain/settings.js';
import type { Products } from '../products/index.js';
import type { TargetSpectrum } from '../domain/products.js';
import type { MeasuredQuality } from '../domain/qualities.js';
import { knownNumbers } from './known-numbers.js';
import { leaveSkyIn } from './leave-sky-in.js';
import { sourceQuality } from './source-quality.js';
import { defineStep } from './step.js';

interface How {
  readonly method: TargetSpectrum['extraction'];
  readonly subtractSky: boolean;
}

/** The sky under a source. A slit without room to measure it is no failure where it is not to be subtracted: then it is taken as none. */
function skyUnder(frame: Frame, { target, trace }: FollowedTarget, others: readonly Trace[], { spacingFwhm, subtract }: { readonly spacingFwhm: number; readonly subtract: boolean }): SkyModel {
  const [from, to] = target.columns;
  const widthFwhm = zoneWidthFwhm(target.snr / Math.sqrt(to - from));
  try {
    return modelSky(frame, trace, others, { spacingFwhm, widthFwhm });
  } catch (error) {
    if (subtract || !(error instanceof FitError)) throw error;
    return modelSky(frame, trace, others, { disable: true });
  }
}

function record(extracted: ExtractedSpectrum, source: SourceOnSlit, number: number, frame: Frame, { method, subtractSky }: How): TargetSpectrum {
  const { target, trace, sky } = source;
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
    skyZones: (subtractSky ? sky.zones : []).map(([from, to]) => [from + (rows[0] ?? NaN), to + (rows[0] ?? NaN)] as const),
    firstColumn: geometry.x0,
    binning: geometry.binX,
    firstRow: geometry.y0,
    rowBinning: geometry.binY,
    quality: { ...sourceQuality(source, frame), ...qualityOf(extracted.measured), ...lightQuality(extracted) },
  };
}

/** A spectrum says so when the slit shows sources that have none because their centers lie beyond the rows. */
function besideCutOff(spectrum: TargetSpectrum, cutOff: number): TargetSpectrum {
  return cutOff === 0 ? spectrum : { ...spectrum, quality: { ...spectrum.quality, sourcesBeyondRows: cutOff } };
}

/** The numbers of an extraction that exist, under the names of the table of qualities. */
function qualityOf(measured: ExtractionNumbers): MeasuredQuality {
  return knownNumbers({
    saturatedColumns: measured.saturatedColumns,
    plainColumns: measured.plainColumns,
    rejectedPixels: measured.rejectedPixels,
    profileChiSquare: measured.profileChiSquare,
    scaleErrorPercent: 100 * measured.scaleError,
    optimalOverPlainPercent: 100 * measured.optimalOverPlain,
    worstOptimalOverPlainPercent: 100 * measured.worstOptimalOverPlain,
    neighborSharePercent: 100 * measured.neighborShare,
  });
}

/** Medians over the columns that have an answer. */
export function lightQuality({ flux, variance, sky }: Pick<ExtractedSpectrum, 'flux' | 'variance' | 'sky'>): MeasuredQuality {
  const known = Array.from(flux.keys()).filter((x) => Number.isFinite(flux[x]) && (variance[x] ?? NaN) > 0);
  if (known.length === 0) return {};
  return {
    skyElectron: median(Float64Array.from(known, (x) => sky[x] ?? NaN)),
    snrPerPixel: median(Float64Array.from(known, (x) => (flux[x] ?? NaN) / Math.sqrt(variance[x] ?? NaN))),
    columnsWithoutFlux: flux.length - known.length,
  };
}

/** @throws {FitError} `frame-saturated` when no source has a column left that is not saturated. */
function refuseWhollySaturated(spectra: readonly TargetSpectrum[]): void {
  const isUsable = ({ flux, mask }: TargetSpectrum): boolean => flux.some((value, x) => Number.isFinite(value) && ((mask[x] ?? 0) & MASK.SATURATED) === 0);
  const [strongest] = spectra;
  if (!strongest || (strongest.quality?.saturatedColumns ?? 0) === 0 || spectra.some(isUsable)) return;
  const row = strongest.trace.rows[strongest.trace.rows.length >> 1] ?? NaN;
  throw new FitError('frame-saturated', `The source at row ${row.toFixed(0)} is saturated in every column. Take it again with a shorter exposure.`, {
    row,
    saturatedColumns: strongest.quality?.saturatedColumns ?? NaN,
    columns: strongest.flux.length,
  });
}

export const extract = defineStep({
  name: 'extract',
  version: 14,
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
    const { followed, neighbors, lost, twins } = followTargets(frame.frame, targets.targets, targets.neighbors);
    const all = [...followed, ...neighbors];
    const sources = all.flatMap((one): SourceOnSlit[] => {
      const others = all.filter((other) => other !== one).map((other) => other.trace);
      try {
        return [{ ...one, sky: skyUnder(frame.frame, one, others, { spacingFwhm: skySpacingFwhm, subtract: subtractSky }) }];
      } catch (error) {
        // A neighbor without room for a sky costs nothing but its own light under the targets.
        if (!(error instanceof FitError) || followed.includes(one)) throw error;
        return [];
      }
    });
    const found = extractSources(frame.frame, sources, { kind: method, readNoiseElectron, widthFwhm });
    // Neighbors are extracted for the light they leave on the targets, and not kept.
    const extracted = found.slice(0, followed.length).map((spectrum) => (subtractSky ? spectrum : leaveSkyIn(spectrum)));
    const spectra = extracted.map((spectrum, index) => record(spectrum, sources[index] as (typeof sources)[number], index + 1, frame.frame, { method, subtractSky })).map((spectrum) => besideCutOff(spectrum, targets.beyondRows ?? 0));
    refuseWhollySaturated(spectra);
    const product: Products['spectra'] = { exposure: frame.exposure, cards: frame.cards, provenance: frame.provenance, spectra };
    const [strongest] = spectra;
    return { product, quality: { ...knownNumbers({ targets: spectra.length, lostTargets: lost.length, twinTargets: twins.length, traceRmsPixel: strongest?.trace.rmsPixel ?? NaN }), ...strongest?.quality } };
  },
});
