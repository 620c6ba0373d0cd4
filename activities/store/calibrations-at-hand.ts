import type { Knex } from 'knex';
import { neededPurposes, type AtHand } from '../calibrations/choose-all.js';
import type { Purpose } from '../domain/calibrations.js';
import type { Exposure } from '../domain/exposure.js';
import type { ReductionSettings } from '../domain/settings.js';
import { combinedCalibrations } from '../products/index.js';
import { candidateOfFile, candidatesNear, countFrames, lampsInTheWay, masterInTheWay } from './calibration-records.js';
import { platformSettings } from './models.js';
import { wishForOwnMasters } from './own-masters.js';

/** What is at hand for each calibration that a frame of a proposal needs; of none: what serves all. `use` are files that somebody chose by hand, from wherever they are. */
export async function calibrationsAtHand(
  { database }: { readonly database: Knex },
  exposure: Exposure,
  settings: ReductionSettings,
  proposal: string | undefined,
  use: Partial<Record<Purpose, number>> = {},
): Promise<(purpose: Purpose) => AtHand> {
  // So many frames a master takes that serves everybody.
  const platform = platformSettings(database);
  const wish = proposal === undefined ? undefined : await wishForOwnMasters(database, proposal);
  const found = await Promise.all(
    neededPurposes(exposure, settings).map(async (purpose): Promise<[Purpose, AtHand]> => {
      const master = combinedCalibrations.find((each) => each.purpose === purpose);
      const byHand = use[purpose];
      const own = wish !== undefined && master !== undefined;
      const [usual, candidates, frames, obstacles, chosen] = await Promise.all([
        platform,
        candidatesNear(database, purpose, exposure.night, proposal, own),
        master ? countFrames(database, master, exposure) : 0,
        master ? masterInTheWay(database, master, exposure, proposal, own) : lampsInTheWay(database, exposure.night, proposal),
        byHand === undefined ? undefined : candidateOfFile(database, purpose, byHand, proposal),
      ]);
      const all = chosen && !candidates.some(({ key }) => key === chosen.key) ? [...candidates, chosen] : candidates;
      return [purpose, { candidates: all, ...(chosen ? { chosenByHand: chosen.key } : {}), ...(own && proposal !== undefined ? { ownOf: proposal } : {}), frames, minimum: master?.combined.minimum(usual) ?? 1, obstacles }];
    }),
  );
  const byPurpose = new Map(found);
  return (purpose) => byPurpose.get(purpose) ?? { candidates: [], frames: 0, minimum: 1, obstacles: [] };
}
