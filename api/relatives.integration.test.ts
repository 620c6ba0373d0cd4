import type { Knex } from 'knex';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LineageRecords } from '#activities/store/lineage-records';
import { Proposal, Reduction, StoredFile } from '#activities/store/models';
import { json, jsonRequest, PROPOSAL, refusal, startTestApi, type TestApi } from './test-api.js';
import type { FamilyView } from './controllers/family-view.js';
import type { FailureGroup } from './controllers/failure-groups.js';
import type { LineageView } from './controllers/lineage-view.js';
import type { NightSummary } from './controllers/night-summary.js';
import type { NightView } from './controllers/night-view.js';
import type { QualityTrend } from './controllers/qualities.js';
import type { Page } from './paging.js';

let api: TestApi;
let database: Knex;
const OTHER = 'SOAR2026B-012';
const NIGHT = '20260824';
const ids: Record<string, number> = {};

/** A spectrum of the PI with products, its lamp of another proposal, a shared master bias of two frames of that one, and a frame that failed. */
beforeAll(async () => {
  api = await startTestApi();
  ({ database } = api);
  for (const soarId of [PROPOSAL, OTHER]) await Proposal.ensure(database, soarId);
  const add = async (name: string, key: string, more: Partial<StoredFile>) => {
    const minute = String(Object.keys(ids).length).padStart(2, '0');
    const { id } = await StoredFile.query(database)
      .insert({ key, bucket: 'raw', objectKey: key, checksum: key, sizeBytes: 1, fileName: name, dataType: 0, proposalId: PROPOSAL, night: NIGHT, kind: 'spectrum', trusted: true, wavmode: '400_M2', exposure: { observedAt: `2026-08-25T01:${minute}:00Z` } as never, ...more })
      .returning('id');
    return (ids[name] = id);
  };
  await add('bias1.fits', 'raw/b1', { kind: 'bias', proposalId: OTHER });
  await add('bias2.fits', 'raw/b2', { kind: 'bias', proposalId: OTHER });
  await add('lamp.fits', 'raw/l', { kind: 'arc', proposalId: OTHER });
  const raw = await add('star.fits', 'raw/s', {});
  const product = { bucket: 'products', originalFileId: raw, parentFileId: raw };
  await add('master_bias.fits', 'combineBias/b', { ...product, kind: 'bias', dataType: 1, originalFileId: ids['bias1.fits'] ?? 0, parentFileId: ids['bias1.fits'] ?? 0, proposalId: OTHER, quality: { frames: 2 } });
  const reduced = await add('cfzst_star.fits', 'correctBias/s', { ...product, dataType: 2 });
  await add('old_star.fits', 'correctBias/old', { ...product, dataType: 2, current: false });
  const extracted = await add('ecfzst_star_1.fits', 'extract/s', { ...product, dataType: 3, target: 1, parentFileId: reduced });
  await add('wecfzst_star_1.fits', 'calibrateWavelength/s', { ...product, dataType: 4, target: 1, parentFileId: extracted, quality: { seeingArcsecond: 0.9 }, flags: ['The lamp is old.'] });
  await add('wecfzst_star_2.fits', 'calibrateWavelength/s', { ...product, dataType: 4, target: 2, parentFileId: extracted, quality: { seeingArcsecond: 1.4 } });
  await add('blind.fits', 'raw/f', { kind: 'spectrum' });
  const run = await Reduction.open(database, { workflowId: 's', runId: '1', fileId: raw });
  await Reduction.query(database).findById(run.id).patch({ state: 'done', finished: new Date(), timings: { trim: 0.2 } });
  await Reduction.open(database, { workflowId: 'f', runId: '1', fileId: ids['blind.fits'] ?? 0, state: 'failed' });
  await Reduction.query(database).where({ workflowId: 'f' }).patch({ reason: 'nothing', failure: { code: 'source-not-found', step: 'findTargets', message: 'No source.', facts: {} } });
  await Reduction.open(database, { workflowId: 'l', runId: '1', fileId: ids['lamp.fits'] ?? 0, state: 'waiting' });
  await Reduction.query(database).where({ workflowId: 'l' }).patch({ reason: 'Waits for bias frames.' });
  const records = new LineageRecords(database);
  const bias = { kind: 'masterBias', key: 'combineBias/b', label: 'master_bias.fits (2 frames)' } as const;
  await records.record({ key: 'combineBias/b', kind: 'masterBias', step: 'combineBias', stepVersion: 3, inputs: { frames: [{ kind: 'rawFrame', key: 'raw/b1', label: 'bias1.fits' }, { kind: 'rawFrame', key: 'raw/b2', label: 'bias2.fits' }] }, settings: { clip: 5 } });
  await records.record({ key: 'correctBias/s', kind: 'frame', step: 'correctBias', stepVersion: 1, inputs: { frame: { kind: 'rawFrame', key: 'raw/s', label: 'star.fits' }, masterBias: bias }, settings: {} });
  await records.record({ key: 'trim/l', kind: 'frame', step: 'trim', stepVersion: 2, inputs: { raw: { kind: 'rawFrame', key: 'raw/l', label: 'lamp.fits' } }, settings: {} });
  await records.record({ key: 'extract/s', kind: 'spectra', step: 'extract', stepVersion: 4, inputs: { frame: { kind: 'frame', key: 'correctBias/s' } }, settings: { method: 'optimal' } });
  await records.record({ key: 'calibrateWavelength/s', kind: 'calibratedSpectra', step: 'calibrateWavelength', stepVersion: 5, inputs: { spectra: { kind: 'spectra', key: 'extract/s' }, arc: { kind: 'frame', key: 'trim/l', label: 'lamp.fits' } }, settings: { order: 3 } });
});
afterAll(() => api.close());

