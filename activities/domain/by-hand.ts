/** What a person decided over the head of the platform, as records and headers tell it. */
export interface ByHand {
  /** What was decided: "0083_arc.fits as lamp". */
  readonly what: string;
  /** The person's name. */
  readonly by: string;
  /** ISO 8601 with Z. */
  readonly at: string;
  /** Empty where none was asked for. */
  readonly reason: string;
  /** Against something that the platform asks of it: what it was used for is flagged. */
  readonly forced: boolean;
}

/** "0083_arc.fits as lamp, by hand (A. Observer, 2026-11-24 03:12 UTC: the other one is saturated)" */
export function byHandInWords({ what, by, at, reason, forced }: ByHand): string {
  return `${what}, ${forced ? 'forced' : 'chosen'} by hand (${by}, ${at.slice(0, 16).replace('T', ' ')} UTC${reason === '' ? '' : `: ${reason}`})`;
}
