import type { Header } from '#numeric/fits/header';
import { readFits, type TableHdu } from '#numeric/fits/read';
import { quantile } from '#numeric/math/statistics';
import type { FrameTruth, TargetTruth } from '#numeric/synthetic/night';

/** A calibrated spectrum as a user gets it: the table of a `wecfzst_` file, and where its pixels lie on the raw frame. */
export interface SpectrumFile {
  readonly header: Header;
  readonly wavelengths: Float64Array;
  /** Their expected errors, one standard deviation, Angstrom. */
  readonly wavelengthErrors: Float64Array;
  readonly flux: Float64Array;
  readonly uncertainty: Float64Array;
  readonly mask: Float64Array;
  /** Raw native column of the first sample. */
  readonly firstColumn: number;
  /** Raw native row of the trace at every sample. */
  readonly traceRows: Float64Array;
}

/** How a measured spectrum compares with what was simulated. */
export interface Comparison {
  readonly target: TargetTruth;
  /** |wavelength error| between the outermost lamp lines, native pixel. */
  readonly wavelengthErrorPixel: { readonly median: number; readonly p95: number };
  /** The same for every pixel of that range. */
  readonly wavelengthErrors: readonly number[];
  /** Median distance of the trace from the truth, native rows. */
  readonly traceErrorRows: number;
  /** Median S/N over that of the best possible weighting. */
  readonly photonLimitShare: number;
  /** Measured over true flux, total over the columns that count. */
  readonly fluxRatio: number;
  /** (flux − truth) ÷ uncertainty of every usable sample, and their spread. */
  readonly pulls: readonly number[];
  readonly pullSpread: number;
  /** True electrons on the samples of the spectrum. */
  readonly truth: Float64Array;
}

/** Reads a `wecfzst_` file. */
export function readSpectrum(bytes: Uint8Array): SpectrumFile {
  const { hdus } = readFits(bytes);
  const [primary] = hdus;
  const table = hdus.find((hdu): hdu is TableHdu => hdu.kind === 'table' && hdu.name === 'SPECTRUM');
  if (!primary || !table) throw new Error('no SPECTRUM table in this file');
  const column = (name: string) => {
    const found = table.columns.find((each) => each.name.toLowerCase() === name);
    if (!found) throw new Error(`no column ${name} in the SPECTRUM table`);
    return Float64Array.from(found.values() as ArrayLike<number>);
  };
  const { header } = primary;
  const trim = section(header.text('GSP_TRIM'));
  const slit = section(header.text('GSP_SLIT')) ?? { x: 1, y: 1 };
  if (!trim) throw new Error('no GSP_TRIM in this file');
  const wavelengths = column('wavelength');
  const powers = Array.from({ length: (header.number('GSP_TORD') ?? 2) + 1 }, (_, k) => header.number(`GSP_TC0${k}`) ?? 0);
  const firstRow = trim.y - 1 + slit.y - 1;
  const traceRows = Float64Array.from({ length: wavelengths.length }, (_, x) => firstRow + powers.reduceRight((sum, c) => sum * x + c, 0));
  return {
    header,
    wavelengths,
    wavelengthErrors: column('wavelength_error'),
    flux: column('flux'),
    uncertainty: column('uncertainty'),
    mask: column('mask'),
    firstColumn: trim.x - 1 + slit.x - 1,
    traceRows,
  };
}

/** First column and row of a FITS section, counted from one as written. */
function section(text: string | undefined): { x: number; y: number } | undefined {
  const match = /^\[(\d+):\d+,(\d+):\d+\]$/.exec(text ?? '');
  return match ? { x: Number(match[1]), y: Number(match[2]) } : undefined;
}

/** Standard deviation of values from the percentiles that hold ± 1 σ, so that a few outliers do not count. */
export function spreadOf(values: readonly number[]): number {
  const sorted = Float64Array.from(values);
  return (quantile(sorted, 0.8413) - quantile(sorted, 0.1587)) / 2;
}

/** Compares a spectrum with the target of the simulation that lies nearest to its trace. */
export function compareWithTruth(spectrum: SpectrumFile, frame: FrameTruth, lampRange: NonNullable<FrameTruth['lampRange']>): Comparison {
  const { wavelengths, flux, uncertainty, mask, firstColumn } = spectrum;
  const middle = firstColumn + Math.floor(wavelengths.length / 2);
  const distance = (target: TargetTruth) => Math.abs((target.traceRow[middle] ?? NaN) - (spectrum.traceRows[middle - firstColumn] ?? NaN));
  const [target] = [...(frame.targets ?? [])].sort((a, b) => distance(a) - distance(b));
  if (!target) throw new Error('the simulated frame has no target');
  const errors: number[] = [];
  const pulls: number[] = [];
  const traceErrors: number[] = [];
  const shares: number[] = [];
  const truth = target.electrons.slice(firstColumn, firstColumn + wavelengths.length);
  let measuredSum = 0;
  let trueSum = 0;
  for (let i = 0; i < wavelengths.length; i++) {
    const true_ = target.wavelength[firstColumn + i] ?? NaN;
    const dispersion = (target.wavelength[firstColumn + i + 1] ?? NaN) - true_;
    if (true_ >= lampRange.loAngstrom && true_ <= lampRange.hiAngstrom && Number.isFinite(dispersion)) {
      errors.push(Math.abs(((wavelengths[i] ?? NaN) - true_) / dispersion));
    }
    traceErrors.push(Math.abs((spectrum.traceRows[i] ?? NaN) - (target.traceRow[firstColumn + i] ?? NaN)));
    const value = flux[i] ?? NaN;
    if (mask[i] !== 0 || !Number.isFinite(value)) continue;
    measuredSum += value;
    trueSum += truth[i] ?? NaN;
    pulls.push((value - (truth[i] ?? NaN)) / (uncertainty[i] ?? NaN));
    shares.push((truth[i] ?? NaN) / (uncertainty[i] ?? NaN) / (target.photonLimitSnr[firstColumn + i] ?? NaN));
  }
  const at = (values: readonly number[], q: number) => quantile(Float64Array.from(values), q);
  return {
    target,
    wavelengthErrorPixel: { median: at(errors, 0.5), p95: at(errors, 0.95) },
    wavelengthErrors: errors,
    traceErrorRows: at(traceErrors.filter(Number.isFinite), 0.5),
    photonLimitShare: at(shares.filter(Number.isFinite), 0.5),
    fluxRatio: measuredSum / trueSum,
    pulls,
    pullSpread: spreadOf(pulls),
    truth,
  };
}
