import { createHash } from 'node:crypto';
import type { Knex } from 'knex';
import type { Purpose } from '../domain/calibrations.js';
import { candidatesNear } from './calibration-records.js';
import type { DescribedFile } from './frame-records.js';
import { StoredFile } from './models.js';

/** By this a candidate can be chosen by somebody who may not know its file: it says nothing, and is another for every frame. */
export function candidateHandle(frame: { readonly id: number }, candidate: { readonly key: string }): string {
  return createHash('sha256').update(`${frame.id} ${candidate.key}`).digest('hex').slice(0, 24);
}

/** The file of a candidate of this frame. */
export async function candidateFile(database: Knex, frame: DescribedFile, purpose: Purpose, handle: string): Promise<{ id: number; called: string } | undefined> {
  const candidate = (await candidatesNear(database, purpose, frame.night, frame.proposalId)).find((each) => candidateHandle(frame, each) === handle);
  const file = candidate && (await StoredFile.query(database).select('id').findOne({ key: candidate.key, current: true }));
  return candidate && file ? { id: file.id, called: candidate.name } : undefined;
}
