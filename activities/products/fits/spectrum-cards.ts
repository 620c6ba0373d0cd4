import { chebyshevFromPower, evaluateFit, fitSeries, powerFromChebyshev, type SeriesFit } from '#numeric/math/polynomial';
import type { CalibratedSpectrum, Provenance, TargetSpectrum } from '../../domain/products.js';
import type { Row } from './card-row.js';

/** Trace and extraction, in the words of the Goodman pipeline; FWHM, signal-to-noise and method are ours. */
export function extractionRows({ trace, aperture, skyZones, snr, extraction, target }: TargetSpectrum): Row[] {
  const zone = (n: number): string => {
    const found = skyZones[n];
    return found ? `${range(found)} column 1` : 'none';
  };
  return [
    ['GSP_TMOD', 'Polynomial1D', 'Model of the trace: row of the 0-based column'],
    ['GSP_TORD', trace.coefficients.length - 1, 'Degree of the trace'],
    ...trace.coefficients.map((value, k): Row => [`GSP_TC${String(k).padStart(2, '0')}`, finite(value), 'Trace coefficient']),
    ['GSP_TERR', finite(trace.rmsPixel), 'RMS of the trace [pixel]'],
    ['GSP_FWHM', finite(trace.fwhmPixel), 'FWHM along the slit [pixel]'],
    ['GSP_TNUM', target, 'Target on the slit, 1 is the strongest'],
    ['GSP_SNR', finite(snr), 'Signal-to-noise ratio'],
    ['GSP_EXTM', extraction, 'Extraction method'],
    ['GSP_EXTR', range(aperture), 'Rows summed at the first column'],
    ['GSP_BKG1', zone(0), 'First sky zone'],
    ['GSP_BKG2', zone(1), 'Second sky zone'],
  ];
}

function range([low, high]: readonly [number, number]): string {
  return `${low.toFixed(2)}:${high.toFixed(2)}`;
}

/** A FITS card cannot hold NaN: such a card stays without a value. */
function finite(value: number): number | undefined {
  return Number.isFinite(value) ? value : undefined;
}

/** The solution as old readers take it, and how far this simpler polynomial is from our wavelengths. */
export function wavelengthRows({ solution, wavelengths }: CalibratedSpectrum): Row[] {
  const model = rawChebyshev(wavelengths);
  return [
    ['GSP_WRMS', finite(solution.rmsAngstrom), 'RMS of the wavelength solution [Angstrom]'],
    ...(solution.lamps ? [['GSP_WLMP', solution.lamps.join('+'), 'Lamps whose lines were used'] as const] : []),
    ...(solution.interpolation ? [['GSP_WINT', solution.interpolation.share, 'Weight of the second lamp, 0 to 1'] as const] : []),
    ['GSP_WPOI', solution.lines.length, 'Lamp lines matched'],
    ['GSP_WREJ', solution.lines.length - solution.linesUsed, 'Lamp lines left out of the fit'],
    ...(model === undefined
      ? []
      : [
          ['GSP_FUNC', 'Chebyshev1D', 'Polynomial through our wavelengths'] as const,
          ['GSP_ORDR', model.coefficients.length - 1, 'Degree of the polynomial'] as const,
          ['GSP_NPIX', wavelengths.length, 'Number of pixels'] as const,
          ...Array.from(model.coefficients, (value, k): Row => [`GSP_C${String(k).padStart(3, '0')}`, value, 'Coefficient, of the raw 0-based pixel']),
          ['GSP_CERR', model.largestErrorAngstrom, 'Largest error of the polynomial [Angstrom]'] as const,
        ]),
    ['GSP_WPRE', finite(solution.predictedErrorPixel), 'Expected wavelength error [pixel]'],
    ['GSP_WCOV', finite(solution.coverage), 'Share of the columns between the outermost lines'],
    ['GSP_WLO', finite(solution.firstLineAngstrom), 'First line of the solution [Angstrom]'],
    ['GSP_WHI', finite(solution.lastLineAngstrom), 'Last line of the solution [Angstrom]'],
  ];
}

/** Enough for a thousandth of a pixel, which is far below any solution's own error. */
const TOLERANCE_PIXEL = 1e-3;

/**
 * λ(x) = Σ cₖ·Tₖ(x) of the raw 0-based pixel index, the convention of the Goodman pipeline, through the given wavelengths: of
 * degree 3 as its own where that is good enough, up to 7 where the distortion of the camera asks for more. Undefined below 8 wavelengths.
 */
