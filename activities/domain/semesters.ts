import { ReductionError } from './errors.js';

/** Half a year of observing: A from February to July, B from August to January of the next year. */
export interface Semester {
  /** `2026B` */
  readonly name: string;
  /** First day, YYYY-MM-DD. */
  readonly begins: string;
  /** Last day, YYYY-MM-DD. */
  readonly ends: string;
}

/** Months after the end of its semester in which the data of a proposal are its own. */
const PROPRIETARY_MONTHS = 18;

/** @throws ReductionError `request-invalid` for a text that names none. */
export function semesterNamed(name: string): Semester {
  const [, digits, half] = /^([12]\d{3})([AB])$/.exec(name) ?? [];
  if (digits === undefined) throw new ReductionError('request-invalid', `"${name.slice(0, 40)}" is no semester: a year and A or B make one, such as 2026B.`);
  const year = Number(digits);
  return half === 'A' ? { name, begins: `${year}-02-01`, ends: `${year}-07-31` } : { name, begins: `${year}-08-01`, ends: `${year + 1}-01-31` };
}

/** The semester of an instant, by the calendar in universal time. */
export function semesterOf(instant: Date): Semester {
  const [year, month] = [instant.getUTCFullYear(), instant.getUTCMonth() + 1];
  if (month === 1) return semesterNamed(`${year - 1}B`);
  return semesterNamed(`${year}${month < 8 ? 'A' : 'B'}`);
}

export function semesterAfter({ ends }: Semester): Semester {
  return semesterOf(new Date(Date.parse(ends) + 86_400_000));
}

/** The semester that the SOAR id of a proposal names; undefined for engineering time and the like. */
export function semesterOfSoarId(soarId: string): Semester | undefined {
  const name = /([12]\d{3}[AB])/.exec(soarId)?.[1];
  return name === undefined ? undefined : semesterNamed(name);
}

/** The day from which every account may read what was observed in a semester, YYYY-MM-DD: the last of a month, as the semester's end is. */
export function releaseDateOf({ ends }: Semester): string {
  const [year = 0, month = 0] = ends.split('-').map(Number);
  return new Date(Date.UTC(year, month + PROPRIETARY_MONTHS, 0)).toISOString().slice(0, 10);
}
