const NARROW_SPACE = '\u202f';
const MINUS = '\u2212';

/** 3889 as "3 889": thousands with a thin space, a true minus. */
export function number(value: number, digits = 0): string {
  const [whole = '', fraction] = Math.abs(value).toFixed(digits).split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+(?!\d))/g, NARROW_SPACE);
  return `${value < 0 && Number(value.toFixed(digits)) !== 0 ? MINUS : ''}${grouped}${fraction === undefined ? '' : `.${fraction}`}`;
}

/** For the marks of an axis: 12 000 as "12 k". */
export function short(value: number): string {
  const size = Math.abs(value);
  if (size >= 1e6) return `${number(value / 1e6, Number.isInteger(value / 1e6) ? 0 : 1)} M`;
  if (size >= 1e4) return `${number(value / 1e3, Number.isInteger(value / 1e3) ? 0 : 1)} k`;
  return number(value, size > 0 && size < 3 ? (size < 0.1 ? 2 : 1) : 0);
}

/** Universal time of an instant, "06:46" or with seconds. */
export function clock(instant: number | string, seconds = false): string {
  return new Date(instant).toISOString().slice(11, seconds ? 19 : 16);
}

/** "20270118" as "2027-01-18". */
export function nightDate(night: string): string {
  return `${night.slice(0, 4)}-${night.slice(4, 6)}-${night.slice(6, 8)}`;
}

/** Seconds as an observer says them: "8 s", "2 min", "1 h 17 min". */
export function span(second: number): string {
  if (second < 60) return `${Math.round(second)} s`;
  const minute = Math.round(second / 60);
  return minute < 60 ? `${minute} min` : `${Math.floor(minute / 60)} h ${minute % 60} min`;
}
