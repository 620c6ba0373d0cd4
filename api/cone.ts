import { ReductionError } from '#activities/domain/errors';
import { coordinateOfText } from '#activities/instruments/goodman/coordinates';
import type { Sql } from '#activities/store/archive/file-filters';

const RADIAN = Math.PI / 180;
/** Rounding never leaves out what lies on the rim; degree. */
const RIM = 1e-9;

/**
 * Files that point to within `radius` degree of a place, rim included: an index finds the box around the cone in right ascension and declination, the
 * distance on the sphere (haversine, exact for small angles too) decides.
 * @throws ReductionError `request-invalid`
 */
export function coneOf({ ra, dec, radius }: { readonly ra?: string; readonly dec?: string; readonly radius?: number }): Sql | undefined {
  if (ra === undefined && dec === undefined && radius === undefined) return undefined;
  if (ra === undefined || dec === undefined || radius === undefined) throw new ReductionError('request-invalid', 'A cone needs ra, dec and radius, all three.', { parameter: 'radius' });
  const [a, d] = [coordinateOfText(ra, 'ra'), coordinateOfText(dec, 'dec')];
  if (a === undefined) throw new ReductionError('request-invalid', `ra: "${ra.slice(0, 40)}" is no right ascension, as 156.19 (degree) or 10:24:46.1 (hours) are.`, { parameter: 'ra' });
  if (d === undefined) throw new ReductionError('request-invalid', `dec: "${dec.slice(0, 40)}" is no declination, as -18.642 or -18:38:32.6 are.`, { parameter: 'dec' });
  const boxes = boxesAround(a, d, radius);
  const inBox = boxes.map(() => 'point(files.ra_degree, files.dec_degree) <@ box(point(?, ?), point(?, ?))').join(' or ');
  return {
    text: `files.ra_degree is not null and files.dec_degree is not null and (${inBox}) and
      2 * asind(least(1, sqrt(power(sind((files.dec_degree - ?) / 2), 2) + cosd(?) * cosd(files.dec_degree) * power(sind((files.ra_degree - ?) / 2), 2)))) <= ?`,
    bindings: [...boxes.flat(), d, d, a, radius + RIM],
  };
}

/** Corners `[ra, dec, ra, dec]`: one box, two where it lies across 0 h, all right ascensions around a pole. */
function boxesAround(ra: number, dec: number, radius: number): number[][] {
  const [low, high] = [dec - radius - RIM, dec + radius + RIM];
  if (low <= -90 || high >= 90) return [[0, low, 360, high]];
  const half = Math.asin(Math.min(1, Math.sin(radius * RADIAN) / Math.cos(dec * RADIAN))) / RADIAN + RIM;
  const [west, east] = [ra - half, ra + half];
  if (west < 0) return [[0, low, east, high], [west + 360, low, 360, high]];
  if (east > 360) return [[west, low, 360, high], [0, low, east - 360, high]];
  return [[west, low, east, high]];
}
