import { ReductionError } from '#activities/domain/errors';
import { reductionSettings, type ReductionSettings } from '#activities/domain/settings';

/** Some settings, as somebody sent them. @throws ReductionError `settings-invalid`, naming each setting that is wrong. */
export function checkedSettings(given: Readonly<Record<string, unknown>>): Partial<ReductionSettings> {
  const parsed = reductionSettings.strict().partial().safeParse(given);
  if (!parsed.success) {
    const mistakes = parsed.error.issues.map(({ path, message }) => [path.join('.'), message].filter((word) => word !== '').join(': '));
    throw new ReductionError('settings-invalid', `${mistakes.join('; ')}.`);
  }
  // A partial schema still fills in defaults; only what was asked for counts.
  return Object.fromEntries(Object.entries(parsed.data).filter(([name]) => name in given));
}
