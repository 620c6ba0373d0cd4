import { ReductionError } from '#activities/domain/errors';
import { reductionSettings, type ReductionSettings } from '#activities/domain/settings';

/** Settings that no step of a frame reads. */
const wishes: Partial<Record<keyof ReductionSettings, string>> = { own_masters: 'masters are made for', snr_goal: 'a goal is set for' };

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

/** The same for one frame. @throws ReductionError `settings-invalid` also for what is a wish of the whole proposal. */
export function checkedFrameSettings(given: Readonly<Record<string, unknown>>): Partial<ReductionSettings> {
  for (const [name, why] of Object.entries(wishes)) if (name in given) throw new ReductionError('settings-invalid', `${name}: ${why} a proposal and not for one frame; its PI sets it in the settings of the proposal.`);
  return checkedSettings(given);
}
