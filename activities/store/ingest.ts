import { createHash } from 'node:crypto';
import type { Knex } from 'knex';
import { readPrimaryHeader } from '#numeric/fits/read';
import { isGzip } from '#numeric/fits/unpack/gzip';
import { failures, ReductionError, type FailureCode } from '../domain/errors.js';
import type { Exposure } from '../domain/exposure.js';
import { rawKey } from '../domain/raw-key.js';
import { isFitsName, unpackedName } from '../domain/raw-name.js';
import { LEVEL, type FailureRecord } from '../domain/reduction.js';
import { describeExposure } from '../instruments/goodman/describe-exposure.js';
import { masterMadeOf } from '../products/index.js';
import { readRawFile, type RawFile } from '../products/raw-file.js';
import { withStoreFailures } from './failures.js';
import { exposureColumns, headerColumns, storedCards, withoutNul } from './file-columns.js';
import { GZIP_START_BYTES, gzipStart } from './gzip-ends.js';
import { inOrder } from './in-order.js';
import { OutboxEntry, Proposal, Reduction, StoredFile, StoreEvent } from './models.js';
import type { ObjectStore } from './objects.js';
import { spanned } from './spans.js';
import { unpackUpload, type PackedUpload } from './unpack-upload.js';
import { searchWordsOf, summaryOf, workflowIdOf, type WorkflowStart } from './workflow-start.js';

export interface Stores {
  readonly database: Knex;
  readonly objects: ObjectStore;
}

export interface Upload extends PackedUpload {
  readonly name: string;
  /** Of the bytes as sent, when it was reckoned while they came in. */
  readonly sha256?: string;
  readonly uploadedBy?: number;
  /** May this caller add a frame of that proposal? Asked once the header told which one it is. */
  readonly mayAdd?: (soarId: string) => boolean;
  /**
   * It comes from the telescope or from staff: as a calibration it serves everybody. Any other serves the proposal it belongs to, whatever its
   * header says. Without a sender it is the platform's own.
   */
  readonly trusted?: boolean;
  /** Names the request in the log lines of whatever it begins. */
  readonly requestId?: string;
  /** What else is written when something changes by it, in the same transaction: all of it is kept, or nothing. */
  readonly alongside?: (trx: Knex.Transaction, taken: Pick<Ingested, 'file' | 'created'>) => Promise<void>;
}

export interface Ingested {
  readonly file: StoredFile;
  /** False: this very file was here before. */
  readonly created: boolean;
  /** The promised start of its reduction; undefined when there is nothing to start. */
  readonly start: OutboxEntry | undefined;
}

const LONGEST_NAME = 255;
/** Not raw frames of this instrument: they have no place in the raw bucket. Any other trouble with a header is kept, and shown as failed. */
const REFUSED: ReadonlySet<FailureCode> = new Set(['wrong-instrument', 'frame-not-reducible'] as const);

/**
 * Takes one raw frame in. Everything that can be refused is refused before anything is written, the rows rehearsed in a transaction that is
 * undone; then the object, no connection held meanwhile; then row, promised workflow start and event in one transaction. A crash in between
 * leaves an object that the same upload finds again.
 *
 * Content decides: bytes that are here already are the same frame, under whatever name they come.
 *
 * @throws ReductionError `request-invalid`, `too-large`, `not-fits`, `wrong-instrument`, `forbidden`, `conflict`, `store-unavailable`, `storage-full`
 */
export async function ingestFile(upload: Upload, stores: Stores): Promise<Ingested> {
  const name = rawName(upload.name);
  const raw = await spanned('read', () => readUpload(upload, name));
  const { bytes } = raw;
  const sha256 = bytes === upload.bytes && upload.sha256 !== undefined ? upload.sha256 : createHash('sha256').update(bytes).digest('hex');
  const frame = withoutNul(understand(raw, name));
  refuseForeign(name, frame.columns.proposalId, upload.mayAdd);
  const { uploadedBy = null, trusted = uploadedBy === null } = upload;
  return withStoreFailures(async () => {
    // One after the other per name, so that of two with other content the second is refused before its object is written.
    const taken = await inOrder(`${name} ${frame.columns.night ?? frame.columns.date ?? ''}`, () => keep({ ...frame, name, bytes, sha256, uploadedBy, trusted, requestId: upload.requestId, alongside: upload.alongside }, stores));
    return taken.created ? taken : alreadyThere(taken.file, { trusted, alongside: upload.alongside }, stores.database);
  });
}

