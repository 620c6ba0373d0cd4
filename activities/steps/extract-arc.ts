import * as z from 'zod';
import { extractAlongRows } from '#numeric/extraction/lamp';
import { settingFields } from '../domain/settings.js';
import type { Products } from '../products/index.js';
import type { TargetSpectrum } from '../domain/products.js';
import { goodmanSlit } from '../instruments/goodman/optics.js';
import { defineStep } from './step.js';

export const extractArc = defineStep({
  name: 'extractArc',
  version: 1,
  summary: 'Averages a lamp over the middle of the slit, to see whether its lines can be identified.',
  inputs: { frame: 'frame' },
  output: 'spectra',
  settings: z.object({
    halfWidthArcsecond: settingFields.arc_half_width,
  }),
  run({ frame }, { halfWidthArcsecond }) {
    const { geometry } = frame.frame;
    const middle = (geometry.ny - 1) / 2;
    const halfWidthRows = halfWidthArcsecond / (goodmanSlit.arcsecondPerRow * geometry.binY);
    const rows = new Float64Array(geometry.nx).fill(middle);
    const { flux, variance, mask } = extractAlongRows(frame.frame, rows, halfWidthRows);
    const spectrum: TargetSpectrum = {
      target: 1,
      snr: 0,
      trace: { coefficients: [middle, 0, 0], rmsPixel: 0, fwhmPixel: halfWidthRows, rows, fwhms: new Float64Array(geometry.nx).fill(halfWidthRows) },
      extraction: 'fractional',
      flux,
      variance,
      sky: new Float64Array(geometry.nx),
      mask,
      aperture: [middle - halfWidthRows, middle + halfWidthRows],
      skyZones: [],
      firstColumn: geometry.x0,
      binning: geometry.binX,
      firstRow: geometry.y0,
      rowBinning: geometry.binY,
    };
    const product: Products['spectra'] = { exposure: frame.exposure, cards: frame.cards, provenance: frame.provenance, spectra: [spectrum] };
    return { product };
  },
});
