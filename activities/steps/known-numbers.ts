import type { MeasuredQuality } from '../domain/qualities.js';

/** Those of the numbers that could be measured: what is NaN or infinite is left out. */
export function knownNumbers(numbers: MeasuredQuality): MeasuredQuality {
  return Object.fromEntries(Object.entries(numbers).filter(([, value]) => Number.isFinite(value)));
}