/**
 * Refuses a frame that the caller may not add as soon as its header is there: true when the beginning of the file was enough to tell. What is
 * wrong with the header itself is told by `ingestFile`.
 * @throws ReductionError `forbidden`
 */
export function refuseForeignStart(start: Uint8Array, given: string, mayAdd: (soarId: string) => boolean): boolean {
  const packed = isGzip(start);
  const bytes = packed ? gzipStart(start) : start;
  let proposal: string;
  try {
    const header = readPrimaryHeader(bytes);
    try {
      proposal = exposureColumns(describeExposure(header, given), header.cards).proposalId;
    } catch {
      proposal = headerColumns(header.cards).proposalId;
    }
  } catch {
    // Of a gzip no more than its first kilobytes are ever looked at: once, or a bomb is unpacked anew with every piece that comes.
    return packed && start.length >= GZIP_START_BYTES;
  }
  refuseForeign(given, proposal, mayAdd);
  return true;
}

function refuseForeign(name: string, proposal: string, mayAdd: Upload['mayAdd']): void {
  if (mayAdd && !mayAdd(proposal)) throw new ReductionError('forbidden', `${name} belongs to proposal ${proposal}, which is not yours.`, { proposal });
}

/** The telescope sends what a person had sent before: from now on it serves everybody, and whoever chooses calibrations looks again. */
async function alreadyThere(file: StoredFile, { trusted, alongside }: Pick<RawFrame, 'trusted' | 'alongside'>, database: Knex): Promise<Ingested> {
  if (!trusted || file.trusted) return { file, created: false, start: undefined };
  return database.transaction(async (trx) => {
    await StoredFile.query(trx).where({ originalFileId: file.id }).whereNot('dataType', LEVEL.master).patch({ trusted: true });
    const wake = file.exposure && { ...workflowStartOf(file, file.exposure, {}), wake: true as const };
    const start = wake ? await OutboxEntry.query(trx).insert({ fileId: file.id, workflowStart: wake }).returning('*') : undefined;
    const now = await StoredFile.query(trx).findById(file.id).throwIfNotFound();
    await alongside?.(trx, { file: now, created: false });
    return { file: now, created: false, start };
  });
}

