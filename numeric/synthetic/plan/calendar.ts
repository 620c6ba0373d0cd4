/** Where an observatory stands: degrees east of Greenwich and north of the equator, and when its day begins to work and its night to be dark. */
export interface Site {
  readonly longitudeDegree: number;
  readonly latitudeDegree: number;
  /** Seconds after the midnight (UTC) that begins the evening date: bias frames and flats from here, sky from there. */
  readonly afternoonSecond: number;
  readonly eveningSecond: number;
}

const SECONDS_PER_DAY = 86400;
const DAYS_TO_EPOCH = 719468; // days from 0000-03-01 to 1970-01-01

/**
 * Days since 1970-01-01 of a date of the Gregorian calendar, `YYYY-MM-DD`.
 * Counts years from March, so that the leap day is the last of its year (Richards 2013, Explanatory Supplement §15.11).
 */
export function daysSinceEpoch(date: string): number {
  const [y, m, d] = date.split('-').map(Number);
  const year = m > 2 ? y : y - 1;
  const era = Math.floor(year / 400);
  const yearOfEra = year - era * 400;
  const dayOfYear = Math.floor((153 * (m > 2 ? m - 3 : m + 9) + 2) / 5) + d - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146097 + dayOfEra - DAYS_TO_EPOCH;
}

/** `YYYY-MM-DD` of a number of days since 1970-01-01: the inverse of {@link daysSinceEpoch}. */
export function dateOfDays(days: number): string {
  const z = days + DAYS_TO_EPOCH;
  const era = Math.floor(z / 146097);
  const dayOfEra = z - era * 146097;
  const yearOfEra = Math.floor((dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36524) - Math.floor(dayOfEra / 146096)) / 365);
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const monthFromMarch = Math.floor((5 * dayOfYear + 2) / 153);
  const month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9;
  const day = dayOfYear - Math.floor((153 * monthFromMarch + 2) / 5) + 1;
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
  return `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
}

/** A number of degrees or hours as `dd:mm:ss.sss`, sign kept also between −1 and 0, rounded before it is split. */
export function sexagesimal(value: number, decimals = 3): string {
  const scale = 10 ** decimals;
  const units = Math.round(Math.abs(value) * 3600 * scale);
  const minute = 60 * scale;
  const degrees = Math.floor(units / (60 * minute));
  const minutes = Math.floor(units / minute) % 60;
  const seconds = ((units % minute) / scale).toFixed(decimals).padStart(3 + decimals, '0');
  return `${value < 0 ? '-' : ''}${String(degrees).padStart(2, '0')}:${String(minutes).padStart(2, '0')}:${seconds}`;
}

/** UTC of `second` seconds after midnight that begins `date`; may lie on another day. */
export function utcAfter(date: string, second: number): { date: string; time: string } {
  const millisecond = Math.round(second * 1000);
  const days = Math.floor(millisecond / (SECONDS_PER_DAY * 1000));
  const hours = (millisecond - days * SECONDS_PER_DAY * 1000) / 3_600_000;
  return { date: dateOfDays(daysSinceEpoch(date) + days), time: sexagesimal(hours) };
}

/**
 * Local mean sidereal time in hours, 0 ≤ t < 24, `second` seconds after the midnight (UTC) that begins `date`
 * (Meeus, Astronomical Algorithms, eq. 12.4 without the quadratic term).
 */
export function siderealHours(site: Pick<Site, 'longitudeDegree'>, date: string, second: number): number {
  const daysSinceJ2000 = daysSinceEpoch(date) - 10957.5 + second / SECONDS_PER_DAY;
  const degrees = 280.46061837 + 360.98564736629 * daysSinceJ2000 + site.longitudeDegree;
  return (((degrees % 360) + 360) % 360) / 15;
}

/** Where the telescope points: altitude and azimuth (north through east), degree. */
export function horizontal(
  site: Pick<Site, 'latitudeDegree'>,
  hourAngleHours: number,
  declinationDegree: number,
): { altitudeDegree: number; azimuthDegree: number } {
  const radian = Math.PI / 180;
  const hourAngle = hourAngleHours * 15 * radian;
  const declination = declinationDegree * radian;
  const latitude = site.latitudeDegree * radian;
  const sine = Math.sin(latitude) * Math.sin(declination) + Math.cos(latitude) * Math.cos(declination) * Math.cos(hourAngle);
  const azimuth = Math.atan2(
    -Math.cos(declination) * Math.sin(hourAngle),
    Math.sin(declination) * Math.cos(latitude) - Math.cos(declination) * Math.cos(hourAngle) * Math.sin(latitude),
  );
  return { altitudeDegree: Math.asin(Math.min(1, sine)) / radian, azimuthDegree: (azimuth / radian + 360) % 360 };
}
