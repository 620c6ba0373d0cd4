import * as z from 'zod';
import type { Products } from '../domain/products.js';
import { defineStep } from './step.js';
import { interimSum } from './zz-interim.js';
export const extractLamp = defineStep({
  name: 'extractLamp', version: 1, summary: 'x', inputs: { frame: 'frame' }, output: 'spectra', settings: z.object({}),
  run({ frame }) {
    const { geometry } = frame.frame;
    const rows = new Float64Array(geometry.nx).fill(geometry.ny / 2);
    const product: Products['spectra'] = { exposure: frame.exposure, cards: frame.cards, provenance: frame.provenance, spectra: [{ target: 1, snr: 0, trace: { coefficients: [geometry.ny / 2, 0, 0], rmsPixel: 0, fwhmPixel: 6, rows, fwhms: rows.map(() => 6) }, extraction: 'fractional', ...interimSum(frame.frame, rows, 5, false), aperture: [0, 1], skyZones: [], firstColumn: geometry.x0, binning: geometry.binX }] };
    return { product };
  },
});
