import type { Card } from '#numeric/fits/header';
import type { WriteColumn, WriteHdu } from '#numeric/fits/write';
import { edgesOfCenters, linearAxis, rebinConservingFlux } from '#numeric/wavelength/resampling';
import type { CalibratedSpectrum, Exposed, TargetSpectrum } from '../../domain/products.js';
import type { MeasuredQuality } from '../../domain/qualities.js';
import type { Level } from '../../domain/reduction.js';
import { dataChecksum } from './checksum.js';
import type { DraftContext, FileDraft } from './file-draft.js';
import { cardsOf, carriedCards, pipelineCards } from './header-cards.js';
import { maskMeaning } from './mask-cards.js';
import type { NamingContext } from './names.js';
import { qualityAlong } from './quality-cards.js';
import { recordHdu } from './record.js';
import { extractionRows, irafRows, wavelengthRows, type LinearAxis } from './spectrum-cards.js';

/**
 * One count is one electron, in the table and in the primary array alike. The FITS standard has no electron among its units (4.0, table 5), and of all
 * units without an area and a band specutils takes only adu and counts for a flux: a table in electrons it refuses to read at all.
 */
const FLUX_UNIT = 'count';
const FLUX_UNIT_MEANING = 'one count is one photoelectron';

/** A product of spectra. */
type Spectra = Exposed & { readonly spectra: readonly TargetSpectrum[] };

/** How the file of one spectrum differs by kind. */
export interface SpectrumFileKind {
  readonly kind: string;
  readonly level: Level;
  readonly fileName: (product: Exposed, context: NamingContext, target: number, targets: number) => string;
  readonly parentName: SpectrumFileKind['fileName'];
}

/** One file a source. */
export function spectrumFiles(product: Spectra, how: SpectrumFileKind, context: DraftContext): FileDraft[] {
  return product.spectra.map((spectrum) => spectrumFile(product, spectrum, how, context));
}

function isCalibrated(spectrum: TargetSpectrum): spectrum is CalibratedSpectrum {
  return 'wavelengths' in spectrum;
}

function spectrumFile(product: Spectra, spectrum: TargetSpectrum, { kind, level, ...names }: SpectrumFileKind, context: DraftContext): FileDraft {
  const calibrated = isCalibrated(spectrum) ? spectrum : undefined;
  const named = [product, context, spectrum.target, product.spectra.length] as const;
  const fileName = names.fileName(...named);
  const checksum = checksumOf(spectrum);
  const display = (calibrated && onLinearAxis(calibrated)) ?? { flux: spectrum.flux, axis: undefined };
  const quality = qualityAlong(product.provenance, qualityOf(spectrum));
  const header: Card[] = [
    ...carriedCards(product.cards, level, FLUX_UNIT, FLUX_UNIT_MEANING),
    ...pipelineCards(product, {
      fileName,
      parentName: names.parentName(...named),
      checksum,
      context,
      quality,
      extraction: extractionRows(spectrum),
      ...(calibrated ? { wavelength: wavelengthRows(calibrated) } : {}),
    }),
    ...cardsOf(irafRows(spectrum, product.provenance, display.axis)),
  ];
  return {
    fileName,
    dataType: level,
    target: spectrum.target,
    checksum,
    quality,
    hdus: [
      { kind: 'image', header, shape: [spectrum.flux.length], data: display.flux },
      { kind: 'table', name: 'SPECTRUM', header: maskMeaning(), columns: spectrumColumns(spectrum) },
      { kind: 'table', name: 'TRACE', header: [], columns: traceColumns(spectrum) },
      ...(calibrated && calibrated.solution.lines.length > 0 ? [linesHdu(calibrated)] : []),
      recordHdu(recordOf(kind, product, spectrum)),
    ],
  };
}

function checksumOf(spectrum: TargetSpectrum): string {
  const { flux, variance, sky, mask } = spectrum;
  return dataChecksum([...(isCalibrated(spectrum) ? [spectrum.wavelengths] : []), flux, variance, sky, mask]);
}

/**
 * What old tools show: the same light in as many equal bins, from the edge of the first pixel to that of the last, so that none is lost.
 * Native pixels stay in the table. Undefined where the wavelengths do not rise from end to end: there is no such axis then.
 */
