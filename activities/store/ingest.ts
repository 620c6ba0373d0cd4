import { createHash } from 'node:crypto';
import type { Knex } from 'knex';
import { FitsError } from '#numeric/fits/errors';
import { gunzip, isGzip, readFits, type FitsFile } from '#numeric/fits/read';
import { failures, ReductionError, type FailureCode } from '../domain/errors.js';
import type { Exposure } from '../domain/exposure.js';
import { rawKey } from '../domain/raw-key.js';
import { LEVEL, type FailureRecord } from '../domain/reduction.js';
import { describeExposure } from '../instruments/goodman/describe-exposure.js';
import { masterMadeOf } from '../products/index.js';
import { withStoreFailures } from './failures.js';
import { exposureColumns, headerColumns, storedCards } from './file-columns.js';
import { OutboxEntry, Proposal, Reduction, StoredFile, StoreEvent } from './models.js';
import type { ObjectStore } from './objects.js';
import { searchWordsOf, summaryOf, workflowIdOf, type WorkflowStart } from './workflow-start.js';

export interface Stores {
  readonly database: Knex;
  readonly objects: ObjectStore;
}

export interface Upload {
  readonly name: string;
  /** As it was sent, perhaps compressed. */
  readonly bytes: Uint8Array;
  /** Of the bytes as sent, when it was reckoned while they came in. */
  readonly sha256?: string;
  readonly uploadedBy?: number;
  /** May this caller add a frame of that proposal? Asked once the header told which one it is. */
  readonly mayAdd?: (soarId: string) => boolean;
  readonly maxBytes: number;
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
 * Takes one raw frame in. Everything that can be refused is refused before anything is written; then the object, then row, promised
 * workflow start and event in one transaction. A crash in between leaves an object that the same upload finds again.
 *
 * Content decides: bytes that are here already are the same frame, under whatever name they come.
 *
 * @throws ReductionError `request-invalid`, `too-large`, `not-fits`, `wrong-instrument`, `forbidden`, `conflict`, `store-unavailable`, `storage-full`
 */
export async function ingestFile(upload: Upload, stores: Stores): Promise<Ingested> {
  const name = rawName(upload.name);
  const bytes = await uncompressed(upload);
  const sha256 = bytes === upload.bytes && upload.sha256 !== undefined ? upload.sha256 : createHash('sha256').update(bytes).digest('hex');
  const frame = understand(bytes, name);
  if (upload.mayAdd && !upload.mayAdd(frame.columns.proposalId)) {
    throw new ReductionError('forbidden', `${name} belongs to proposal ${frame.columns.proposalId}, which is not yours.`, { proposal: frame.columns.proposalId });
  }
  return withStoreFailures(async () => {
    const known = await StoredFile.rawByChecksum(stores.database, sha256);
    return known ? { file: known, created: false, start: undefined } : keep({ ...frame, name, bytes, sha256, uploadedBy: upload.uploadedBy ?? null }, stores);
  });
}

/** The name a raw frame is known by: without `.gz`, and safe in a header line, a path and a shell. */
export function rawName(given: string): string {
  const name = given.replace(/\.gz$/i, '');
  if (given.length > LONGEST_NAME) {
    throw new ReductionError('request-invalid', `The file name has ${given.length} characters; ${LONGEST_NAME} are allowed.`, { length: given.length });
  }
  if (!/\.(fits|fit|fts)$/i.test(name)) throw new ReductionError('request-invalid', `"${given}" is not the name of a FITS file: it must end in .fits or .fits.gz.`);
  if (!/^[A-Za-z0-9_][A-Za-z0-9 _+.,=~#@()[\]-]*$/.test(name)) {
    throw new ReductionError('request-invalid', `"${given}" has characters that a file name here may not have: letters, digits, blanks and _+-.,=~#@()[] are allowed.`);
  }
  return name;
}

async function uncompressed({ name, bytes, maxBytes }: Upload): Promise<Uint8Array> {
  if (bytes.length > maxBytes) throw new ReductionError('too-large', `${name} has ${bytes.length} bytes; ${maxBytes} are allowed.`, { maxBytes });
  if (bytes.length === 0) throw new ReductionError('not-fits', `${name} is empty.`, { bytes: 0 });
  if (!isGzip(bytes)) return bytes;
  try {
    return await gunzip(bytes, maxBytes);
  } catch (error) {
    throw notFits(name, error);
  }
}

interface Understood {
  readonly columns: ReturnType<typeof headerColumns>;
  readonly exposure: Exposure | undefined;
  readonly failure: FailureRecord | undefined;
  readonly cards: StoredFile['cards'];
  readonly warnings: readonly string[];
}

/** What the header says; a header that does not make sense is a failure on record, not a refusal. Pixels are not looked at. */
function understand(bytes: Uint8Array, name: string): Understood {
  let fits: FitsFile;
  try {
    fits = readFits(bytes);
  } catch (error) {
    throw notFits(name, error);
  }
  const primary = fits.hdus[0];
  const picture = fits.hdus.find((hdu) => hdu.kind === 'image' && hdu.shape.length >= 2 && hdu.shape.every((length) => length > 0));
  if (!primary || !picture) throw new ReductionError('not-fits', `${name} is FITS, but holds no image.`);
  const raw = primary.header.cards;
  const common = { cards: storedCards(raw), warnings: fits.warnings.map(({ message }) => message) };
  try {
    const exposure = describeExposure(primary.header, name);
    return { ...common, warnings: [...common.warnings, ...exposure.warnings], exposure, failure: undefined, columns: exposureColumns(exposure, raw) };
  } catch (error) {
    if (!(error instanceof ReductionError) || REFUSED.has(error.code) || failures[error.code].blame !== 'data') throw error;
    const { code, message, facts } = error;
    return { ...common, exposure: undefined, failure: { code, message, step: 'describe', facts }, columns: headerColumns(raw) };
  }
}

function notFits(name: string, error: unknown): unknown {
  if (!(error instanceof FitsError)) return error;
  return new ReductionError('not-fits', `${name}: ${error.message}`, { offset: error.offset, ...(error.card === undefined ? {} : { card: error.card }) }, { cause: error });
}

interface RawFrame extends Understood {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly sha256: string;
  readonly uploadedBy: number | null;
}

function keep(frame: RawFrame, { database, objects }: Stores): Promise<Ingested> {
  const { name, bytes, sha256, columns, exposure } = frame;
  return database.transaction(async (trx) => {
    // Two uploads of one name or one content at the same instant: the second waits here, then sees the first.
    const locks = [`raw:${sha256}`, `raw:${name}:${columns.night ?? columns.date ?? ''}`].sort();
    for (const lock of locks) await trx.raw('select pg_advisory_xact_lock(hashtext(?))', [lock]);
    const known = await StoredFile.rawByChecksum(trx, sha256);
    if (known) return { file: known, created: false, start: undefined };
    await refuseOtherContent(trx, frame);

    // The rows are written while the object travels; nothing is committed before it is safe.
    const stored = objects.putObject('raw', sha256, bytes);
    stored.catch(() => undefined); // told below, also when a row fails first
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
        uploadedBy: frame.uploadedBy,
      })
      .returning('*');
    const start = await promiseReduction(trx, file, frame);
    await stored;
    await StoreEvent.add(trx, { kind: 'file', fileId: file.id, proposalId: file.proposalId, night: file.night, payload: { fileName: name, dataType: LEVEL.raw, originalFileId: file.id, provisional: false } });
    return { file, created: true, start };
  });
}

