import { createRandom } from '#numeric/math/random';
import { json, jsonRequest, multipart, PROPOSAL, type TestApi } from '#api/test-api';
import { storeProduct } from '#api/test-products';
import { calibratedProduct, reducedProduct, spectraProduct } from '#activities/products/test-products';
import { defaultSettings } from '#activities/domain/settings';
import { LineageRecords } from '#activities/store/lineage-records';
import { DecisionRecord, Reduction, StoredFile, User } from '#activities/store/models';
import { hashPassword } from '#activities/store/passwords';
import { rawFrame } from '#activities/store/test-frames';
import { PASSWORD } from './test-browser.js';

/** What a night left behind: a spectrum in two versions, a lamp, and two frames that this lamp stopped. */
export interface World {
  readonly spectrum: number;
  readonly calibrated: number;
  readonly older: number;
  readonly lamp: number;
  readonly failed: readonly number[];
  /** Opens the calibrated spectrum to whoever has it. */
  readonly link: string;
}

const LAMP = { OBSTYPE: 'ARC', OBJECT: 'HgArNe', LAMP_HGA: 'TRUE', LAMP_NE: 'TRUE', PROPID: PROPOSAL, PROPOSAL };

export async function makeWorld(api: TestApi): Promise<World> {
  const { database } = api;
  const passwordHash = await hashPassword(PASSWORD);
  await User.query(database).patch({ passwordHash, firstName: 'Cecilia', lastName: 'Payne' }).where({ username: 'pi' });
  await User.query(database).patch({ passwordHash, firstName: 'Vera', lastName: 'Rubin' }).where({ username: 'staff' });
  const send = async (name: string, seed: number, cards: Record<string, string> = {}) => (await json<{ id: number }>(api.fetch('/api/files/', 'staff', multipart(name, rawFrame({ seed, cards }))))).id;
  const lamp = await send('0059_hgarne.fits', 59, LAMP);
  const [lampFrame = 0] = await storeProduct({ raw: lamp, stores: api }, 'frame', lampFrameProduct());
  const spectrum = await send('0082_ngc2992.fits', 82, { OBJECT: 'NGC 2992' });
  const of = { raw: spectrum, stores: api };
  const [frame = 0] = await storeProduct(of, 'frame', reducedProduct());
  const [extracted = 0] = await storeProduct({ ...of, parent: frame }, 'spectra', spectraProduct(1));
  const [older = 0] = await storeProduct({ ...of, parent: extracted }, 'calibratedSpectra', calibratedProduct(1));
  const [calibrated = 0] = await storeProduct({ ...of, parent: extracted }, 'calibratedSpectra', brighter());
  await StoredFile.query(database).findById(older).patch({ current: false, version: 1 });
  await StoredFile.query(database).findById(calibrated).patch({ version: 2 });
  await run(api, spectrum, { lamp: lampFrame, state: 'done' });
  await lineageOf(api, { spectrum, frame, extracted, calibrated, lamp, lampFrame });
  const failed = [await send('0060_ic418.fits', 60, { OBJECT: 'IC 418' }), await send('0061_ic418.fits', 61, { OBJECT: 'IC 418' })];
  for (const id of failed) await run(api, id, { lamp: lampFrame, state: 'failed' });
  await api.fetch(`/api/files/${calibrated}/comments/`, 'pi', jsonRequest('POST', { text: 'Is the line at 5000 Å real, @staff?' }));
  const until = new Date(Date.now() + 5 * 86_400_000).toISOString().slice(0, 10);
  const { url } = await json<{ url: string }>(api.fetch(`/api/files/${calibrated}/links/`, 'pi', jsonRequest('POST', { until, note: 'for a friend' })));
  return { spectrum, calibrated, older, lamp, failed, link: /links\/([^/]+)/.exec(url)?.[1] ?? '' };
}

