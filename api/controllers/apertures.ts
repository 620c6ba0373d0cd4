import { detectorAperture, geometryOfCards, wrongWithAperture, type ManualAperture } from '#activities/domain/aperture';
import { ReductionError } from '#activities/domain/errors';
import { LEVEL } from '#activities/domain/reduction';
import type { StoredFile } from '#activities/store/models';

export interface SkyZone {
  /** Rows from the trace; negative is below. */
  from: number;
  to: number;
}

/** Where light is summed, in rows and columns of the 2-D product, counted from 0, pixel centers at whole numbers. */
export interface ApertureRequest {
  /** `source` follows the trace of a source that was found (the default where there is one), `straight` runs along one row. */
  trace?: 'source' | 'straight';
  /**
   * Which source is followed, 1 is the strongest; by default that of the spectrum in `file_id`, or 1.
   * @isInt
   * @minimum 1
   * @maximum 20
   */
  target?: number;
  /** Or the row itself as a power series of the column, constant first, up to six coefficients. */
  coefficients?: number[];
  /** Row of the trace at the middle column: it is shifted there. Needed where it is `straight`. */
  center?: number;
  /** Ends of the aperture, rows from the trace; `lower` is negative below it. */
  lower: number;
  upper: number;
  /** Up to six zones; none leaves the sky in. */
  sky: SkyZone[];
  /** `fractional` sums the aperture as it is; `optimal` weighs it by the profile of the source and gives all of its light. */
  extraction_type?: 'optimal' | 'fractional';
  /** The shape that an optimal extraction begins with. */
  target_fit_model?: 'moffat' | 'gaussian';
  /**
   * Full width at half maximum of the source, rows; by default that of the source that is followed, else a third of the aperture.
   * @minimum 0.5
   * @maximum 200
   */
  fwhm?: number;
}

/** The aperture as it is kept: on the detector, in unbinned columns and rows. */
export interface ApertureView {
  trace: number[];
  lower: number;
  upper: number;
  sky: number[][];
  extraction_type: 'optimal' | 'fractional';
  target_fit_model: 'moffat' | 'gaussian';
  fwhm_rows: number;
}

const MOST_ZONES = 6;
const MOST_COEFFICIENTS = 6;

/** @throws ReductionError `settings-invalid`, with what is wrong about which aperture */
export function manualAperture(asked: ApertureRequest, number: number, frame: StoredFile, spectra: readonly StoredFile[], shown: StoredFile): ManualAperture {
  const refuse = (sentence: string): ReductionError => new ReductionError('settings-invalid', `Aperture ${number} of ${frame.fileName}: ${sentence}`, { aperture: number });
  const geometry = geometryOfCards(frame.cards);
  if (!geometry) throw refuse('the header of the 2-D product does not say where it lies on the detector. Reduce the frame again.');
  if (asked.sky.length > MOST_ZONES) throw refuse(`it has ${asked.sky.length} sky zones; ${MOST_ZONES} are allowed.`);
  const source = sourceFor(asked, spectra, shown);
  if (!source && asked.coefficients === undefined && (asked.trace === 'source' || asked.target !== undefined)) throw refuse(`there is no spectrum of source ${asked.target ?? 1} whose trace could be followed. Give a "center", and "trace" as "straight".`);
  const trace = traceOf(asked, source, (geometry.nx - 1) / 2);
  if (!trace) throw refuse('a straight trace takes a "center", the row it runs along.');
  if (trace.length > MOST_COEFFICIENTS) throw refuse(`its trace has ${trace.length} coefficients; ${MOST_COEFFICIENTS} are allowed.`);
  const laid = detectorAperture(geometry, { trace, lower: asked.lower, upper: asked.upper, sky: asked.sky.map(({ from, to }) => [from, to] as const) });
  const wrong = wrongWithAperture(geometry, laid);
  if (wrong !== undefined) throw refuse(wrong);
  const fwhm = asked.fwhm ?? source?.fwhm ?? (asked.upper - asked.lower) / 3;
  return { ...laid, method: asked.extraction_type ?? 'optimal', model: asked.target_fit_model ?? 'moffat', fwhmRows: Math.max(0.5, fwhm) * geometry.binY };
}

export function apertureView({ trace, lower, upper, sky, method, model, fwhmRows }: ManualAperture): ApertureView {
  return { trace: [...trace], lower, upper, sky: sky.map((zone) => [...zone]), extraction_type: method, target_fit_model: model, fwhm_rows: fwhmRows };
}

interface Source {
  readonly coefficients: readonly number[];
  readonly fwhm: number | undefined;
}

/** The trace of a source as the header of its spectrum has it. */
function sourceFor({ target }: ApertureRequest, spectra: readonly StoredFile[], shown: StoredFile): Source | undefined {
  const extracted = spectra.filter(({ dataType }) => dataType === LEVEL.extracted);
  const wanted = target ?? shown.target ?? 1;
  const spectrum = extracted.find((file) => file.target === wanted);
  if (!spectrum) return undefined;
  const value = (keyword: string): number | undefined => {
    const found = spectrum.cards.find((card) => card.keyword === keyword)?.value;
    return typeof found === 'number' ? found : undefined;
  };
  const degree = value('GSP_TORD') ?? -1;
  const coefficients = Array.from({ length: degree + 1 }, (_, k) => value(`GSP_TC${String(k).padStart(2, '0')}`));
  return coefficients.length > 0 && coefficients.every((c) => c !== undefined) ? { coefficients, fwhm: value('GSP_FWHM') } : undefined;
}

function traceOf({ trace, coefficients, center }: ApertureRequest, source: Source | undefined, middle: number): number[] | undefined {
  const given = coefficients ?? (trace === 'straight' ? undefined : source?.coefficients);
  if (!given || given.length === 0) return center === undefined ? undefined : [center];
  const shift = center === undefined ? 0 : center - given.reduceRight((sum, c) => c + sum * middle, 0);
  return given.map((c, k) => (k === 0 ? c + shift : c));
}