export function rawChebyshev(wavelengths: Float64Array): { readonly coefficients: Float64Array; readonly largestErrorAngstrom: number } | undefined {
  const x = Float64Array.from(wavelengths.keys()).filter((i) => Number.isFinite(wavelengths[i]));
  if (x.length < 8) return undefined;
  const y = x.map((i) => wavelengths[i] ?? NaN);
  const angstromPerPixel = Math.abs(((y.at(-1) ?? NaN) - (y[0] ?? NaN)) / ((x.at(-1) ?? NaN) - (x[0] ?? NaN)));
  for (let degree = 3; ; degree++) {
    const fit = fitSeries({ kind: 'chebyshev', degree, x, y });
    const largestErrorAngstrom = x.reduce((largest, xi, i) => Math.max(largest, Math.abs(evaluateFit(fit, xi) - (y[i] ?? NaN))), 0);
    if (degree === 7 || largestErrorAngstrom <= TOLERANCE_PIXEL * angstromPerPixel) return { coefficients: onRawPixel(fit), largestErrorAngstrom };
  }
}

/** The same polynomial in Tₖ of x itself instead of u = a·x + b: by way of powers, Horner's scheme in the polynomial a·x + b. */
function onRawPixel({ coefficients, domain: [low, high] }: SeriesFit): Float64Array {
  const a = 2 / (high - low);
  const b = -(high + low) / (high - low);
  const inU = powerFromChebyshev(coefficients);
  let inX = new Float64Array(inU.length);
  for (let k = inU.length - 1; k >= 0; k--) {
    inX = inX.map((value, j) => b * value + a * (j > 0 ? (inX[j - 1] ?? 0) : 0));
    inX[0] = (inX[0] ?? 0) + (inU[k] ?? 0);
  }
  return chebyshevFromPower(inX);
}

/** The lamp, or with IRAF's weights the two lamps, of the wavelengths. */
function referenceRows(spectrum: TargetSpectrum | CalibratedSpectrum, arc: Provenance['arc'], second: Provenance['bracketArc']): Row[] {
  const share = 'solution' in spectrum ? spectrum.solution.interpolation?.share : undefined;
  if (!arc || !second || share === undefined) return [['DCLOG1', `REFSPEC1 = ${arc?.name ?? 'non set'}`]];
  return [
    ['DCLOG1', `REFSPEC1 = ${arc.name} ${(1 - share).toFixed(4)}`],
    ['DCLOG2', `REFSPEC2 = ${second.name} ${share.toFixed(4)}`],
  ];
}

/** A linear wavelength axis: wavelength of the first sample and step. */
export interface LinearAxis {
  readonly first: number;
  readonly step: number;
}

/**
 * The one-dimensional WCS of IRAF that old tools read, on pixels (extracted) or on a linear axis (calibrated); then, for the latter, the same
 * axis as FITS Paper III names it (alternate A: air wavelength).
 */
export function irafRows(spectrum: TargetSpectrum | CalibratedSpectrum, { arc, bracketArc }: Provenance, axis: LinearAxis | undefined): Row[] {
  const background = spectrum.skyZones.length > 0 ? 'fit' : 'none';
  const weights = spectrum.extraction === 'optimal' ? 'variance' : 'none';
  const [low, high] = spectrum.aperture;
  const { first, step } = axis ?? { first: 1, step: 1 };
  return [
    ['BANDID1', `spectrum - background ${background}, weights ${weights}, clean no`],
    ['APNUM1', `${spectrum.target} 1 ${low.toFixed(2)} ${high.toFixed(2)}`],
    ['WCSDIM', 1],
    ['CTYPE1', axis ? 'LINEAR' : 'PIXEL'],
    ...(axis ? [['CUNIT1', 'Angstrom'] as const] : []),
    ['CRVAL1', first],
    ['CRPIX1', 1],
    ['CDELT1', step],
    ['CD1_1', step],
    ['LTM1_1', 1],
    ['WAT0_001', 'system=equispec'],
    ['WAT1_001', axis ? 'wtype=linear label=Wavelength units=angstroms' : 'wtype=linear label=Pixel'],
    ['DC-FLAG', axis ? 0 : -1],
    ...referenceRows(spectrum, axis ? arc : undefined, bracketArc),
    ...(axis
      ? ([
          ['CTYPE1A', 'AWAV', 'Wavelength in air'],
          ['CUNIT1A', 'Angstrom'],
          ['CRVAL1A', first],
          ['CRPIX1A', 1],
          ['CDELT1A', step],
        ] as const)
      : []),
  ];
}
