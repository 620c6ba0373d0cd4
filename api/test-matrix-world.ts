import { calibratedProduct, masterBias, reducedProduct, spectraProduct } from '#activities/products/test-products';
import { Comment } from '#activities/store/comment-records';
import { makeFileLink } from '#activities/store/file-links';
import { LineageRecords } from '#activities/store/lineage-records';
import { ApiToken, DecisionRecord, Proposal, Reduction, StoredFile, User } from '#activities/store/models';
import { ownColumns } from '#activities/store/product-records';
import { rawFrame } from '#activities/store/test-frames';
import { issueToken } from '#activities/store/tokens';
import { addWebhook } from '#activities/store/webhook-records';
import type { FileView } from './controllers/file-view.js';
import { json, multipart, PROPOSAL, type TestApi } from './test-api.js';
import { storeProduct } from './test-products.js';

/** What one proposal has, by every name under which somebody could ask for it. */
export interface Belongings {
  readonly raw: number;
  readonly reduced: number;
  readonly extracted: number;
  readonly calibrated: number;
  readonly reduction: number;
  readonly comment: number;
  readonly proposal: number;
  readonly user: number;
  readonly token: number;
  readonly link: number;
  readonly webhook: number;
  /** Another, which is taken away. */
  readonly oldWebhook: number;
  readonly soarId: string;
  readonly name: string;
  readonly object: string;
  readonly checksum: string;
  readonly username: string;
  readonly email: string;
}

export interface MatrixWorld {
  readonly mine: Belongings;
  readonly theirs: Belongings;
  readonly absent: Belongings;
  /** A master that serves everybody, made of the frames of `theirs`, and a lamp of theirs that `mine` uses. */
  readonly master: number;
  /** Masters of the same frames that each proposal asked for: of `mine`, of `theirs`. */
  readonly ownMasters: { readonly mine: number; readonly theirs: number };
  /** Tokens beside those of the test API. */
  readonly owner: string;
  readonly service: string;
  readonly expired: readonly string[];
  /** Whatever tells of `theirs`. */
  readonly secrets: RegExp;
}

const OTHER = 'SOAR2026B-777';
/** Numbers of rows from here on are theirs: seven hundred millions occur in no other number of an answer. */
const THEIRS_FROM = 700_000_000;
/** Each may be wrong thirty times a minute. */
const EXPIRED_ACCOUNTS = 60;

const absent: Belongings = {
  raw: 699_990_001, reduced: 699_990_002, extracted: 699_990_003, calibrated: 699_990_004, reduction: 699_990_005, comment: 699_990_006, proposal: 699_990_007, user: 699_990_008, token: 699_990_009, link: 699_990_010, webhook: 699_990_011, oldWebhook: 699_990_012,
  soarId: 'SOAR2026B-778', name: '0777_absence.fits', object: 'Absence-7', checksum: 'f'.repeat(64), username: 'absent-owner', email: 'absent-owner@example.org',
}; // prettier-ignore

