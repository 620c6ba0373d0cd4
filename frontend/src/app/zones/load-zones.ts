import { api, body, type FileImage, type FileSlit } from '../api/client';
import { plane } from '../data/load-frame';
import { rowAt, type ApertureChoice, type Course } from './aperture-choice';
import type { ZoneFrame } from './zone-messages';

/** Where nothing was found: an aperture and zones that fit most stars, rows. */
const USUAL = { half: 10, gap: 12, zone: 30 };
/** Rows between an aperture and the sky beside it. */
const CLEAR = 1;

/** The planes of a frame at full scale. @throws ProblemError, or Error for a frame without variances or a place on the detector */
export async function loadZoneFrame(image: FileImage, signal: AbortSignal): Promise<ZoneFrame> {
  const { origin, binning, levels, read_noise } = image;
  const [full] = levels;
  if (!origin || !binning || !full || read_noise === null) throw new Error('this frame is not reduced: nothing is extracted from it');
  const [flux, variance, mask] = await Promise.all([plane(image, full, 'flux', signal), plane(image, full, 'variance', signal), plane(image, full, 'mask', signal)]);
  return {
    geometry: { nx: image.width, ny: image.height, x0: origin.column, y0: origin.row, binX: binning.x, binY: binning.y },
    flux: new Float32Array(flux.buffer),
    variance: new Float32Array(variance.buffer),
    mask,
    readNoiseElectron: read_noise,
  };
}

/** The way of a source by the header of its extracted spectrum; a straight one through the middle without a source. @throws ProblemError */
export async function courseOf(spectrum: number | undefined, { width, height }: FileImage, signal: AbortSignal): Promise<Course> {
  const straight = { coefficients: [(height - 1) / 2], columns: width, fwhm: undefined };
  if (spectrum === undefined) return straight;
  const { cards } = await body(api.GET('/api/files/header/', { params: { query: { id: String(spectrum) } }, signal }));
  const value = (keyword: string): number => {
    const found = cards.find((card) => card.keyword === keyword)?.value;
    return typeof found === 'number' ? found : Number.NaN;
  };
  const coefficients = Array.from({ length: value('GSP_TORD') + 1 || 0 }, (_, k) => value(`GSP_TC${String(k).padStart(2, '0')}`));
  const fwhm = value('GSP_FWHM');
  if (coefficients.length === 0 || !coefficients.every(Number.isFinite)) return straight;
  return { coefficients, columns: width, fwhm: Number.isFinite(fwhm) ? fwhm : undefined };
}

/** What is in force for a source, to begin with. */
export function firstChoice({ targets }: FileSlit, target: number | null, { coefficients, columns }: Course): ApertureChoice {
  const center = round(rowAt(coefficients, (columns - 1) / 2));
  const found = targets.find((one) => one.target === target) ?? targets[0];
  const first = found?.trace_rows[0];
  if (!found || first === null || first === undefined) {
    const far = USUAL.half + USUAL.gap;
    return { center, lower: -USUAL.half, upper: USUAL.half, sky: [[-far - USUAL.zone, -far], [far, far + USUAL.zone]], method: 'optimal' }; // prettier-ignore
  }
  const [lower = -USUAL.half, upper = USUAL.half] = found.aperture.map((row) => row - first);
  const sky = found.sky_zones.map(([from = 0, to = 0]): readonly [number, number] => [round(from - first), round(to - first)]);
  // An optimal extraction by itself weighs rows far into the sky; those that a person sets keep clear of it.
  const below = sky.filter(([, to]) => to <= 0).reduce((most, [, to]) => Math.max(most, to + CLEAR), lower);
  const above = sky.filter(([from]) => from >= 0).reduce((least, [from]) => Math.min(least, from - CLEAR), upper);
  return { center, lower: round(below), upper: round(above), sky, method: found.extraction === 'fractional' ? 'fractional' : 'optimal' };
}

function round(row: number): number {
  return Math.round(row * 100) / 100;
}
