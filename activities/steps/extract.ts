import * as z from 'zod';
import { FitError } from '#numeric/errors';
import { extractSources, type ExtractedSpectrum, type SourceOnSlit } from '#numeric/extraction/extract';
import type { Frame } from '#numeric/frame';
import { powerSeries } from '#numeric/math/power-series';
import { modelSky } from '#numeric/sky/model';
import { followTargets } from '#numeric/sources/follow-targets';
import { traceFwhms, traceRows } from '#numeric/sources/trace';
import { settingFields } from '../domain/settings.js';
import type { Products } from '../products/index.js';
import type { TargetSpectrum } from '../domain/products.js';
import { sourceQuality } from './source-quality.js';
import { defineStep } from './step.js';

function record(extracted: ExtractedSpectrum, source: SourceOnSlit, number: number, frame: Frame, method: TargetSpectrum['extraction']): TargetSpectrum {
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
    skyZones: sky.zones.map(([from, to]) => [from + (rows[0] ?? NaN), to + (rows[0] ?? NaN)] as const),
    firstColumn: geometry.x0,
    binning: geometry.binX,
    firstRow: geometry.y0,
    rowBinning: geometry.binY,
    quality: sourceQuality(source, frame),
  };
}

export const extract = defineStep({
  name: 'extract',
  version: 8,
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
        return [{ ...one, sky: modelSky(frame.frame, one.trace, others, { spacingFwhm: skySpacingFwhm, disable: !subtractSky }) }];
      } catch (error) {
        // A neighbor without room for a sky costs nothing but its own light under the targets.
        if (!(error instanceof FitError) || followed.includes(one)) throw error;
        return [];
      }
    });
    const extracted = extractSources(frame.frame, sources, { kind: method, readNoiseElectron, widthFwhm });
    // Neighbors are extracted for the light they leave on the targets, and not kept.
    const spectra = extracted.slice(0, followed.length).map((spectrum, index) => record(spectrum, sources[index] as (typeof sources)[number], index + 1, frame.frame, method));
    const product: Products['spectra'] = { exposure: frame.exposure, cards: frame.cards, provenance: frame.provenance, spectra };
    const traceRmsPixel = spectra[0]?.trace.rmsPixel ?? NaN;
    return { product, quality: { targets: spectra.length, lostTargets: lost.length, twinTargets: twins.length, ...(Number.isFinite(traceRmsPixel) ? { traceRmsPixel } : {}) } };
  },
});