/** Two proposals that know nothing of each other, but that the lamp and the bias frames of one serve the other. */
export async function matrixWorld(api: TestApi): Promise<MatrixWorld> {
  const { database } = api;
  await Proposal.query(database).where({ soarId: PROPOSAL }).patch({ title: 'Open title' });
  const pi = await User.query(database).findOne({ username: 'pi' }).throwIfNotFound();
  const mine = await belongingsOf(api, pi, { soarId: PROPOSAL, name: '0100_open.fits', object: 'Open-1', seed: 11 });
  const [service] = await User.query(database).insert([{ username: 'telescope', email: 'telescope@example.org', isService: true }]).returning('*');
  const expired = await expiredTokens(api);
  await countFrom(api, THEIRS_FROM);
  const [owner] = await User.query(database).insert([{ username: 'hidden-owner', email: 'hidden-owner@example.org', firstName: 'Hidden', lastName: 'Ownername' }]).returning('*');
  if (!owner || !service) throw new Error('no accounts');
  await Proposal.ensure(database, OTHER);
  await Proposal.query(database).where({ soarId: OTHER }).patch({ piId: owner.id, title: 'Hidden title', abstract: 'Hidden abstract' });
  const theirs = await belongingsOf(api, owner, { soarId: OTHER, name: '0777_hidden.fits', object: 'Hidden-7', seed: 77 });
  const lamp = await json<FileView>(api.fetch('/api/files/', 'staff', multipart('0778_hidden_lamp.fits', rawFrame({ seed: 78, cards: { OBSTYPE: 'ARC', OBJECT: 'CuHeAr', LAMP_CU: 'TRUE', PROPID: OTHER, PROPOSAL: OTHER } }))));
  const [lampProduct = 0] = await storeProduct({ raw: lamp.id, stores: api }, 'frame', reducedProduct());
  await countFrom(api, 800_000_000);
  const [master = 0] = await storeProduct({ raw: theirs.raw, stores: api }, 'masterBias', masterBias());
  const ownMasters = { mine: await ownMasterOf(api, theirs.raw, PROPOSAL), theirs: await ownMasterOf(api, theirs.raw, OTHER) };
  await decidedWith(api, mine, { lamp: lampProduct, master });
  const rows = await StoredFile.query(database).where({ proposalId: OTHER }).whereNot({ dataType: 1 });
  // The products of the tests have the same content, and so the same checksum, in both proposals: those tell nothing.
  const own = new Set((await StoredFile.query(database).where({ proposalId: PROPOSAL })).map(({ checksum }) => checksum));
  const secrets = [OTHER, '777_hidden', '0778_hidden', 'Hidden', 'hidden-owner', '\\b700\\d{6}\\b', ...rows.flatMap(({ key, checksum, objectKey }) => [key, objectKey, ...(own.has(checksum) ? [] : [checksum])])];
  return { mine, theirs, absent, master, ownMasters, owner: await issueToken(database, owner.id), service: await issueToken(database, service.id), expired, secrets: new RegExp(secrets.join('|')) };
}

/** Numbers of new rows begin here, a thousand further in each table: none stands for two things. */
async function countFrom({ database }: TestApi, start: number): Promise<void> {
  await database.raw(`do $$ declare one record; at bigint := ${start}; begin
    for one in select schemaname, sequencename from pg_sequences where data_type <> 'smallint'::regtype loop
      perform setval(format('%I.%I', one.schemaname, one.sequencename), at);
      at := at + 1000;
    end loop; end $$`);
}

async function expiredTokens({ database }: TestApi): Promise<string[]> {
  const names = Array.from({ length: EXPIRED_ACCOUNTS }, (_, i) => `expired${i}`);
  const users = await User.query(database).insert(names.map((username) => ({ username, email: `${username}@example.org` }))).returning('*');
  return Promise.all(users.map(({ id }) => issueToken(database, id, { expires: new Date(Date.now() - 1000) })));
}

