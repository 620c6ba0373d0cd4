import type { Quality } from '#activities/domain/products';
import { qualities, type QualityNumber } from '#activities/domain/qualities';
import { flagsOf } from '#activities/domain/quality-flags';

/** What a quality number is, and its bounds. */
export interface DeclaredQuality {
  name: string;
  /** Empty for a count or a ratio. */
  unit: string;
  meaning: string;
  at_least: number | null;
  at_most: number | null;
  /** Where the bounds come from, or why it has none. */
  source: string;
}

/** A number that a step measured, and its bounds. */
export interface QualityView extends DeclaredQuality {
  value: number | null;
  /** Beyond a bound: what to think of it, and what to do. */
  flag: string | null;
}

export function declaredQuality(name: string, { unit, meaning, atLeast, atMost, source }: QualityNumber): DeclaredQuality {
  return { name, unit, meaning, at_least: atLeast ?? null, at_most: atMost ?? null, source };
}

/** Each number that the table of quality numbers knows, with its bounds, in the order in which a frame meets them. */
export function qualityViews(quality: Quality): QualityView[] {
  const flags = new Map(flagsOf(quality).map(({ name, sentence }) => [name as string, sentence]));
  return Object.entries(qualities).flatMap(([name, known]): QualityView[] => {
    const value = (quality as Readonly<Record<string, number | null | undefined>>)[name];
    return value === undefined ? [] : [{ ...declaredQuality(name, known), value, flag: flags.get(name) ?? null }];
  });
}
