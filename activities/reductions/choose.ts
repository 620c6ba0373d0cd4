import type { Purpose } from '../domain/calibrations.js';
import type { Exposure } from '../domain/exposure.js';
import type { ReductionSettings } from '../domain/settings.js';
import { chooseAll, neededPurposes, type AtHand, type CalibrationChoice } from '../calibrations/choose-all.js';
import { combinedCalibrations } from '../products/index.js';
import { candidatesNear, countFrames, describedFile } from '../store/frame-records.js';
import { saveDecisions } from '../store/run-records.js';
import { thisRun } from './describe.js';
import type { NightParts } from './index.js';
import type { NightActivities } from './types.js';

/** What is at hand for each calibration that a frame needs. */
export async function atHandFor(
  { database }: Pick<NightParts, 'database'>,
  exposure: Exposure,
  settings: ReductionSettings,
  without: readonly Purpose[] = [],
): Promise<(purpose: Purpose) => AtHand> {
  const found = await Promise.all(
    neededPurposes(exposure, settings, without).map(async (purpose): Promise<[Purpose, AtHand]> => {
      const master = combinedCalibrations.find((each) => each.purpose === purpose);
      const [candidates, frames] = await Promise.all([candidatesNear(database, purpose, exposure.night), master ? countFrames(database, master, exposure) : 0]);
      return [purpose, { candidates, frames, minimum: master?.combined.minimum(settings) ?? 1 }];
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
