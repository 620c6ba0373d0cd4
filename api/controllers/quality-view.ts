import type { Quality } from '#activities/domain/products';
import { qualityNamed } from '#activities/domain/qualities';
import { flagsOf } from '#activities/domain/quality-flags';

/** A number that a step measured, and its bounds. */
export interface QualityView {
  name: string;
  value: number | null;
  /** Empty for a count or a ratio. */
  unit: string;
  meaning: string;
  at_least: number | null;
  at_most: number | null;
  /** Where the bounds come from. */
  source: string;
  /** Beyond a bound: what to think of it, and what to do. */
  flag: string | null;
}

/** Each number that the table of quality numbers knows, with its bounds. */
export function qualityViews(quality: Quality): QualityView[] {
  const flags = new Map(flagsOf(quality).map(({ name, sentence }) => [name as string, sentence]));
  return Object.entries(quality).flatMap(([name, value]): QualityView[] => {
    const known = qualityNamed(name);
    if (!known) return [];
    const { unit, meaning, atLeast = null, atMost = null, source } = known;
    return [{ name, value, unit, meaning, at_least: atLeast, at_most: atMost, source, flag: flags.get(name) ?? null }];
  });
}
