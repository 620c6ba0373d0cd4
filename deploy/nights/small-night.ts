import { connect } from '#activities/store/database';
import { PLATFORM, SettingsVersion } from '#activities/store/models';
import { simulatedGoodman } from '#activities/instruments/goodman/simulated/simulated-goodman';
import { laboratoryLines } from '#activities/reference/line-lists';
import { simulateNight, type NightPlan } from '#numeric/synthetic/night';
import { ApiClient } from '../local/demo/api-client.js';
import { issueTokenTo, saveProposal, saveUser } from '../local/admin/admin-accounts.js';
import type { DemoFrame } from '../local/demo/demo-frames.js';
import type { Platform } from '../local/platform/platform.js';

/** A night that fits a test: one mode, few calibrations, a lamp between two spectra. */
export function smallNight(changes: Partial<NightPlan> = {}): DemoFrame[] {
  const plan: NightPlan = {
    seed: 7,
    binning: 2,
    date: '2026-11-20',
    proposal: 'SOAR2026B-099',
    biases: 3,
    laboratoryLines: laboratoryLines(['HGA', 'NE'], true),
    blocks: [
      {
        mode: '400_M1',
        lamps: ['HGA', 'NE'],
        flats: 3,
        spectra: [
          { object: 'LTT 7379', exposureSecond: 60, targets: [{ row: 0.5, electronsPerPixel: 6000 }] },
          { object: 'pair', exposureSecond: 300, targets: [{ row: 0.35, electronsPerPixel: 3000 }, { row: 0.6, electronsPerPixel: 1500 }] },
        ],
      },
    ],
    ...changes,
  };
  return [...simulateNight(plan, simulatedGoodman())].map(({ name, bytes, truth }) => ({ name, bytes, truth }));
}

/** A staff client, and the settings of the small night's proposal: three frames make a master. */
export async function staffClient({ databaseUrl, apiUrl }: Pick<Platform, 'databaseUrl' | 'apiUrl'>, settings: Record<string, unknown> = {}): Promise<ApiClient> {
  const database = connect(databaseUrl, { pool: 2 });
  try {
    await saveUser(database, 'staff', { email: 'staff@test.invalid', isStaff: true });
    await setSettings(database, 'SOAR2026B-099', { minimum_number_of_bias: 3, minimum_number_of_flats: 3, ...settings });
    await setSettings(database, PLATFORM, { minimum_number_of_bias: 3, minimum_number_of_flats: 3 });
    return new ApiClient(apiUrl.replace(/\/api\/?$/, ''), await issueTokenTo(database, 'staff'));
  } finally {
    await database.destroy();
  }
}

/** Another version of the reduction settings of a proposal. */
export async function setSettings(database: ReturnType<typeof connect>, soarId: string, settings: Record<string, unknown>): Promise<void> {
  const { id } = await saveProposal(database, soarId, {});
  const versions = await SettingsVersion.query(database).where({ proposalId: id }).resultSize();
  await SettingsVersion.query(database).insert({ proposalId: id, version: versions + 1, settings });
}