describe('the family of a file', () => {
  it('is not for strangers', async () => {
    expect(await refusal(api.fetch(`/api/files/${ids['star.fits']}/family/`))).toMatchObject({ status: 401 });
    expect(await refusal(api.fetch(`/api/files/${ids['star.fits']}/family/`, 'stranger'))).toMatchObject({ status: 404 });
    expect(await refusal(api.fetch('/api/files/99999/family/', 'staff'))).toMatchObject({ status: 404 });
  });

  it('has each level with its targets and older versions, and hangs each file below what it was made of', async () => {
    const { levels, tree } = await json<FamilyView>(api.fetch(`/api/files/${ids['wecfzst_star_2.fits']}/family/`, 'pi'));
    expect(levels.map(({ name, targets }) => [name, targets.map(({ target, current, older }) => [target, current?.file_name, older.map(({ file_name }) => file_name)])])).toEqual([
      ['Wavelength Calibrated', [[1, 'wecfzst_star_1.fits', []], [2, 'wecfzst_star_2.fits', []]]],
      ['Extracted', [[1, 'ecfzst_star_1.fits', []]]],
      ['Reduced', [[null, 'cfzst_star.fits', ['old_star.fits']]]],
      ['Observed Raw', [[null, 'star.fits', []]]],
    ]); // prettier-ignore
    expect(tree).toMatchObject([{ file_name: 'star.fits', children: [{ file_name: 'cfzst_star.fits', children: [{ file_name: 'ecfzst_star_1.fits', children: expect.arrayContaining([expect.objectContaining({ file_name: 'wecfzst_star_1.fits' }), expect.objectContaining({ file_name: 'wecfzst_star_2.fits' })]) as unknown }] }] }]);
  });

  it('of a master does not tell its members', async () => {
    const text = await (await api.fetch(`/api/files/${ids['master_bias.fits']}/family/`, 'stranger')).text();
    expect(JSON.parse(text)).toMatchObject({ levels: [{ name: 'Calibration' }], tree: [{ file_name: 'master_bias.fits' }] });
    expect(text).not.toMatch(/bias1|SOAR2026B-012/);
  });
});