/** The name a raw frame is known by: without the endings of its packing, and safe in a header line, a path and a shell. */
export function rawName(given: string): string {
  const name = unpackedName(given);
  if (given.length > LONGEST_NAME) {
    throw new ReductionError('request-invalid', `The file name has ${given.length} characters; ${LONGEST_NAME} are allowed.`, { length: given.length });
  }
  if (!isFitsName(given)) throw new ReductionError('request-invalid', `"${given}" is not the name of a FITS file: it must end in .fits, .fit or .fts, with .fz, .gz, .bz2 or .Z behind it if it is packed.`);
  if (!/^[A-Za-z0-9_][A-Za-z0-9 _+.,=~#@()[\]-]*$/.test(name)) {
    throw new ReductionError('request-invalid', `"${given}" has characters that a file name here may not have: letters, digits, blanks and _+-.,=~#@()[] are allowed.`);
  }
  return name;
}

async function readUpload(upload: Upload, name: string): Promise<RawFile> {
  const { bytes, maxBytes } = upload;
  if (bytes.length > maxBytes) throw new ReductionError('too-large', `${name} has ${bytes.length} bytes; ${maxBytes} are allowed.`, { maxBytes });
  if (bytes.length === 0) throw new ReductionError('not-fits', `${name} is empty.`, { bytes: 0 });
  const unpacked = await unpackUpload(upload, name);
  const file = readRawFile(unpacked.bytes, name, maxBytes);
  return { ...file, warnings: [...unpacked.warnings, ...file.warnings] };
}

interface Understood {
  readonly columns: ReturnType<typeof headerColumns>;
  readonly exposure: Exposure | undefined;
  readonly failure: FailureRecord | undefined;
  readonly cards: StoredFile['cards'];
  readonly warnings: readonly string[];
}

/** What the header says; a header that does not make sense is a failure on record, not a refusal. Pixels are proved by their checksum, not looked at. */
function understand({ image, warnings }: RawFile, name: string): Understood {
  const raw = image.header.cards;
  const common = { cards: storedCards(raw), warnings };
  try {
    const described = describeExposure(image.header, name);
    const exposure = { ...described, warnings: [...warnings, ...described.warnings] };
    return { ...common, warnings: exposure.warnings, exposure, failure: undefined, columns: exposureColumns(exposure, raw) };
  } catch (error) {
    if (!(error instanceof ReductionError) || REFUSED.has(error.code) || failures[error.code].blame !== 'data') throw error;
    const { code, message, facts } = error;
    return { ...common, exposure: undefined, failure: { code, message, step: 'describe', facts }, columns: headerColumns(raw) };
  }
}

interface RawFrame extends Understood {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly sha256: string;
  readonly uploadedBy: number | null;
  readonly trusted: boolean;
  readonly requestId: string | undefined;
  readonly alongside: Upload['alongside'];
}

/** How a rehearsal ends. */
class Rehearsed extends Error {
  constructor(/** The same frame, which is here already. */ readonly known?: StoredFile) {
    super();
  }
}

async function keep(frame: RawFrame, { database, objects }: Stores): Promise<Ingested> {
  const rehearsed = spanned('rehearse', () => rehearse(frame, database));
  // Its bytes are on their way meanwhile; the store has them when the rows were rehearsed, or not at all.
  const stored = spanned('store', () => objects.putObject('raw', frame.sha256, frame.bytes, { sha256: frame.sha256, after: rehearsed }));
  // Why the rows refuse it says more than that the store did not get the rest.
  stored.catch(() => undefined);
  try {
    await rehearsed;
    await stored;
  } catch (error) {
    if (error instanceof Rehearsed && error.known) return { file: error.known, created: false, start: undefined };
    throw error;
  }
  return spanned('rows', () => enter(frame, database));
}

/** Meets every refusal that the rows can meet, and undoes them. @throws Rehearsed of a frame that is here already. */
async function rehearse(frame: RawFrame, database: Knex): Promise<void> {
  try {
    await database.transaction(async (trx) => {
      const known = await StoredFile.rawByChecksum(trx, frame.sha256);
      if (!known) await insertRaw(trx, frame);
      throw new Rehearsed(known);
    });
  } catch (error) {
    if (!(error instanceof Rehearsed) || error.known) throw error;
  }
}

/** The rows of a frame whose object is there. */
function enter(frame: RawFrame, database: Knex): Promise<Ingested> {
  const { name, sha256, columns } = frame;
  return database.transaction(async (trx) => {
    // Two uploads of one name or one content at the same instant, in two processes: the second waits here, then sees the first.
    const locks = [`raw:${sha256}`, `raw:${name}:${columns.night ?? columns.date ?? ''}`].sort();
    await trx.raw('select pg_advisory_xact_lock(hashtext(name)) from unnest(?::text[]) as locks(name)', [locks]);
    const known = await StoredFile.rawByChecksum(trx, sha256);
    if (known) return { file: known, created: false, start: undefined };
    const { file, start } = await insertRaw(trx, frame);
    // Before the event, whose number is given under a lock until all is committed.
    await frame.alongside?.(trx, { file, created: true });
    await StoreEvent.add(trx, { kind: 'file', fileId: file.id, proposalId: file.proposalId, night: file.night, payload: { fileName: name, dataType: LEVEL.raw, originalFileId: file.id, provisional: false } });
    return { file, created: true, start };
  });
}

async function insertRaw(trx: Knex.Transaction, frame: RawFrame): Promise<{ file: StoredFile; start: OutboxEntry | undefined }> {
  const { name, bytes, sha256, columns, exposure, uploadedBy, trusted } = frame;
  await refuseOtherContent(trx, frame);
  await Proposal.ensure(trx, columns.proposalId);
  const file = await StoredFile.query(trx)
    .insert({
      ...columns,
      key: rawKey(sha256),
      bucket: 'raw',
      objectKey: sha256,
      checksum: sha256,
      sizeBytes: bytes.length,
      fileName: name,
      dataType: LEVEL.raw,
      cards: frame.cards,
      warnings: frame.warnings,
      configurationKey: (exposure && masterMadeOf(exposure.kind)?.combined.groupingKey(exposure)) ?? null,
      uploadedBy,
      trusted,
    })
    .returning('*');
  return { file, start: await promiseReduction(trx, file, frame) };
}

/**
 * A name means one frame per night; where the header does not tell the night, per date; where it tells neither, nothing is known to be the same.
 * What the telescope sends is never kept out by what people called theirs, nor are the frames of a proposal by those of another. A frame that came to
 * nothing because of its bytes keeps nobody out: the good one of its name is what people send next.
 */
async function refuseOtherContent(trx: Knex.Transaction, { name, exposure, columns: { night, date, proposalId }, sha256, trusted }: RawFrame): Promise<void> {
  if (night === null && date === null) return;
  const others = await StoredFile.query(trx)
    .select('id', 'checksum')
    .where({ fileName: name, dataType: LEVEL.raw, night, trusted, ...(night === null ? { date } : {}), ...(trusted ? {} : { proposalId }) })
    .orderBy('id');
  const other = await firstInTheWay(trx, others, exposure !== undefined);
  if (!other) return;
  throw new ReductionError(
    'conflict',
    `Another frame of ${night === null ? `the date ${date}` : `the night ${night}`} is already called ${name}, with other content. A raw frame is never replaced: send it under another name.`,
    { fileId: other.id, checksum: other.checksum, sent: sha256 },
  );
}

/** The first of these frames that keeps another out; a broken one keeps out only what is broken itself. */
async function firstInTheWay(trx: Knex.Transaction, others: readonly StoredFile[], isGood: boolean): Promise<StoredFile | undefined> {
  for (const other of others) if (!isGood || !(await isBroken(trx, other.id))) return other;
  return undefined;
}

/** What is wrong with a frame itself, whatever else there is of its night. */
const BROKEN: ReadonlySet<FailureCode> = new Set(['keyword-missing', 'header-invalid', 'not-fits', 'frame-saturated', 'frame-without-information'] as const);

/** Did the last reduction of a frame fail because of the frame, or a master leave it out? */
async function isBroken(trx: Knex.Transaction, fileId: number): Promise<boolean> {
  const last = await Reduction.query(trx).select('state', 'failure').where({ fileId }).orderBy('attempt', 'desc').first();
  return last?.state === 'rejected' || (last?.state === 'failed' && last.failure !== null && BROKEN.has(last.failure.code));
}

/** The start of the workflow, kept until Temporal took it; for a header that makes no sense, the failed reduction that says why. */
async function promiseReduction(trx: Knex.Transaction, file: StoredFile, { exposure, failure, sha256, requestId }: RawFrame): Promise<OutboxEntry | undefined> {
  const workflowId = workflowIdOf(file.fileName, sha256);
  if (exposure) return OutboxEntry.query(trx).insert({ fileId: file.id, workflowStart: workflowStartOf(file, exposure, requestId === undefined ? {} : { requestId }) }).returning('*');
  const finished = new Date();
  await Reduction.query(trx).insert({ fileId: file.id, workflowId, runId: '', state: 'failed', step: 'describe', reason: failure?.message ?? '', failure: failure ?? null, finished });
  return undefined;
}

/** How the reduction of a raw file is started. */
export function workflowStartOf(
  file: Pick<StoredFile, 'id' | 'fileName' | 'checksum' | 'proposalId' | 'night' | 'obstype' | 'object' | 'wavmode'>,
  exposure: Exposure | null,
  input: Omit<WorkflowStart['input'], 'fileId'>,
): WorkflowStart {
  const described = exposure ?? { ...file, name: file.fileName, night: file.night ?? '' };
  return {
    workflowId: workflowIdOf(file.fileName, file.checksum),
    summary: summaryOf(described),
    attributes: searchWordsOf(described),
    input: { fileId: file.id, ...input },
  };
}
