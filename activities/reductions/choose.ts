import type { Purpose } from '../domain/calibrations.js';
import type { Exposure } from '../domain/exposure.js';
import type { ReductionSettings } from '../domain/settings.js';
import { candidatesNear, countFrames, describedFile } from '../store/frame-records.js';
import { saveDecisions } from '../store/run-records.js';
import { chooseAll, neededPurposes, type AtHand } from './choice.js';
import { thisRun } from './describe.js';
import type { NightParts } from './index.js';
import type { CalibrationChoice, NightActivities } from './types.js';

/** Frames that a calibration of this purpose takes, by the settings. */
export function minimumOf(purpose: Purpose, settings: ReductionSettings): number {
  return { bias: settings.minimum_number_of_bias, flat: settings.minimum_number_of_flats, lamp: 1 }[purpose];
}

/** What is at hand for each calibration that a frame needs. */
export async function atHandFor(
  { database }: Pick<NightParts, 'database'>,
  exposure: Exposure,
  settings: ReductionSettings,
  without: readonly Purpose[] = [],
): Promise<(purpose: Purpose) => AtHand> {
  const found = await Promise.all(
    neededPurposes(exposure, settings, without).map(async (purpose): Promise<[Purpose, AtHand]> => {
      const [candidates, frames] = await Promise.all([
        candidatesNear(database, purpose, exposure.night),
        purpose === 'lamp' ? 0 : countFrames(database, purpose, exposure),
      ]);
      return [purpose, { candidates, frames, minimum: minimumOf(purpose, settings) }];
    }),
  );
  const byPurpose = new Map(found);
  return (purpose) => byPurpose.get(purpose) ?? { candidates: [], frames: 0, minimum: 1 };
}

export async function chooseCalibrations(parts: NightParts, request: Parameters<NightActivities['chooseCalibrations']>[0]): Promise<CalibrationChoice> {
  const { exposure } = await describedFile(parts.database, request.fileId);
  const atHand = await atHandFor(parts, exposure, request.settings, request.without);
  const { choice, decisions } = chooseAll(exposure, request.settings, atHand, request);
  await saveDecisions(parts.database, thisRun(), decisions);
  return choice;
}
