import type { StoreEvent } from '#activities/store/models';
import { seesAll, type Account } from './access/permissions.js';

/** What an event says to somebody who may hear it; its number is told apart, since it would tell of others. */
export function eventView({ kind, fileId, reductionId, proposalId, night, created, payload }: StoreEvent, user: Account['user']): object {
  // A master that serves everybody stands under a frame of somebody.
  const told = kind === 'master' && proposalId === null && !seesAll(user) ? { ...payload, originalFileId: fileId } : payload;
  return { kind, file_id: fileId, reduction_id: reductionId, proposal_id: proposalId, night, created: created.toISOString(), payload: told };
}
