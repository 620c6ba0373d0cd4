import type { Knex } from 'knex';
import type { QueryBuilder, TransactionOrKnex } from 'objection';
import { ReductionError } from '../domain/errors.js';
import { LEVEL } from '../domain/reduction.js';
import { releaseDateOf, semesterOfSoarId, type Semester } from '../domain/semesters.js';
import { masterMadeOf } from '../products/index.js';
import { groupOf } from './calibration-records.js';
import { workflowStartOf } from './ingest.js';
import { Collaborator, OutboxEntry, PLATFORM, Proposal, Reduction, SettingsVersion, StoredFile, StoreEvent } from './models.js';
import { masterWorkflowId, type MasterWake, type WorkflowStart } from './workflow-start.js';

/** Names of proposals that are not anybody's. */
const RESERVED: ReadonlySet<string> = new Set([PLATFORM, 'collaborators', 'import']);

/** @throws ReductionError `request-invalid` */
export function checkSoarId(soarId: string): string {
  if (!/^[\w-]{3,64}$/.test(soarId) || RESERVED.has(soarId)) throw new ReductionError('request-invalid', `"${soarId.slice(0, 80)}" is no SOAR id: letters, digits, "-" and "_" make one, such as SOAR2026A-012.`);
  return soarId;
}

/** The first frame of a proposal made it, and nobody has registered it since. */
async function isOnlyAName(trx: TransactionOrKnex, { id, piId }: Proposal): Promise<boolean> {
  if (piId !== null) return false;
  // One after the other: a transaction is one connection, and a connection answers one question at a time.
  if ((await Collaborator.query(trx).where({ proposalId: id }).resultSize()) > 0) return false;
  return (await SettingsVersion.query(trx).where({ proposalId: id }).resultSize()) === 0;
}

export type ProposalWords = Partial<Pick<Proposal, 'title' | 'abstract' | 'semester' | 'releaseDate' | 'piId'>>;

/**
 * Registers a proposal: makes it, or takes over one that so far only the header of a frame has named. Its data are its own until 18 months after
 * its semester, unless another date is given.
 * @throws ReductionError `request-invalid`, `conflict` when somebody registered it before
 */
export async function registerProposal(trx: Knex.Transaction, soarId: string, words: ProposalWords): Promise<Proposal> {
  checkSoarId(soarId);
  const semester = semesterOfSoarId(words.semester ?? soarId);
  const releaseDate = words.releaseDate ?? (semester === undefined ? null : releaseDateOf(semester));
  await Proposal.ensure(trx, soarId);
  const proposal = await Proposal.query(trx).findOne({ soarId }).forUpdate().throwIfNotFound();
  if (!(await isOnlyAName(trx, proposal))) throw new ReductionError('conflict', `Proposal ${soarId} is registered already: change it instead.`, { id: proposal.id });
  return proposal.$query(trx).patchAndFetch({ ...words, semester: words.semester ?? semester?.name ?? '', releaseDate });
}

/** What a correction moved. */
export interface Moved {
  /** Files of every level that bear the other id now. */
  readonly files: number;
  /** Files that bore it before. */
  readonly found: number;
  /** Promised looks at frames and masters that other settings or calibrations concern now. */
  readonly promises: readonly OutboxEntry[];
}

/**
 * Corrects the SOAR id of a proposal: its frames and their products, runs and events go with it, and frames that bore the right id all along are
 * found by it now. A name that only a frame has made is taken over.
 * @throws ReductionError `request-invalid`, `conflict` when another registered proposal has that id
 */
export async function correctSoarId(trx: Knex.Transaction, proposal: Proposal, soarId: string): Promise<Moved> {
  checkSoarId(soarId);
  if (RESERVED.has(proposal.soarId)) throw new ReductionError('conflict', `${proposal.soarId} keeps the settings of the platform: it is not renamed.`);
  const other = await Proposal.query(trx).findOne({ soarId }).forUpdate();
  if (other && other.id !== proposal.id) {
    if (!(await isOnlyAName(trx, other))) throw new ReductionError('conflict', `Another proposal is registered as ${soarId}: correct that one first, or move single frames.`, { id: other.id });
    await other.$query(trx).delete();
  }
  const found = await StoredFile.query(trx).where({ proposalId: soarId }).resultSize();
  const wrong = proposal.soarId;
  await proposal.$query(trx).patch({ soarId });
  return { ...(await move(trx, { proposalId: wrong }, wrong, soarId)), found };
}

