import { neededPurposes, type AtHand } from '../calibrations/choose-all.js';
import type { Purpose } from '../domain/calibrations.js';
import type { Exposure } from '../domain/exposure.js';
import type { ReductionSettings } from '../domain/settings.js';
import { combinedCalibrations } from '../products/index.js';
import { candidatesNear, countFrames, lampsInTheWay, masterInTheWay } from '../store/calibration-records.js';
import { platformSettings } from '../store/models.js';
import type { ReductionParts } from './parts.js';

/** What is at hand for each calibration that a frame of a proposal needs; of none: what serves all. */
export async function calibrationsAtHand(
  { database }: Pick<ReductionParts, 'database'>,
  exposure: Exposure,
  settings: ReductionSettings,
  proposal: string | undefined,
): Promise<(purpose: Purpose) => AtHand> {
  // So many frames a master takes that serves everybody.
  const platform = await platformSettings(database);
  const found = await Promise.all(
    neededPurposes(exposure, settings).map(async (purpose): Promise<[Purpose, AtHand]> => {
      const master = combinedCalibrations.find((each) => each.purpose === purpose);
      const [candidates, frames, obstacles] = await Promise.all([
        candidatesNear(database, purpose, exposure.night, proposal),
        master ? countFrames(database, master, exposure) : 0,
        master ? masterInTheWay(database, master, exposure, proposal) : lampsInTheWay(database, exposure.night, proposal),
      ]);
      return [purpose, { candidates, frames, minimum: master?.combined.minimum(platform) ?? 1, obstacles }];
    }),
  );
  const byPurpose = new Map(found);
  return (purpose) => byPurpose.get(purpose) ?? { candidates: [], frames: 0, minimum: 1, obstacles: [] };
}
