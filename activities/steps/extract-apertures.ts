import * as z from 'zod';
import { extractZones, type ZoneSpectrum } from '#numeric/extraction/extract-zones';
import { traceOn, wrongWithZones, zonesOn } from '#numeric/extraction/zones';
import type { ManualAperture } from '../domain/aperture.js';
import { ReductionError } from '../domain/errors.js';
import type { TargetSpectrum } from '../domain/products.js';
import type { Products } from '../products/index.js';
import { lightQuality } from './extract.js';
import { defineStep } from './step.js';

const rowsFrom = z.tuple([z.number(), z.number()]).readonly();
const aperture = z.object({
  trace: z.array(z.number()).min(1).max(6).readonly(),
  lower: z.number(),
  upper: z.number(),
  sky: z.array(rowsFrom).max(6).readonly(),
  method: z.enum(['optimal', 'fractional']),
  model: z.enum(['moffat', 'gaussian']),
  fwhmRows: z.number().positive(),
});

export const extractApertures = defineStep({
  name: 'extractApertures',
  version: 3,
  summary: 'Sums the light of apertures that a person set, above the sky of zones that a person set.',
  inputs: { frame: 'frame' },
  output: 'spectra',
  settings: z.object({
    apertures: z.array(aperture).max(20).readonly().default([]).describe('Where to sum, on the detector: trace as a power series of the unbinned column, ends and sky zones in rows from it'),
    setBy: z.string().optional().describe('Who set them, when and why'),
  }),
  run({ frame }, { apertures }) {
    if (apertures.length === 0) throw new ReductionError('settings-invalid', `No aperture is set for ${frame.exposure.name}.`);
    const spectra = apertures.map((each, i) => spectrumOf(frame, each, i + 1));
    const product: Products['spectra'] = { exposure: frame.exposure, cards: frame.cards, provenance: frame.provenance, spectra };
    return { product, quality: { targets: spectra.length, ...spectra[0]?.quality } };
  },
});

function spectrumOf({ frame, exposure }: Products['frame'], aperture: ManualAperture, number: number): TargetSpectrum {
  const { geometry } = frame;
  const zones = zonesOn(geometry, aperture);
  const wrong = wrongWithZones(geometry.ny, zones);
  if (wrong !== undefined) throw new ReductionError('settings-invalid', `Aperture ${number} of ${exposure.name} does not fit the frame as it is cut now. ${wrong} Set it again.`, { aperture: number });
  const fwhmPixel = aperture.fwhmRows / geometry.binY;
  const found = extractZones(frame, zones, { method: aperture.method, model: aperture.model, fwhmPixel, readNoiseElectron: exposure.readNoiseElectron });
  const first = zones.rows[0] ?? NaN;
  return {
    target: number,
    snr: signalToNoise(found),
    trace: { coefficients: traceOn(geometry, aperture.trace), rmsPixel: NaN, fwhmPixel, rows: zones.rows, fwhms: new Float64Array(geometry.nx).fill(fwhmPixel) },
    extraction: aperture.method,
    ...found,
    aperture: [first + zones.lower, first + zones.upper],
    skyZones: zones.sky.map(([from, to]) => [first + from, first + to] as const),
    firstColumn: geometry.x0,
    binning: geometry.binX,
    firstRow: geometry.y0,
    rowBinning: geometry.binY,
    quality: lightQuality(found),
  };
}

/** Of the whole spectrum: light over its error. */
function signalToNoise({ flux, variance }: ZoneSpectrum): number {
  const known = Array.from(flux.keys()).filter((x) => Number.isFinite(flux[x]) && (variance[x] ?? NaN) > 0);
  const sum = (of: Float64Array): number => known.reduce((total, x) => total + (of[x] ?? NaN), 0);
  return known.length === 0 ? 0 : sum(flux) / Math.sqrt(sum(variance));
}
