import type { ReductionState } from '#activities/domain/reduction';
import type { CountCube } from '#activities/store/archive/count-cube';

export interface NightSummary {
  /** Evening date, YYYYMMDD. */
  night: string;
  /** `2026B` */
  semester: string;
  /**
   * Current files of every level.
   * @isInt
   */
  files: number;
  /** @isInt */
  raw_files: number;
  /**
   * Files with a quality number beyond its bound.
   * @isInt
   */
  flagged: number;
  /** Raw frames by the state of their latest run. */
  states: Record<ReductionState, number>;
}

/** The semester a night belongs to: A from February to July, B from August to January. */
export function semesterOf(night: string): string {
  const [year, month] = [Number(night.slice(0, 4)), Number(night.slice(4, 6))];
  return month === 1 ? `${year - 1}B` : `${year}${month < 8 ? 'A' : 'B'}`;
}

/** The counts of one night among the wanted tuples. */
export function nightSummary(cube: CountCube, night: string, tuples: Uint8Array): NightSummary {
  const states: Record<ReductionState, number> = { reducing: 0, waiting: 0, done: 0, failed: 0, rejected: 0 };
  const summary = { night, semester: semesterOf(night), files: 0, raw_files: 0, flagged: 0, states };
  for (const { tuple, files } of cube.tuplesOf(night)) {
    if (tuples[tuple] !== 1) continue;
    summary.files += files;
    if (cube.valueOf(tuple, 'data_type') === '0') summary.raw_files += files;
    if (cube.valueOf(tuple, 'flagged') === 'true') summary.flagged += files;
    const state = cube.valueOf(tuple, 'state');
    if (state !== '') states[state as ReductionState] += files;
  }
  return summary;
}