/** A lamp frame with a few lines, so that there is something to see in it. */
function lampFrameProduct(): ReturnType<typeof reducedProduct> {
  const product = reducedProduct();
  const { geometry, flux } = product.frame;
  const random = createRandom(59);
  for (let i = 0; i < flux.length; i++) {
    const x = i % geometry.nx;
    const lines = [0.2, 0.45, 0.5, 0.8].reduce((sum, at, k) => sum + (4000 / (k + 1)) * Math.exp(-((x - at * geometry.nx) ** 2) / 4), 0);
    flux[i] = 60 + lines + 4 * random.normal();
  }
  return product;
}

/** The second version: the same light, a little more of it. */
function brighter(): ReturnType<typeof calibratedProduct> {
  const product = calibratedProduct(1);
  return { ...product, spectra: product.spectra.map((spectrum) => ({ ...spectrum, flux: spectrum.flux.map((value, i) => value * (i > spectrum.flux.length / 2 ? 1.1 : 1)) })) };
}

async function run({ database }: TestApi, fileId: number, { lamp, state }: { lamp: number; state: 'done' | 'failed' }): Promise<void> {
  const arc = await StoredFile.query(database).findById(lamp).throwIfNotFound();
  const { id } = await Reduction.open(database, { workflowId: `frame:${fileId}`, runId: `run-${fileId}`, fileId, proposalId: PROPOSAL, state });
  const message = '3 of the 4 lines needed were found in the lamp spectrum. Was the lamp on?';
  const failure = state === 'failed' ? { code: 'too-few-arc-lines' as const, step: 'calibrateWavelength', message, facts: { found: 3, needed: 4 } } : null;
  const timings = { checkPlausibility: 0.03, trim: 0.12, correctFlat: 0.1, rejectCosmicRays: 0.44, findTargets: 0.06, extract: 0.2 };
  await Reduction.query(database).findById(id).patch({ settings: defaultSettings, reason: failure?.message ?? '', step: 'calibrateWavelength', failure, timings, finished: new Date() });
  const row = (name: string, verdict: 'chosen' | 'suitable', key: string, distance: number) => ({ name, key, checksum: key, verdict, distance, provisional: false, criteria: [{ name: 'Filter 2', wanted: 'GG455', found: 'GG455', ok: true }] });
  const decision = { purpose: 'arc' as const, chosenKey: arc.key, provisional: false, reason: '0059 is nearest in time.', candidates: [row('0059_hgarne.fits', 'chosen', arc.key, 0.02)] };
  await DecisionRecord.query(database).insert({ reductionId: id, purpose: 'arc', decision, chosenKey: arc.key });
}

async function lineageOf({ database }: TestApi, ids: Record<'spectrum' | 'frame' | 'extracted' | 'calibrated' | 'lamp' | 'lampFrame', number>): Promise<void> {
  const rows = new Map(await Promise.all(Object.entries(ids).map(async ([name, id]) => [name, await StoredFile.query(database).findById(id).throwIfNotFound()] as const)));
  const ref = (name: keyof typeof ids, kind: string) => ({ kind, key: rows.get(name)?.key ?? '', label: rows.get(name)?.fileName ?? '' });
  const records = new LineageRecords(database);
  const record = (name: keyof typeof ids, kind: string, step: string, inputs: Record<string, unknown>) => records.record({ key: rows.get(name)?.key ?? '', kind, step, stepVersion: 2, inputs, settings: {} } as Parameters<LineageRecords['record']>[0]);
  await record('frame', 'frame', 'trim', { raw: ref('spectrum', 'rawFrame') });
  await record('lampFrame', 'frame', 'trim', { raw: ref('lamp', 'rawFrame') });
  await record('extracted', 'spectra', 'extract', { frame: ref('frame', 'frame') });
  await record('calibrated', 'calibratedSpectra', 'calibrateWavelength', { spectra: ref('extracted', 'spectra'), arc: ref('lampFrame', 'frame') });
}