async function belongingsOf(api: TestApi, owner: User, { soarId, name, object, seed }: Pick<Belongings, 'soarId' | 'name' | 'object'> & { seed: number }): Promise<Belongings> {
  const { database } = api;
  const { id: raw } = await json<FileView>(api.fetch('/api/files/', 'staff', multipart(name, rawFrame({ seed, cards: { PROPID: soarId, PROPOSAL: soarId, OBJECT: object } }))));
  const of = { raw, stores: api };
  const [reduced = 0] = await storeProduct(of, 'frame', reducedProduct());
  const [extracted = 0] = await storeProduct({ ...of, parent: reduced }, 'spectra', spectraProduct(1));
  const [calibrated = 0] = await storeProduct({ ...of, parent: extracted }, 'calibratedSpectra', calibratedProduct(1));
  const { id: reduction } = await Reduction.open(database, { workflowId: `reduction-${raw}`, runId: 'r', fileId: raw, proposalId: soarId, state: 'failed' });
  await Reduction.query(database).findById(reduction).patch({ reason: `No source in ${name}.`, failure: { code: 'source-not-found', step: 'findTargets', message: `No source in ${name}.`, facts: {} } });
  const { id: comment } = await Comment.query(database).insertAndFetch({ fileId: calibrated, userId: owner.id, text: `A line of ${object} is blended.` });
  await issueToken(database, owner.id, { name: `of ${owner.username}` });
  const token = await ApiToken.query(database).where({ userId: owner.id }).orderBy('id', 'desc').first().throwIfNotFound();
  const { link } = await makeFileLink(database, { fileId: calibrated, userId: owner.id, note: `For a friend of ${object}`, expires: new Date(Date.now() + 86_400_000) });
  const told = (name: string) => database.transaction((trx) => addWebhook(trx, { userId: owner.id, url: `https://example.org/${object}/${name}`, secret: 'x'.repeat(43), kinds: ['file'], proposalId: null }));
  const [webhook, oldWebhook] = [await told('new'), await told('old')];
  const proposal = await Proposal.query(database).findOne({ soarId }).throwIfNotFound();
  const { checksum } = await StoredFile.query(database).findById(raw).throwIfNotFound();
  return { raw, reduced, extracted, calibrated, reduction, comment, proposal: proposal.id, user: owner.id, token: token.id, link: link.id, webhook: webhook.id, oldWebhook: oldWebhook.id, soarId, name, object, checksum, username: owner.username, email: owner.email };
}

/** A master that a proposal asked for, of frames that are another's. */
async function ownMasterOf(api: TestApi, raw: number, soarId: string): Promise<number> {
  const [master = 0] = await storeProduct({ raw, stores: api }, 'masterBias', masterBias());
  const { exposure } = await StoredFile.query(api.database).findById(raw).throwIfNotFound();
  if (!exposure) throw new Error('a raw frame that was not described');
  await StoredFile.query(api.database).findById(master).patch({ ...ownColumns({ exposure }, soarId), fileName: `master_bias_${master}.fits` });
  return master;
}

/** The spectrum of one proposal was made with the lamp and the bias frames of the other. */
async function decidedWith({ database }: TestApi, mine: Belongings, { lamp, master }: { lamp: number; master: number }): Promise<void> {
  const row = (id: number) => StoredFile.query(database).findById(id).throwIfNotFound();
  const [arc, bias, frame] = [await row(lamp), await row(master), await row(mine.reduced)];
  const source = await row(arc.originalFileId ?? 0);
  const candidate = { name: arc.fileName, key: arc.key, checksum: arc.checksum, verdict: 'chosen' as const, distance: 0, provisional: false, criteria: [] };
  const decision = { purpose: 'arc' as const, chosenKey: arc.key, provisional: false, reason: `${arc.fileName} is nearest.`, candidates: [candidate] };
  await DecisionRecord.query(database).insert({ reductionId: mine.reduction, purpose: 'arc', decision, chosenKey: arc.key });
  const records = new LineageRecords(database);
  await records.record({ key: frame.key, kind: 'frame', step: 'correctBias', stepVersion: 1, inputs: { frame: { kind: 'rawFrame', key: (await row(mine.raw)).key, label: mine.name }, masterBias: { kind: 'masterBias', key: bias.key, label: bias.fileName } }, settings: {} });
  await records.record({ key: bias.key, kind: 'masterBias', step: 'combineBias', stepVersion: 1, inputs: { frames: [{ kind: 'rawFrame', key: source.key, label: source.fileName }] }, settings: {} });
  const calibrated = await row(mine.calibrated);
  await records.record({ key: calibrated.key, kind: 'calibratedSpectra', step: 'calibrateWavelength', stepVersion: 1, inputs: { frame: { kind: 'frame', key: frame.key, label: frame.fileName }, arc: { kind: 'frame', key: arc.key, label: arc.fileName } }, settings: {} });
}
