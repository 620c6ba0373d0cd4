/** What the lines of the night sky gave a frame without a lamp. */
export interface SkyVerdict {
  /** Its spectra have wavelengths, by these lines alone. */
  readonly calibrated: boolean;
  /** By how many lines and how well, or why not; a clause, without a stop. */
  readonly words: string;
}

/** Why a frame without a lamp waits, and what there is of it: "extracted, no wavelengths: needs a lamp of 400_M1 …". */
export function reasonWithoutLamp(missing: string, sky: SkyVerdict | undefined): string {
  if (sky === undefined) return `extracted, no wavelengths: ${missing}`;
  return sky.calibrated ? `extracted, ${sky.words}: ${missing}` : `extracted, no wavelengths: ${missing}; ${sky.words}`;
}

/** Why a frame that goes on without a lamp is done, and what its wavelengths come from. */
export function reasonGoneOn(reason: string, sky: SkyVerdict | undefined): string {
  return sky === undefined ? reason : [reason, sky.words].filter((clause) => clause !== '').join('; ');
}