/**
 * A name means one frame per night; where the header does not tell the night, per date; where it tells neither, nothing is known to be the same. A frame
 * that came to nothing because of its bytes keeps nobody out: the good one of its name is what people send next.
 */
async function refuseOtherContent(trx: Knex.Transaction, { name, exposure, columns: { night, date }, sha256 }: RawFrame): Promise<void> {
  if (night === null && date === null) return;
  const others = await StoredFile.query(trx)
    .select('id', 'checksum')
    .where({ fileName: name, dataType: LEVEL.raw, night, ...(night === null ? { date } : {}) })
    .orderBy('id');
  const broken = exposure ? await Promise.all(others.map(({ id }) => isBroken(trx, id))) : [];
  const other = others.find((_, i) => broken[i] !== true);
  if (!other) return;
  throw new ReductionError(
    'conflict',
    `Another frame of ${night === null ? `the date ${date}` : `the night ${night}`} is already called ${name}, with other content. A raw frame is never replaced: send it under another name.`,
    { fileId: other.id, checksum: other.checksum, sent: sha256 },
  );
}

/** What is wrong with a frame itself, whatever else there is of its night. */
const BROKEN: ReadonlySet<FailureCode> = new Set(['keyword-missing', 'header-invalid', 'not-fits', 'frame-saturated', 'frame-without-information'] as const);

/** Did the last reduction of a frame fail because of the frame, or a master leave it out? */
async function isBroken(trx: Knex.Transaction, fileId: number): Promise<boolean> {
  const last = await Reduction.query(trx).select('state', 'failure').where({ fileId }).orderBy('attempt', 'desc').first();
  return last?.state === 'rejected' || (last?.state === 'failed' && last.failure !== null && BROKEN.has(last.failure.code));
}

/** The start of the workflow, kept until Temporal took it; for a header that makes no sense, the failed reduction that says why. */
async function promiseReduction(trx: Knex.Transaction, file: StoredFile, { exposure, failure, sha256 }: RawFrame): Promise<OutboxEntry | undefined> {
  const workflowId = workflowIdOf(file.fileName, sha256);
  if (exposure) return OutboxEntry.query(trx).insert({ fileId: file.id, workflowStart: workflowStartOf(file, exposure, {}) }).returning('*');
  const finished = new Date();
  await Reduction.query(trx).insert({ fileId: file.id, workflowId, runId: '', state: 'failed', step: 'describe', reason: failure?.message ?? '', failure: failure ?? null, finished });
  return undefined;
}

/** How the reduction of a raw file is started. */
export function workflowStartOf(
  file: Pick<StoredFile, 'id' | 'fileName' | 'checksum' | 'proposalId' | 'night' | 'obstype' | 'object' | 'wavmode'>,
  exposure: Exposure | null,
  input: Pick<WorkflowStart['input'], 'settings' | 'requestedBy'>,
): WorkflowStart {
  const described = exposure ?? { ...file, name: file.fileName, night: file.night ?? '' };
  return {
    workflowId: workflowIdOf(file.fileName, file.checksum),
    summary: summaryOf(described),
    attributes: searchWordsOf(described),
    input: { fileId: String(file.id), ...input },
  };
}
