import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { connect } from '#activities/store/database';
import { decodeProduct } from '#activities/products/decode-product';
import type { Products } from '#activities/products/index';
import { extractZones } from '#numeric/extraction/extract-zones';
import { onDetector, zonesOn } from '#numeric/extraction/zones';
import { issueTokenTo, saveProposal, saveUser } from '../local/admin/admin-accounts.js';
import type { ApiClient } from '../local/demo/api-client.js';
import { followNight } from '../local/demo/follow-night.js';
import { startPlatform, type Platform } from '../local/platform/platform.js';
import { smallNight, staffClient } from './small-night.js';

/** Every block of the reduction by hand, on the whole platform. */
const MINUTE = 60_000;
const STAR = 'LTT 7379';

interface FileView {
  id: number;
  file_name: string;
  data_type: string;
  kind: string;
  wavmode: string;
  object: string;
  version: number;
  target: number | null;
  current: boolean;
  flags: string[];
  excluded: string | null;
}
interface Decisions {
  state: string;
  reason: string;
  decisions: { purpose: string; reason: string; by_hand: { by: string; forced: boolean; reason: string } | null; questions: string[]; candidates: { handle: string; file_id: number | null; name: string; verdict: string; answers: { name: string; ok: boolean }[] }[] }[];
}
interface Versions {
  results: { id: number; version: number; current: boolean; deleted: string | null; checksum: string }[];
}

let platform: Platform;
let staff: ApiClient;
let dataDir: string;
const tokens: Record<string, string> = {};
const raws = new Map<string, number>();

beforeAll(async () => {
  dataDir = await mkdtemp(path.join(tmpdir(), 'goodman-blocks-'));
  platform = await startPlatform({ dataDir });
  staff = await staffClient(platform);
  const database = connect(platform.databaseUrl, { pool: 1 });
  for (const username of ['pi', 'stranger']) await saveUser(database, username, { email: `${username}@test.invalid` });
  await saveProposal(database, 'SOAR2026B-099', { pi: 'pi' });
  for (const username of ['staff', 'pi', 'stranger']) tokens[username] = await issueTokenTo(database, username);
  await database.destroy();
  const frames = smallNight({
    blocks: [
      { mode: '400_M1', lamps: ['HGA', 'NE'], flats: 3, spectra: [{ object: STAR, exposureSecond: 60, targets: [{ row: 0.5, electronsPerPixel: 6000 }] }] },
      { mode: '930_M2', lamps: ['HGA', 'NE'], flats: 2, spectra: [] },
    ],
  });
  const night = await followNight(staff, frames, { restWithinSecond: 150, signal: new AbortController().signal });
  for (const { name, fileId } of night) raws.set(name, fileId ?? NaN);
  const calibrated = async () => {
    if ((await files(`original_file_id=${star()}&data_type=4`)).length !== 1) throw new Error('the star is not calibrated yet');
  };
  await vi.waitFor(calibrated, { timeout: MINUTE, interval: 500 });
}, 4 * MINUTE);

afterAll(async () => {
  await platform?.stop();
  await rm(dataDir, { recursive: true, force: true });
});

