import type { Client } from '@temporalio/client';
import type { Knex } from 'knex';
import { asActivityFailure } from '../steps/failure.js';
import type { Workshop } from '../execution/product-resolver.js';
import type { ObjectStore } from '../store/objects.js';
import type { StepPool } from '../threads/step-pool.js';
import { announce, offerLamp } from './announce.js';
import { chooseCalibrations } from './choose.js';
import { describe, recordState } from './describe.js';
import { joinMaster, planMaster, publishMaster, recordMaster } from './masters.js';
import { publish } from './publish.js';
import type { NightActivities } from './types.js';

/** What the activities that are not steps work with. */
export interface NightParts {
  readonly database: Knex;
  readonly objects: ObjectStore;
  readonly temporal: Client;
  readonly workshop: Workshop;
  readonly pool: StepPool;
}

/** Every night activity, its failures typed by the failure table. */
export function nightActivities(parts: NightParts): NightActivities {
  const activities: { [K in keyof NightActivities]: (parts: NightParts, request: Parameters<NightActivities[K]>[0]) => ReturnType<NightActivities[K]> } = {
    describe,
    chooseCalibrations,
    publish,
    offerLamp,
    recordState,
    joinMaster,
    planMaster,
    publishMaster,
    recordMaster,
    announce,
  };
  return Object.fromEntries(
    Object.entries(activities).map(([name, activity]) => [
      name,
      async (request: never) => {
        try {
          return await activity(parts, request);
        } catch (error) {
          throw asActivityFailure(error, name);
        }
      },
    ]),
  ) as unknown as NightActivities;
}