function onLinearAxis({ wavelengths, flux, variance, mask }: CalibratedSpectrum): { readonly flux: Float64Array; readonly axis: LinearAxis } | undefined {
  const n = wavelengths.length;
  if (n < 2 || !wavelengths.every((wavelength, i) => i === 0 || wavelength > (wavelengths[i - 1] ?? NaN))) return undefined;
  const edges = edgesOfCenters(wavelengths);
  const start = edges[0] ?? NaN;
  const step = ((edges[n] ?? NaN) - start) / n;
  const first = start + step / 2;
  return { flux: rebinConservingFlux({ flux, variance, mask }, edges, linearAxis(first, step, n).edges).flux, axis: { first, step } };
}

/** One row a native pixel. specutils takes the first column in Angstrom, the first in counts, and the next in counts as its uncertainty. */
function spectrumColumns(spectrum: TargetSpectrum): WriteColumn[] {
  const { flux, variance, sky, mask } = spectrum;
  const axis: WriteColumn = isCalibrated(spectrum)
    ? { name: 'wavelength', unit: 'Angstrom', data: spectrum.wavelengths, comment: 'in air, center of the pixel' }
    : { name: 'pixel', unit: 'pix', data: Float64Array.from(flux.keys()), comment: 'counted from zero' };
  return [
    axis,
    { name: 'flux', unit: FLUX_UNIT, data: flux, comment: 'photoelectrons of the source' },
    { name: 'uncertainty', unit: FLUX_UNIT, data: variance.map(Math.sqrt), comment: 'one standard deviation' },
    { name: 'sky', unit: FLUX_UNIT, data: sky, comment: 'photoelectrons of the sky under the source' },
    { name: 'mask', data: mask, comment: '0 means use' },
    { name: 'variance', unit: `${FLUX_UNIT}2`, data: variance, comment: 'square of the uncertainty, exact' },
    // Last: readers that look for the first column in Angstrom find the wavelengths.
    ...(isCalibrated(spectrum) ? [{ name: 'wavelength_error', unit: 'Angstrom', data: spectrum.wavelengthErrors, comment: 'expected, one standard deviation' }] : []),
  ];
}

function traceColumns({ trace }: TargetSpectrum): WriteColumn[] {
  return [
    { name: 'row', unit: 'pix', data: trace.rows, comment: 'of the reduced frame, from zero' },
    { name: 'fwhm', unit: 'pix', data: trace.fwhms, comment: 'along the slit' },
  ];
}

function linesHdu({ solution: { lines } }: CalibratedSpectrum): WriteHdu {
  return {
    kind: 'table',
    name: 'LINES',
    header: [],
    columns: [
      { name: 'pixel', unit: 'pix', data: Float64Array.from(lines, ({ pixel }) => pixel), comment: 'counted from zero' },
      { name: 'wavelength', unit: 'Angstrom', data: Float64Array.from(lines, (line) => line.wavelengthAngstrom), comment: 'in air, laboratory' },
      { name: 'residual', unit: 'pix', data: Float64Array.from(lines, (line) => line.residualPixel), comment: 'measured minus solution' },
      { name: 'element', data: lines.map(({ element }) => element), comment: 'and ionization' },
      { name: 'used', data: Uint8Array.from(lines, ({ used }) => Number(used)), comment: '1: took part in the fit' },
    ],
  };
}

/** All that the arrays of the file do not hold. */
function recordOf(kind: string, { exposure, cards, provenance }: Exposed, spectrum: TargetSpectrum): unknown {
  const { flux: _flux, variance: _variance, sky: _sky, mask: _mask, trace, ...rest } = spectrum;
  const { rows: _rows, fwhms: _fwhms, ...traceRest } = trace;
  const numbers: Record<string, unknown> = { ...rest, trace: traceRest };
  if (isCalibrated(spectrum)) {
    const { lines: _lines, ...solution } = spectrum.solution;
    delete numbers['wavelengths'];
    delete numbers['wavelengthErrors'];
    numbers['solution'] = solution;
  }
  return { kind, exposure, cards, provenance, spectrum: numbers };
}

function qualityOf(spectrum: TargetSpectrum): MeasuredQuality {
  const { snr, trace } = spectrum;
  const quality = { ...spectrum.quality, snr, traceRmsPixel: trace.rmsPixel, fwhmPixel: trace.fwhmPixel };
  if (!isCalibrated(spectrum)) return quality;
  const { rmsPixel, rmsAngstrom, predictedErrorPixel, linesUsed, coverage } = spectrum.solution;
  return { ...quality, wavelengthRmsPixel: rmsPixel, wavelengthRmsAngstrom: rmsAngstrom, predictedErrorPixel, linesUsed, coverage };
}
