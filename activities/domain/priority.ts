import { shiftNight } from './nights.js';

/** Which of the tasks that wait on a queue goes first, in Temporal's words: a lower `priorityKey` before a higher, and within one by turns among the `fairnessKey`s. */
export interface WorkPriority {
  readonly priorityKey: number;
  readonly fairnessKey: string;
}

/** Temporal knows 1 to 5, the smaller the sooner; 3 is what says nothing. */
export const Rank = { TONIGHT: 1, RECENT: 2, USUAL: 3, ARCHIVE: 4 } as const;

/** So many nights an observer still works at what was taken. */
const RECENT_NIGHTS = 7;
/** Temporal takes no longer one, byte. */
const LONGEST_FAIRNESS_KEY = 64;

/**
 * Tonight before everything else, the last nights before the archive; within each every proposal has its turn, so that a semester that is reduced again holds
 * up nobody's single frame.
 * @param night Evening date of the frame or master, YYYYMMDD.
 * @param proposal Whose work it is; of none: what serves all.
 * @param tonight Evening date of the night that it is now.
 */
export function priorityOf({ night, proposal = '' }: { readonly night: string; readonly proposal?: string }, tonight: string): WorkPriority {
  const fairnessKey = Buffer.from(proposal).subarray(0, LONGEST_FAIRNESS_KEY).toString('ascii');
  if (!/^\d{8}$/.test(night)) return { priorityKey: Rank.USUAL, fairnessKey };
  // A camera whose clock is ahead takes its frames tonight all the same.
  if (night >= tonight) return { priorityKey: Rank.TONIGHT, fairnessKey };
  return { priorityKey: night >= shiftNight(tonight, -RECENT_NIGHTS) ? Rank.RECENT : Rank.ARCHIVE, fairnessKey };
}
