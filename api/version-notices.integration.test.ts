import { randomInt } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Lineage } from '#activities/products/lineage';
import { steps } from '#activities/steps/index';
import { LineageRecords } from '#activities/store/lineage-records';
import { Reduction, StoredFile } from '#activities/store/models';
import { rawFrame } from '#activities/store/test-frames';
import type { Page } from './paging.js';
import { json, multipart, refusal, startTestApi, type TestApi } from './test-api.js';
import type { FileDetail, FileView } from './controllers/file-view.js';
import type { ReductionDetail } from './controllers/reduction-view.js';

let api: TestApi;
let raw: StoredFile;
let run: Reduction;

const NOTICE = `A newer version of trim exists: this was made with version ${steps.trim.version - 1}, version ${steps.trim.version} is in use now. Reduce again to have it.`;

/** The product `key`: a frame that was trimmed by some version, its bias corrected by today's. */
async function recordProduct(key: string, trimVersion: number): Promise<void> {
  const records = new LineageRecords(api.database);
  const frame = { key: `trimmed-${key}`, kind: 'frame', step: 'trim', stepVersion: trimVersion, inputs: { raw: { kind: 'rawFrame', key: raw.key } }, settings: {} };
  const corrected = { ...frame, key, step: 'correctBias', stepVersion: steps.correctBias.version, inputs: { frame: { kind: 'frame', key: frame.key } } };
  for (const lineage of [frame, corrected]) await records.record(lineage as Lineage);
  const { id: _id, created: _created, lastModified: _modified, ...inherited } = raw.$toJson() as StoredFile;
  const file = { ...inherited, bucket: 'products', originalFileId: raw.id, parentFileId: raw.id, dataType: 2 as const, reductionId: run.id };
  await StoredFile.query(api.database).insert({ ...file, key, objectKey: key, fileName: `${key}.fits` });
}

const fileNamed = async (name: string) => (await StoredFile.query(api.database).findOne({ fileName: `${name}.fits` }).throwIfNotFound()).id; // prettier-ignore
const detailOf = async (name: string) => json<FileDetail>(api.fetch(`/api/files/${await fileNamed(name)}/`, 'pi'));
const openRun = (fileId: number, runId: string) => Reduction.open(api.database, { workflowId: 'notices', runId, fileId });

beforeAll(async () => {
  api = await startTestApi();
  const { id } = await json<FileView>(api.fetch('/api/files/', 'staff', multipart('0950_notices.fits', rawFrame({ seed: randomInt(2 ** 31) }))));
  raw = await StoredFile.query(api.database).findById(id).throwIfNotFound();
  run = await openRun(id, 'old');
  await recordProduct('older', steps.trim.version - 1);
  run = await openRun(id, 'new');
  await recordProduct('todays', steps.trim.version);
});
afterAll(() => api.close());

it('is told to nobody who may not see the product', async () => {
  expect(await refusal(api.fetch(`/api/files/${await fileNamed('older')}/`, 'stranger'))).toMatchObject({ status: 404 });
});

it('a product that an older step made, however far back, says so and is still listed', async () => {
  expect((await detailOf('older')).notices).toEqual([NOTICE]);
  const listed = await json<Page<FileView>>(api.fetch(`/api/files/?original_file_id=${raw.id}&data_type=2`, 'pi'));
  expect(listed.results.map(({ file_name }) => file_name).sort()).toEqual(['older.fits', 'todays.fits']);
});

it('a product of the steps of today has nothing to say, and a raw frame neither', async () => {
  expect((await detailOf('todays')).notices).toEqual([]);
  expect((await detailOf('0950_notices')).notices).toEqual([]);
});

it('the run that made it says so, the newer run does not', async () => {
  const { history } = await json<ReductionDetail>(api.fetch(`/api/reductions/${run.id}/`, 'pi'));
  const notices = await Promise.all(history.map(async ({ id }) => (await json<ReductionDetail>(api.fetch(`/api/reductions/${id}/`, 'pi'))).notices));
  expect(history.map(({ run_id }) => run_id)).toEqual(['new', 'old']);
  expect(notices).toEqual([[], [NOTICE]]);
});