async function ask(who: string, method: string, address: string, body?: unknown): Promise<{ status: number; body: Record<string, never> & { detail: string } }> {
  const response = await fetch(`${platform.apiUrl.replace(/\/api\/?$/, '')}${address}`, {
    method,
    // A socket that the API closed while a frame was compared is none to ask on.
    headers: { connection: 'close', authorization: `Token ${tokens[who]}`, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: response.status, body: (await response.json()) as never };
}
const answer = async <T>(who: string, address: string): Promise<T> => (await ask(who, 'GET', address)).body as unknown as T;
const files = async (query: string, who = 'pi'): Promise<FileView[]> => (await answer<{ results: FileView[] }>(who, `/api/files/?page_size=100&${query}`)).results;
const rawNamed = (part: string): number => [...raws].find(([name]) => name.includes(part))?.[1] ?? NaN;
const star = (): number => [...raws].find(([name]) => /ltt/i.test(name))?.[1] ?? NaN;
const product = async (level: number, id = star()): Promise<FileView> => (await files(`original_file_id=${id}&data_type=${level}`))[0] as FileView;

/** Does something that has the star reduced again, and waits until it is. */
async function until(what: () => Promise<unknown>, id: number, reached: () => Promise<boolean>): Promise<void> {
  await what();
  await expect.poll(reached, { timeout: 40_000, interval: 300 }).toBe(true);
  await expect.poll(async () => (await answer<Decisions>('staff', `/api/files/${id}/decisions/`)).state, { timeout: 20_000, interval: 200 }).toMatch(/done|failed|waiting/);
}

test('a master is built of fewer frames where staff say so, and is flagged', { timeout: MINUTE }, async () => {
  const build = (who: string, body: object) => ask(who, 'POST', '/api/files/calibrations/', body);
  const flat = rawNamed('flat_930m2');
  expect((await build('stranger', { file_id: flat })).status).toBe(404);
  expect((await build('pi', { file_id: star() })).status).toBe(409);
  expect((await build('pi', { file_id: flat, minimum: 2, reason: 'cloudy' })).body.detail).toMatch(/serves everybody: only staff/);
  expect((await build('staff', { file_id: flat, minimum: 1 })).status).toBe(400);
  expect(await build('pi', { night: '20261120', purpose: 'flat' })).toMatchObject({ status: 202, body: { results: expect.arrayContaining([expect.objectContaining({ frames: 2, usual_minimum: 3, decision: null })]) as unknown } });
  const masters = async () => (await files('data_type=1&wavmode=930_M2', 'staff')).filter(({ kind }) => kind === 'flat');
  expect(await masters()).toEqual([]);
  expect((await build('staff', { file_id: flat, minimum: 2, reason: 'the dome closed' })).status).toBe(202);
  await expect.poll(async () => (await masters()).length, { timeout: 40_000 }).toBe(1);
  expect((await masters())[0]?.flags.join(' ')).toMatch(/Decisions forced by hand: 1/);
});

describe('the extraction of a person', () => {
  const aperture = { lower: -6, upper: 8.5, sky: [{ from: -40, to: -15 }, { from: 15, to: 40 }], extraction_type: 'fractional' as const };
  const extract = (who: string, file_id: number, apertures: unknown[] = [aperture], reason = 'the companion is in it') => ask(who, 'POST', '/api/files/spectrum/extract/', { file_id, apertures, reason });

  test('is refused for who may not, for what is no spectrum, and for what the frame cannot have, each in a sentence', { timeout: MINUTE }, async () => {
    const frame = await product(2);
    expect((await extract('stranger', frame.id)).status).toBe(404);
    expect((await extract('pi', rawNamed('arc_400m1'))).body.detail).toMatch(/is no spectrum \(arc\)/);
    const refusals = await Promise.all([
      extract('pi', frame.id, [{ ...aperture, sky: [{ from: 2, to: 30 }] }]),
      extract('pi', frame.id, [{ ...aperture, upper: 4000 }]),
      extract('pi', frame.id, [{ ...aperture, target: 7 }]),
      extract('pi', frame.id, [{ ...aperture, trace: 'straight' }]),
    ]);
    expect(refusals.map(({ status }) => status)).toEqual([422, 422, 422, 422]);
    expect(refusals.map(({ body }) => body.detail)).toEqual([
      expect.stringMatching(/Sky zone 1 \(2 to 30 rows from the trace\) overlaps the aperture/),
      expect.stringMatching(/The aperture leaves the frame: it reaches from row .* and the frame has rows 0 to/),
      expect.stringMatching(/there is no spectrum of source 7/),
      expect.stringMatching(/takes a "center"/),
    ]);
  });

  test('makes a version beside the old, with the numbers of the one function, bit for bit; and can be taken back', { timeout: 2 * MINUTE }, async () => {
    const before = await product(3);
    await until(() => extract('pi', before.id), star(), async () => (await product(4)).version > 1 && (await product(3)).version > before.version);
    const after = await product(3);
    const [bytes, plane] = await Promise.all([staff.download(after.id), staff.download((await product(2)).id)]);
    const [spectrum] = (decodeProduct('spectra', bytes) as Products['spectra']).spectra;
    const { frame, exposure } = decodeProduct('frame', plane) as Products['frame'];
    const kept = ((await extract('pi', before.id)).body as unknown as { apertures: { trace: number[]; lower: number; upper: number; sky: [number, number][]; fwhm_rows: number }[] }).apertures[0];
    if (!kept || !spectrum) throw new Error('nothing was extracted');
    const expected = extractZones(frame, zonesOn(frame.geometry, kept), { method: 'fractional', model: 'moffat', fwhmPixel: kept.fwhm_rows / frame.geometry.binY, readNoiseElectron: exposure.readNoiseElectron });
    expect([spectrum.flux, spectrum.variance, spectrum.mask]).toEqual([expected.flux, expected.variance, expected.mask]);
    // The same place again, on the detector and back.
    expect(onDetector(frame.geometry, { ...aperture, trace: spectrum.trace.coefficients, sky: [] }).lower).toBe(kept.lower);

    const cards = (await answer<{ cards: { keyword: string; value: string }[] }>('pi', `/api/files/header/?id=${after.id}`)).cards;
    const step = cards.find(({ value }) => typeof value === 'string' && /^extractApertures v\d/.test(value))?.value;
    expect(step).toMatch(/chosen by hand \(pi, 20\d\d-.* UTC: the companion is in it\)/);

    const { results } = await answer<Versions>('pi', `/api/files/${after.id}/versions/`);
    expect(results.map(({ current }) => current)).toEqual([true, false]);
    const difference = await answer<{ words: string; flux: { largest: { sigma: number }; columns: number }; steps: { name: string }[] }>('pi', `/api/files/${after.id}/versions/${before.id}/difference/`);
    expect(difference.steps.map(({ name }) => name).sort()).toEqual(['extract', 'extractApertures', 'findTargets']);
    expect(difference.words).toMatch(/extract v\d+ → not done.*largest change .* σ at column \d+/);
    expect(difference.flux.columns).toBeGreaterThan(1900);
    expect((await ask('stranger', 'GET', `/api/files/${after.id}/versions/`)).status).toBe(404);
    expect((await ask('pi', 'GET', `/api/files/${after.id}/versions/${star()}/difference/`)).status).toBe(409);

    await until(() => extract('pi', before.id, []), star(), async () => (await product(3)).id === before.id);
    expect((await product(4)).current).toBe(true);
  });
});

describe('calibrations chosen by a person', () => {
  const use = (who: string, body: Record<string, unknown>, id = star()) => ask(who, 'POST', `/api/files/${id}/use-calibration/`, body);

  test('the decisions are a table; what fails a question is refused in words, and staff may force what the pixels allow', { timeout: 2 * MINUTE }, async () => {
    expect((await ask('stranger', 'GET', `/api/files/${star()}/decisions/`)).status).toBe(404);
    // A lamp of the other grating came along meanwhile; only a run that decides again sees it.
    await expect.poll(async () => (await files(`original_file_id=${rawNamed('arc_930m2')}&data_type=2`)).length, { timeout: 40_000 }).toBe(1);
    await ask('pi', 'POST', '/api/files/reduce/', { file_id: star() });
    // One answer that says all of it: between two, the new run may begin and have decided nothing yet.
    const { decisions } = await vi.waitFor(
      async () => {
        const all = await answer<Decisions>('pi', `/api/files/${star()}/decisions/`);
        if (all.state !== 'done' || all.decisions[2]?.candidates.length !== 2) throw new Error(`${all.state}, ${all.decisions.length} decisions`);
        return all;
      },
      { timeout: 40_000, interval: 300 },
    );
    expect(decisions.map(({ purpose }) => purpose)).toEqual(['bias', 'flat', 'arc']);
    const arc = decisions[2];
    expect(arc?.candidates.map(({ verdict }) => verdict)).toEqual(['chosen', 'refused']);
    expect(arc?.questions).toContain('grating');
    const [chosen, refused] = arc?.candidates ?? [];
    expect(refused?.answers.filter(({ ok }) => !ok).map(({ name }) => name)).toContain('grating');

    const wrong = await use('pi', { purpose: 'arc', candidate: refused?.handle });
    expect([wrong.status, wrong.body.detail]).toEqual([409, expect.stringMatching(/does not serve as lamp: grating is 930_SYZY, wanted 400_SYZY.*Staff of the observatory may/)]);
    expect((await use('pi', { purpose: 'arc', candidate: refused?.handle, force: true, reason: 'because' })).status).toBe(403);
    expect((await use('staff', { purpose: 'arc', candidate: refused?.handle, force: true })).status).toBe(400);
    expect((await use('pi', { purpose: 'arc', candidate: 'nothing' })).status).toBe(404);
    expect((await use('pi', { purpose: 'bias', file_id: star() })).status).toBe(409);
    expect((await use('pi', { purpose: 'arc', file_id: rawNamed('arc_400m1') }, rawNamed('flat_400m1'))).body.detail).toMatch(/becomes part of a master/);
    expect((await use('stranger', { purpose: 'arc', file_id: 1 })).status).toBe(404);

    // The one that was chosen anyway: now it is a person's word.
    const before = await product(4);
    await until(() => use('pi', { purpose: 'arc', candidate: chosen?.handle, reason: 'taken beside the star' }), star(), async () => (await product(4)).id !== before.id);
    const now = await answer<Decisions>('pi', `/api/files/${star()}/decisions/`);
    expect(now.decisions[2]).toMatchObject({ by_hand: { by: 'pi', forced: false, reason: 'taken beside the star' } });
    expect(now.decisions[2]?.reason).toMatch(/chosen by hand \(pi, .*taken beside the star\)/);
    const { cards } = await answer<{ cards: { keyword: string; value: string; comment: string }[] }>('pi', `/api/files/header/?id=${(await product(4)).id}`);
    expect(cards.filter(({ keyword }) => keyword === 'HISTORY').map(({ value, comment }) => `${value}${comment}`).join(' ')).toMatch(/as lamp, chosen by hand \(pi/);
    await until(() => ask('pi', 'DELETE', `/api/files/${star()}/use-calibration/?purpose=arc`), star(), async () => (await product(4)).id === before.id);
    expect((await ask('pi', 'DELETE', `/api/files/${star()}/use-calibration/?purpose=arc`)).status).toBe(404);
  });

  test('without a lamp it ends as an extracted spectrum, and the wavelengths of before are a version of before; then back', { timeout: 2 * MINUTE }, async () => {
    const without = (who: string, purpose: string) => ask(who, 'POST', `/api/files/${star()}/proceed-without/`, { purpose, reason: 'look at it at once' });
    expect((await without('stranger', 'arc')).status).toBe(404);
    expect((await ask('pi', 'POST', `/api/files/${rawNamed('arc_400m1')}/proceed-without/`, { purpose: 'arc' })).body.detail).toMatch(/needs no lamp; it chooses bias, flat/);
    await until(() => without('pi', 'arc'), star(), async () => (await files(`original_file_id=${star()}&data_type=4`)).length === 0);
    const { reason, decisions } = await answer<Decisions>('pi', `/api/files/${star()}/decisions/`);
    expect(reason).toMatch(/no lamp, chosen by hand \(pi/);
    expect(decisions.find(({ purpose }) => purpose === 'arc')?.candidates[0]?.verdict).toBe('suitable');
    await until(() => ask('pi', 'DELETE', `/api/files/${star()}/proceed-without/?purpose=arc`), star(), async () => (await files(`original_file_id=${star()}&data_type=4`)).length === 1);
  });

  test('another lamp, or its lines, are told to the wavelength block; fluxes are not calibrated, in words', { timeout: 2 * MINUTE }, async () => {
    const calibrate = (who: string, body: object) => ask(who, 'POST', '/api/files/spectrum/calibrate/wavelength/', { file_id: star(), ...body });
    expect((await calibrate('stranger', {})).status).toBe(404);
    expect((await calibrate('pi', { arc_file_id: rawNamed('arc_930m2') })).body.detail).toMatch(/does not serve as lamp of .*grating is 930_SYZY/);
    expect((await calibrate('pi', { lamps: ['XE'] })).status).toBe(400);
    const before = await product(4);
    await until(() => calibrate('pi', { lamps: ['HGA', 'NE'], reason: 'the header is right' }), star(), async () => (await product(4)).id !== before.id);
    await until(() => calibrate('pi', { lamps: [] }), star(), async () => (await product(4)).id === before.id);
    const flux = await ask('pi', 'POST', '/api/files/spectrum/calibrate/flux/', { file_id: before.id });
    expect([flux.status, flux.body.detail]).toEqual([501, expect.stringMatching(/does not calibrate fluxes yet/)]);
    expect((await ask('stranger', 'POST', '/api/files/spectrum/calibrate/flux/', { file_id: before.id })).status).toBe(404);
  });
});

test('products are deleted and brought back; raw frames, masters and what calibrates others are not', { timeout: MINUTE }, async () => {
  const remove = (who: string, body: object) => ask(who, 'DELETE', '/api/files/', body);
  const spectrum = await product(4);
  const [master] = await files('data_type=1');
  const lamp = await product(2, rawNamed('arc_400m1'));
  expect((await remove('stranger', { file_id: spectrum.id })).status).toBe(404);
  expect((await remove('pi', {})).status).toBe(400);
  expect((await remove('pi', { file_id: star() })).body.detail).toMatch(/is a raw frame: what the telescope recorded is never deleted/);
  expect((await remove('staff', { file_id: master?.id })).body.detail).toMatch(/is a master.*taken out of use instead/);
  expect((await remove('pi', { file_id: lamp.id })).body.detail).toMatch(/calibrates 1 other frame/);
  // All or none.
  expect((await remove('pi', { file_ids: [spectrum.id, star()] })).status).toBe(409);
  const view = await answer<{ actions: string[] }>('pi', `/api/files/${spectrum.id}/`);
  expect(view.actions).toEqual(['download', 'reduce', 'remove-overrides', 'use-calibration', 'proceed-without', 'extract', 'calibrate-wavelength', 'delete']);

  expect(await remove('pi', { file_id: spectrum.id, reason: 'a test' })).toMatchObject({ status: 200, body: { results: [{ id: spectrum.id, made_from_it: 0, restore: `/api/files/${spectrum.id}/restore/` }] } });
  expect(await files(`original_file_id=${star()}&data_type=4`)).toEqual([]);
  expect((await ask('pi', 'GET', `/api/files/${spectrum.id}/`)).status).toBe(404);
  expect((await remove('pi', { file_id: spectrum.id })).status).toBe(404);
  expect((await ask('stranger', 'POST', `/api/files/${spectrum.id}/restore/`)).status).toBe(404);
  expect(await ask('pi', 'POST', `/api/files/${spectrum.id}/restore/`)).toMatchObject({ status: 200, body: { id: spectrum.id, current: true } });
  expect((await ask('pi', 'POST', `/api/files/${spectrum.id}/restore/`)).status).toBe(404);
  expect((await product(4)).id).toBe(spectrum.id);
});

test('a frame is taken for what staff say that it is, and for what its header says again', { timeout: 2 * MINUTE }, async () => {
  const lamp = rawNamed('arc_930m2');
  const classify = (who: string, body: object) => ask(who, 'POST', '/api/files/reclassify/', { file_id: lamp, ...body });
  expect((await classify('stranger', {})).status).toBe(404);
  expect((await classify('pi', { kind: 'spectrum', reason: 'it is one' })).status).toBe(403);
  expect((await classify('staff', { kind: 'spectrum' })).status).toBe(400);
  expect((await ask('pi', 'POST', '/api/files/reclassify/', { file_id: (await product(4)).id })).status).toBe(409);
  expect(await classify('pi', {})).toMatchObject({ status: 200, body: { results: [{ before: 'arc', changed: false }] } });
  const told = await classify('staff', { kind: 'spectrum', reason: 'the lamp was moved out' });
  expect(told).toMatchObject({ status: 200, body: { results: [{ before: 'arc', changed: true, file: { kind: 'spectrum', obstype: 'SPECTRUM' } }] } });
  await expect.poll(async () => (await answer<Decisions>('pi', `/api/files/${lamp}/decisions/`)).decisions.map(({ purpose }) => purpose).join(), { timeout: 40_000 }).toBe('bias,flat,arc');
  expect((await answer<{ warnings: string[] }>('pi', `/api/files/${lamp}/`)).warnings.at(-1)).toBe("Taken for a spectrum by hand; OBSTYPE says 'ARC'.");
  // Lines across the slit are no source, or one that is nobody's star: either way it is not offered as a lamp.
  expect(await files(`original_file_id=${lamp}&data_type=2`).then((found) => found.filter(({ kind }) => kind === 'arc'))).toEqual([]);
  expect(await classify('pi', {})).toMatchObject({ status: 200, body: { results: [{ before: 'spectrum', changed: true, file: { kind: 'arc' } }] } });
  await expect.poll(async () => (await files(`original_file_id=${lamp}&data_type=2`)).filter(({ kind }) => kind === 'arc').length, { timeout: 60_000 }).toBe(1);
});

interface Try {
  id: string;
  state: string;
  reason: string;
  expires: string | null;
  spectra: { target: number; axis: string; snr: number; quality: Record<string, number>; flags: string[]; arrays: Record<string, (number | null)[]> }[];
}

test('other settings are tried, and nothing of it is published', { timeout: 2 * MINUTE }, async () => {
  const start = (who: string, settings: object, id = star()) => ask(who, 'POST', `/api/files/${id}/try/`, { settings });
  expect((await start('stranger', {})).status).toBe(404);
  expect((await start('pi', { extraction_width: 100 })).status).toBe(422);
  expect((await start('pi', {}, rawNamed('arc_400m1'))).body.detail).toMatch(/is a lamp: tries are of spectra/);
  const kept = await product(4);
  const seen = async () => JSON.stringify([await files('page_size=100'), await answer('pi', `/api/files/${kept.id}/versions/`), (await answer<{ count: number }>('pi', `/api/reductions/?file_id=${star()}&all_attempts=true`)).count]);
  const before = await seen();
  const tried = async (settings: object): Promise<Try> => {
    const begun = await start('pi', settings);
    expect(begun, begun.body.detail).toMatchObject({ status: 202, body: { state: 'running', spectra: [] } });
    const { id } = begun.body as unknown as Try;
    const address = `/api/files/${star()}/try/${id}/`;
    // Staff may read the frame; what somebody tries is that person's own.
    expect((await ask('staff', 'GET', address)).status).toBe(404);
    expect((await ask('pi', 'GET', `/api/files/${rawNamed('arc_400m1')}/try/${id}/`)).status).toBe(404);
    await expect.poll(async () => (await answer<Try>('pi', address)).state, { timeout: MINUTE }).not.toBe('running');
    return answer<Try>('pi', address);
  };
  // As it is: the numbers of the spectrum that is there.
  const same = await tried({});
  const { arrays } = await answer<{ arrays: Record<string, (number | null)[]> }>('pi', `/api/files/${kept.id}/spectrum/`);
  expect(same).toMatchObject({ state: 'done', spectra: [{ target: 1, axis: 'wavelength' }] });
  expect(same.spectra[0]?.arrays['wavelength']).toEqual(arrays['wavelength']);
  expect(same.spectra[0]?.arrays['flux']).toEqual(arrays['flux']?.map((value) => (value === null ? null : Math.fround(value))));
  expect(Date.parse(same.expires ?? '')).toBeGreaterThan(Date.now() + 50 * MINUTE);
  // Otherwise: other numbers, with their quality.
  const other = await tried({ extraction_type: 'fractional', extraction_width: 4 });
  expect(other.spectra[0]?.arrays['flux']).not.toEqual(same.spectra[0]?.arrays['flux']);
  expect(Object.keys(other.spectra[0]?.quality ?? {}).length).toBeGreaterThan(3);
  // What comes to nothing says why.
  expect(await tried({ minimum_target_snr: 100_000 })).toMatchObject({ state: 'failed', spectra: [], reason: expect.stringMatching(/source/) as string });
  expect(await seen()).toBe(before);
  // Two at a time of one account, and another's are not in the way.
  const [one, two, three, theirs] = await Promise.all([start('pi', { extraction_width: 3 }), start('pi', { extraction_width: 5 }), start('pi', { extraction_width: 6 }), start('staff', {})]);
  expect([one.status, two.status, three.status].sort()).toEqual([202, 202, 429]);
  expect(theirs.status).toBe(202);
});

test('what other settings would do is told without doing it', { timeout: MINUTE }, async () => {
  const rehearse = (who: string, settings: object) => ask(who, 'POST', '/api/files/reduce/?dry_run=true', { file_id: star(), settings });
  expect((await rehearse('stranger', {})).status).toBe(404);
  expect((await rehearse('pi', { extraction_width: 100 })).status).toBe(422);
  const runs = async () => (await answer<{ count: number }>('pi', `/api/reductions/?file_id=${star()}&all_attempts=true`)).count;
  const before = await runs();
  const same = await rehearse('pi', {});
  expect(same).toMatchObject({ status: 200, body: { results: [{ workflow_id: '', dry_run: { settings: [], steps: [], complete: true } }] } });
  expect(await rehearse('pi', { extraction_type: 'fractional' })).toMatchObject({
    body: { results: [{ dry_run: { settings: [{ name: 'extraction_type', before: 'optimal', after: 'fractional' }], steps: ['extract'], complete: true, decisions: [{ purpose: 'bias' }, { purpose: 'flat' }, { purpose: 'arc' }] } }] },
  });
  expect(await rehearse('pi', { ignore_flats: true })).toMatchObject({ body: { results: [{ dry_run: { steps: ['trim'], decisions: [{ purpose: 'bias' }, { purpose: 'arc' }] } }] } });
  expect(await runs()).toBe(before);
});