/** Gives one raw frame and all that was made from it to another proposal; the first frame of an unknown one makes it. @throws ReductionError `request-invalid`, `conflict` */
export async function moveFrame(trx: Knex.Transaction, frame: StoredFile, soarId: string): Promise<Moved> {
  checkSoarId(soarId);
  if (frame.dataType === LEVEL.master) throw new ReductionError('conflict', `${frame.fileName} is a master: it belongs to the frames it was made of. Move those.`, { fileId: frame.id });
  await Proposal.ensure(trx, soarId);
  return move(trx, { originalFileId: frame.originalFileId }, frame.proposalId, soarId);
}

/** What is moved: all of a proposal, or one frame with its products, but not the masters that stand under it. */
type Which = { readonly proposalId: string } | { readonly originalFileId: number };

async function move(trx: Knex.Transaction, which: Which, from: string, to: string): Promise<Moved> {
  if (from === to) return { files: 0, found: 0, promises: [] };
  const whole = 'proposalId' in which;
  const concerned = () => (whole ? StoredFile.query(trx).where(which) : StoredFile.query(trx).where(which).whereNot('dataType', LEVEL.master));
  const frames = await concerned().where('dataType', LEVEL.raw);
  await refuseSameNames(trx, frames, to);
  const before = groupsOf(frames);
  const files = await concerned().patch({ proposalId: to });
  const events = StoreEvent.query(trx).patch({ proposalId: to }).where({ proposalId: from });
  await (whole ? events : events.whereIn('fileId', concerned().select('id')));
  if (whole) await Reduction.query(trx).patch({ proposalId: to }).where({ proposalId: from });
  const after = groupsOf(frames.map((frame) => Object.assign(frame.$clone(), { proposalId: to })));
  return { files, found: 0, promises: await promiseLooks(trx, frames, [...before, ...after]) };
}

/** Other settings and other calibrations are theirs now. */
async function promiseLooks(trx: Knex.Transaction, frames: readonly StoredFile[], masters: readonly MasterWake[]): Promise<OutboxEntry[]> {
  const looks = frames.flatMap((frame): WorkflowStart[] => (frame.exposure ? [{ ...workflowStartOf(frame, frame.exposure, {}), wake: true }] : []));
  const promised: (WorkflowStart | MasterWake)[] = [...new Map(masters.map((wake) => [wake.workflowId, wake])).values(), ...looks];
  const first = frames[0];
  if (first === undefined || promised.length === 0) return [];
  return OutboxEntry.query(trx).insert(promised.map((workflowStart) => ({ fileId: 'input' in workflowStart ? workflowStart.input.fileId : first.id, workflowStart }))).returning('*');
}

/** Calibrations that a proposal sent itself serve it alone: both groups look again. The telescope's serve all, wherever they stand. */
function groupsOf(frames: readonly StoredFile[]): MasterWake[] {
  return frames.flatMap((frame) => {
    const made = masterMadeOf(frame.kind);
    if (!made || frame.trusted || frame.configurationKey === null) return [];
    const group = groupOf(made.purpose, frame);
    return [{ workflowId: masterWorkflowId(group), group }];
  });
}

/** @throws ReductionError `conflict`: among the frames that people of a proposal sent, a name stands once a night. */
async function refuseSameNames(trx: Knex.Transaction, frames: readonly StoredFile[], to: string): Promise<void> {
  const untrusted = frames.filter(({ trusted }) => !trusted);
  if (untrusted.length === 0) return;
  const there = await StoredFile.query(trx).where({ proposalId: to, dataType: LEVEL.raw, trusted: false }).whereIn('fileName', untrusted.map(({ fileName }) => fileName));
  const same = there.find((one) => untrusted.some(({ fileName, night }) => fileName === one.fileName && night === one.night));
  if (same) throw new ReductionError('conflict', `${to} has another frame ${same.fileName} of that night already.`, { fileId: same.id });
}

/** How many of some proposals are of each semester. */
export async function semestersOfProposals(proposals: QueryBuilder<Proposal, Proposal[]>): Promise<Map<string, number>> {
  const rows = (await proposals.clearOrder().select('proposals.semester').count('* as proposals').groupBy('proposals.semester')) as unknown as { semester: string; proposals: number }[];
  return new Map(rows.filter(({ semester }) => /^[12]\d{3}[AB]$/.test(semester)).map(({ semester, proposals: count }) => [semester, count]));
}

/** One more than the highest number of a semester: the id that the next proposal gets if nobody says another. */
export async function nextSoarId(database: TransactionOrKnex, { name }: Semester): Promise<string> {
  const ids = await Proposal.query(database).select('soarId').where('soarId', 'like', `SOAR${name}-%`);
  const numbers = ids.map(({ soarId }) => Number(/^SOAR\d{4}[AB]-(\d{3})$/.exec(soarId)?.[1] ?? 0));
  return `SOAR${name}-${String(Math.max(0, ...numbers) + 1).padStart(3, '0')}`;
}
