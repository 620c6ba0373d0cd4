import type { Twilights } from '../plots/timeline-option';

/** Where the telescope stands: Cerro Pachón. */
const SITE = { longitudeDegree: -70.7336, latitudeDegree: -30.238 };
/** Noon there, hours UT, and the day from one to the next. */
const NOON_UT = 16;
const DAY_MS = 86_400_000;
const J2000_MS = Date.UTC(2000, 0, 1, 12);
/** The upper limb of the sun on a level horizon with usual refraction, and the sun so low that the sky is dark. */
const [SET_DEGREE, DARK_DEGREE] = [-0.833, -18];
const STEP_MS = 600_000;
const RADIAN = Math.PI / 180;

/** Right ascension and declination of the sun, degree, within 0.01° between 1950 and 2050 (Astronomical Almanac, low precision). @param at milliseconds since 1970 */
export function sunPlace(at: number): { readonly rightAscension: number; readonly declination: number } {
  const day = (at - J2000_MS) / DAY_MS;
  const anomaly = (357.528 + 0.9856003 * day) * RADIAN;
  const longitude = (280.46 + 0.9856474 * day + 1.915 * Math.sin(anomaly) + 0.02 * Math.sin(2 * anomaly)) * RADIAN;
  const tilt = (23.439 - 4e-7 * day) * RADIAN;
  const rightAscension = Math.atan2(Math.cos(tilt) * Math.sin(longitude), Math.cos(longitude)) / RADIAN;
  return { rightAscension: (rightAscension + 360) % 360, declination: Math.asin(Math.sin(tilt) * Math.sin(longitude)) / RADIAN };
}

/** Mean sidereal time at a longitude, hours. @param at milliseconds since 1970 */
export function siderealHours(at: number, longitudeDegree = SITE.longitudeDegree): number {
  const greenwich = 18.697374558 + (24.06570982441908 * (at - J2000_MS)) / DAY_MS;
  return (((greenwich + longitudeDegree / 15) % 24) + 24) % 24;
}

/** Height of the sun over the horizon of the telescope, degree, without refraction. */
export function sunAltitude(at: number): number {
  const { rightAscension, declination } = sunPlace(at);
  const hourAngle = (15 * siderealHours(at) - rightAscension) * RADIAN;
  const [latitude, delta] = [SITE.latitudeDegree * RADIAN, declination * RADIAN];
  return Math.asin(Math.sin(latitude) * Math.sin(delta) + Math.cos(latitude) * Math.cos(delta) * Math.cos(hourAngle)) / RADIAN;
}

/** Evening and morning of a night, YYYYMMDD of its evening. */
export function nightSun(night: string): Twilights {
  const noon = Date.UTC(Number(night.slice(0, 4)), Number(night.slice(4, 6)) - 1, Number(night.slice(6, 8)), NOON_UT);
  // The sun is lowest near the middle of what lies between two noons.
  const midnight = noon + DAY_MS / 2;
  return { sunset: crossing(noon, midnight, SET_DEGREE), dark: crossing(noon, midnight, DARK_DEGREE), twilight: crossing(noon + DAY_MS, midnight, DARK_DEGREE), sunrise: crossing(noon + DAY_MS, midnight, SET_DEGREE) };
}

/** When the sun passes a height between a time at which it is higher and one at which it is lower, to the second. */
function crossing(higher: number, lower: number, degree: number): number {
  let [up, down] = [higher, lower];
  for (let at = higher; Math.abs(at - lower) >= STEP_MS; at += Math.sign(lower - higher) * STEP_MS) if (sunAltitude(at) > degree) up = at;
  while (Math.abs(up - down) > 1000) {
    const middle = (up + down) / 2;
    if (sunAltitude(middle) > degree) up = middle;
    else down = middle;
  }
  return Math.round((up + down) / 2);
}
