import { randomBytes } from 'node:crypto';
import { connect } from '#activities/store/database';
import { PLATFORM, SettingsVersion, User, type Proposal } from '#activities/store/models';
import { hashPassword } from '#activities/store/passwords';
import { addCollaborator, issueTokenTo, saveProposal, saveUser } from '../admin/admin-accounts.js';
import type { Platform } from '../platform/platform.js';

export interface DemoAccount {
  readonly username: string;
  readonly role: 'PI' | 'observer' | 'staff';
  readonly token: string;
  /** For the portal. */
  readonly password: string;
}

/** The proposal of the simulated night (`demoNight`). */
const PROPOSAL = 'SOAR2026B-007';

/** A PI, an observer and a staff member, with a fresh token and password each; and the proposal of the simulated night, which takes 5 flats for a master. */
export async function demoAccounts({ databaseUrl }: Pick<Platform, 'databaseUrl'>): Promise<DemoAccount[]> {
  const database = connect(databaseUrl, { pool: 2 });
  try {
    await saveUser(database, 'demo-pi', { email: 'pi@demo.invalid', firstName: 'Cecilia', lastName: 'Payne' });
    await saveUser(database, 'demo-observer', { email: 'observer@demo.invalid', firstName: 'Williamina', lastName: 'Fleming' });
    await saveUser(database, 'demo-staff', { email: 'staff@demo.invalid', firstName: 'Annie', lastName: 'Cannon', isStaff: true });
    const proposal = await saveProposal(database, PROPOSAL, { pi: 'demo-pi', title: 'A simulated night' });
    await addCollaborator(database, PROPOSAL, 'demo-observer');
    for (const each of [proposal, await saveProposal(database, PLATFORM, { title: 'Settings of the platform' })]) await fewerFlats(database, each);
    const token = async (username: string, role: DemoAccount['role']) => ({ username, role, token: await issueTokenTo(database, username, { name: 'demo' }), password: await freshPassword(database, username) });
    return [await token('demo-pi', 'PI'), await token('demo-observer', 'observer'), await token('demo-staff', 'staff')];
  } finally {
    await database.destroy();
  }
}

/** Another one at each start: a demo is a platform that people reach. */
async function freshPassword(database: ReturnType<typeof connect>, username: string): Promise<string> {
  const password = randomBytes(9).toString('base64url');
  await User.query(database).patch({ passwordHash: await hashPassword(password) }).where({ username });
  return password;
}

/** The demo takes five flats of each mode; the default asks for ten. */
async function fewerFlats(database: ReturnType<typeof connect>, { id }: Proposal): Promise<void> {
  await SettingsVersion.query(database)
    .insert({ proposalId: id, version: 1, settings: { minimum_number_of_flats: 5 } })
    .onConflict(['proposalId', 'version'])
    .ignore();
}