describe('the lineage of a file', () => {
  it('is not for strangers', async () => {
    expect(await refusal(api.fetch(`/api/files/${ids['star.fits']}/lineage/`))).toMatchObject({ status: 401 });
    expect(await refusal(api.fetch(`/api/files/${ids['star.fits']}/lineage/`, 'stranger'))).toMatchObject({ status: 404 });
  });

  it('goes up to the raw frames with steps and settings; frames of others are known by what they are and when they were taken', async () => {
    const answer = await api.fetch(`/api/files/${ids['wecfzst_star_1.fits']}/lineage/`, 'pi');
    const text = await answer.text();
    const { nodes, edges } = JSON.parse(text) as LineageView;
    expect(text).not.toMatch(/bias1|bias2|lamp\.fits|SOAR2026B-012|raw\/|combineBias\//);
    expect(nodes.map(({ step, step_version }) => [step, step_version]).filter(([step]) => step !== null)).toEqual(expect.arrayContaining([['calibrateWavelength', 5], ['extract', 4], ['correctBias', 1], ['combineBias', 3], ['trim', 2]]));
    expect(edges).toHaveLength(8);
    const foreign = nodes.filter((node) => node.foreign);
    expect(foreign.map(({ kind, exposure, observed_at, files }) => [kind, exposure, observed_at, files]).sort()).toEqual([
      ['rawFrame', 'arc', '2026-08-25T01:02:00Z', []], ['rawFrame', 'bias', '2026-08-25T01:00:00Z', []], ['rawFrame', 'bias', '2026-08-25T01:01:00Z', []],
    ]); // prettier-ignore
    expect(nodes.find(({ step }) => step === 'combineBias')).toMatchObject({ foreign: false, settings: { clip: 5 }, quality: { frames: 2 }, files: [{ file_name: 'master_bias.fits' }] });
    const all = await json<LineageView>(api.fetch(`/api/files/${ids['wecfzst_star_1.fits']}/lineage/`, 'staff'));
    expect(all.nodes.flatMap(({ files }) => files.map(({ file_name }) => file_name))).toEqual(expect.arrayContaining(['bias1.fits', 'bias2.fits', 'lamp.fits', 'star.fits']));
  });

  it('of a raw frame is itself', async () => {
    expect(await json(api.fetch(`/api/files/${ids['star.fits']}/lineage/`, 'pi'))).toMatchObject({ nodes: [{ kind: 'rawFrame', step: null, files: [{ file_name: 'star.fits' }] }], edges: [] });
  });
});

describe('nights', () => {
  it('are refused to nobody in particular, and when they are none', async () => {
    expect(await refusal(api.fetch('/api/nights/'))).toMatchObject({ status: 401 });
    expect(await refusal(api.fetch(`/api/nights/${NIGHT}/`))).toMatchObject({ status: 401 });
    expect(await refusal(api.fetch('/api/nights/tonight/', 'pi'))).toMatchObject({ status: 400 });
    expect(await refusal(api.fetch('/api/nights/?page=9', 'pi'))).toMatchObject({ status: 404 });
  });

  it('are listed with what there is of them for this caller', async () => {
    const nights = (who: 'staff' | 'pi' | 'stranger') => json<Page<NightSummary>>(api.fetch('/api/nights/?semester=2026B', who));
    const usual = { night: NIGHT, semester: '2026B' };
    expect((await nights('staff')).results).toEqual([{ ...usual, files: 10, raw_files: 5, flagged: 1, states: { reducing: 0, waiting: 1, done: 1, failed: 1, rejected: 0 } }]);
    expect((await nights('pi')).results).toEqual([{ ...usual, files: 7, raw_files: 2, flagged: 1, states: { reducing: 0, waiting: 0, done: 1, failed: 1, rejected: 0 } }]);
    expect((await nights('stranger')).results).toEqual([{ ...usual, files: 1, raw_files: 0, flagged: 0, states: { reducing: 0, waiting: 0, done: 0, failed: 0, rejected: 0 } }]);
    expect((await json<Page<NightSummary>>(api.fetch('/api/nights/?semester=2026A', 'staff'))).results).toEqual([]);
  });

  it('show in one answer what came, what waits, what failed and how good it is', async () => {
    const night = await json<NightView>(api.fetch(`/api/nights/${NIGHT}/`, 'pi'));
    expect(night.frames.map(({ file_name, state, code }) => [file_name, state, code])).toEqual([['star.fits', 'done', null], ['blind.fits', 'failed', 'source-not-found']]);
    expect(night.frames[0]).toMatchObject({ timings: { trim: 0.2 }, flags: ['The lamp is old.'], quality: { seeingArcsecond: 0.9 }, products: [{ file_name: 'wecfzst_star_1.fits' }, { file_name: 'wecfzst_star_2.fits' }, {}, {}] });
    expect(night.failures).toEqual([{ code: 'source-not-found', step: 'findTargets', wavmode: '400_M2', count: 1, message: 'No source.', files: [ids['blind.fits']] }]);
    expect([night.masters.length, night.waiting]).toEqual([1, []]);
    expect(await json(api.fetch(`/api/nights/${NIGHT}/`, 'staff'))).toMatchObject({ waiting: [{ reason: 'Waits for bias frames.', files: [ids['lamp.fits']] }] });
    expect(await json(api.fetch(`/api/nights/${NIGHT}/`, 'stranger'))).toMatchObject({ frames: [], masters: [{ file_name: 'master_bias.fits' }] });
  });

  it('say what signal a proposal wants, to its people, and how long each frame was exposed', async () => {
    const nightOf = (who: 'staff' | 'pi' | 'stranger') => json<NightView>(api.fetch(`/api/nights/${NIGHT}/`, who));
    const wish = (body: unknown) => api.fetch(`/api/proposals/${PROPOSAL}/settings/`, 'pi', jsonRequest('PUT', body));
    const star = await StoredFile.query(database).findById(ids['star.fits'] ?? 0).throwIfNotFound();
    await star.$query(database).patch({ exposure: { ...star.exposure, exposureTimeSecond: 900 } as never });
    const { goals, frames } = await nightOf('pi');
    expect([goals, frames.map(({ exposure_second }) => exposure_second)]).toEqual([{}, [900, null]]); // prettier-ignore
    expect(await refusal(wish({ settings: { snr_goal: 0 } }))).toMatchObject({ status: 422 });
    expect((await wish({ settings: { snr_goal: 50 } })).status).toBe(200);
    expect([(await nightOf('pi')).goals, (await nightOf('staff')).goals, (await nightOf('stranger')).goals]).toEqual([{ [PROPOSAL]: 50 }, { [PROPOSAL]: 50 }, {}]);
    const forOne = api.fetch('/api/files/reduce/', 'pi', jsonRequest('POST', { file_id: ids['star.fits'], settings: { snr_goal: 60 } }));
    expect(await refusal(forOne)).toMatchObject({ status: 422, detail: 'snr_goal: a goal is set for a proposal and not for one frame; its PI sets it in the settings of the proposal.' });
    expect((await wish({ settings: { snr_goal: null } })).status).toBe(200);
    expect((await nightOf('pi')).goals).toEqual({});
  });
});

describe('trends and failures', () => {
  it('are of what the caller may see', async () => {
    expect(await refusal(api.fetch('/api/qualities/trend/?name=seeingArcsecond'))).toMatchObject({ status: 401 });
    expect(await refusal(api.fetch('/api/qualities/trend/?name=luck', 'pi'))).toMatchObject({ status: 400 });
    expect(await refusal(api.fetch('/api/reductions/failures/'))).toMatchObject({ status: 401 });
    const trend = await json<QualityTrend>(api.fetch('/api/qualities/trend/?name=seeingArcsecond', 'pi'));
    expect(trend.points.map(({ value, file_name }) => [file_name, value])).toEqual([['wecfzst_star_1.fits', 0.9], ['wecfzst_star_2.fits', 1.4]]);
    expect(await json(api.fetch('/api/qualities/trend/?name=seeingArcsecond', 'stranger'))).toMatchObject({ points: [], more: false });
    expect(await json<FailureGroup[]>(api.fetch('/api/reductions/failures/', 'pi'))).toMatchObject([{ code: 'source-not-found', count: 1, wavmode: '400_M2' }]);
    expect(await json<FailureGroup[]>(api.fetch('/api/reductions/failures/', 'stranger'))).toEqual([]);
    expect(await json(api.fetch('/api/reductions/?code=source-not-found&step=findTargets', 'pi'))).toMatchObject({ count: 0 });
    expect(await json(api.fetch('/api/reductions/?code=source-not-found&wavmode=400_M2', 'pi'))).toMatchObject({ count: 1 });
  });
});
