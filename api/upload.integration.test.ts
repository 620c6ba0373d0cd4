import { createHash, randomInt } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { OutboxEntry, Reduction, StoredFile } from '#activities/store/models';
import { ObjectStore } from '#activities/store/objects';
import { rawFrame } from '#activities/store/test-frames';
import { fpacked } from '#activities/products/test-fpacked';
import { testS3Settings } from '#activities/store/test-stores';
import { json, multipart, PROPOSAL, refusal, startTestApi, type TestApi } from './test-api.js';
import type { FileDetail, FileView } from './controllers/file-view.js';

let api: TestApi;
let objects: ObjectStore;
beforeAll(async () => {
  api = await startTestApi();
  objects = new ObjectStore(testS3Settings());
});
afterAll(() => api.close());

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const upload = (name: string, bytes: Uint8Array, who: Parameters<TestApi['fetch']>[1] = 'staff') => api.fetch('/api/files/', who, multipart(name, bytes));

/** All tests share one object store, whose keys are content: each frame has its own. */
let seed = randomInt(2 ** 31);
const frame = (cards: Parameters<typeof rawFrame>[0] = {}) => rawFrame({ seed: seed++, ...cards });

describe('an upload', () => {
  it.each([
    ['nobody', {}],
    ['a wrong key', { authorization: 'Token 0123456789012345678901234567890123456789' }],
    ['no key', { authorization: 'Token' }],
    ['something else', { authorization: 'Basic dXNlcjpwYXNz' }],
  ])('by %s is refused', async (_who, headers) => {
    const bytes = frame();
    const answer = api.fetch('/api/files/', undefined, { ...multipart('0001_a.fits', bytes), headers: headers as Record<string, string> });
    expect(await refusal(answer)).toMatchObject({ status: 401, code: 'unauthenticated' });
    expect(await objects.exists('raw', sha256(bytes))).toBe(false);
  });

  it('to a proposal of others is refused, and nothing is kept', async () => {
    const bytes = frame();
    expect(await refusal(upload('0001_a.fits', bytes, 'stranger'))).toMatchObject({ status: 403, code: 'forbidden' });
    const other = frame({ cards: { PROPID: 'SOAR2026B-999', PROPOSAL: 'SOAR2026B-999' } });
    for (const body of [other, gzipSync(other)]) {
      expect(await refusal(upload('0001_a.fits', body, 'pi'))).toMatchObject({ status: 403, code: 'forbidden', facts: { proposal: 'SOAR2026B-999' } });
    }
    expect(await objects.exists('raw', sha256(other))).toBe(false);
    expect(await objects.exists('raw', sha256(bytes))).toBe(false);
  });

  it('is kept, recorded and promised a reduction', async () => {
    const bytes = frame();
    const answer = await upload('0123_ngc3242.fits', bytes, 'pi');
    expect(answer.status).toBe(201);
    const file = (await answer.json()) as FileView;
    expect(answer.headers.get('location')).toBe(`/api/files/${file.id}/`);
    expect(answer.headers.get('server-timing')).toMatch(/^receive;dur=[\d.]+, read;dur=[\d.]+, rehearse;dur=[\d.]+, store;dur=[\d.]+, rows;dur=[\d.]+$/);
    // The fields of the manual's example, in its words.
    expect(file).toMatchObject({
      file_name: '0123_ngc3242.fits', original_file: '0123_ngc3242.fits', original_file_id: file.id, parent_file: '0123_ngc3242.fits', parent_file_id: file.id,
      obstype: 'SPECTRUM', object: 'NGC 3242', filter: 'NO_FILTER', filter_2: 'GG455', grating: '400_SYZY', slit: '1.0_LONG_SLIT', cam_targ: '16.1', grt_targ: '7.5',
      obsra: '10:24:46.1', obsdec: '-18:38:32.6', gain: '1.48', rdnoise: '3.89', roi: 'Spectroscopic 2x2', wavmode: '400_M2', proposal_id: PROPOSAL,
      observation_id: null, configuration_id: null, block_id: 7, image_id: 34304, date: '2026-11-24', data_type: '0', normalized: false, technique: 'Spectroscopy',
      night: '20261123', directory_name: '/20261123/RAW', full_path: '/20261123/RAW/0123_ngc3242.fits',
    }); // prettier-ignore
    expect(await objects.getObject('raw', sha256(bytes))).toEqual(Buffer.from(bytes));
    const [promise] = await OutboxEntry.query(api.database).where({ fileId: file.id });
    expect(promise?.workflowStart).toEqual({
      workflowId: `frame:0123_ngc3242.fits:${sha256(bytes).slice(0, 12)}`,
      summary: '0123 · SPECTRUM · NGC 3242 · 400_M2',
      attributes: { proposal: PROPOSAL, night: '20261123', obsType: 'SPECTRUM', object: 'NGC 3242', wavMode: '400_M2' },
      input: { fileId: file.id, requestId: answer.headers.get('x-request-id') },
    });
  });

  it('of the same bytes again is answered with what is there', async () => {
    const bytes = frame();
    const first = await json<FileView>(upload('0200_twice.fits', bytes));
    const second = await upload('0200_twice.fits', bytes);
    expect([second.status, ((await second.json()) as FileView).id]).toEqual([200, first.id]);
    expect(await OutboxEntry.query(api.database).where({ fileId: first.id }).resultSize()).toBe(1);
  });

  it('of the same bytes under another name is the same frame', async () => {
    const bytes = frame();
    const first = await json<FileView>(upload('0206_named.fits', bytes));
    const second = await upload('0207_renamed.fits', bytes);
    expect([second.status, await second.json()]).toEqual([200, first]);
  });

  it('that breaks off leaves nothing, and the next one is taken', async () => {
    const bytes = frame();
    const half = new ReadableStream({
      start(controller) {
        controller.enqueue(bytes.subarray(0, 1_000_000));
        setTimeout(() => {
          controller.error(new Error('the line is dead'));
        }, 100);
      },
    });
    const request = { method: 'POST', body: half, duplex: 'half' } as RequestInit;
    await expect(api.fetch('/api/files/?name=0208_half.fits', 'staff', request)).rejects.toMatchObject({ cause: { message: 'the line is dead' } });
    expect(await StoredFile.query(api.database).where({ fileName: '0208_half.fits' }).resultSize()).toBe(0);
    expect((await upload('0208_half.fits', bytes)).status).toBe(201);
  });

  it('sent ten times at the same instant makes one file', async () => {
    const bytes = frame();
    const answers = await Promise.all(Array.from({ length: 10 }, () => upload('0201_race.fits', bytes)));
    expect(answers.map(({ status }) => status).sort()).toEqual([...Array<number>(9).fill(200), 201]);
    expect(await StoredFile.query(api.database).where({ fileName: '0201_race.fits' }).resultSize()).toBe(1);
  });

  it('with the name of another frame of the night is refused, and the first one stays', async () => {
    const [first, second] = [frame(), frame()];
    const { id } = await json<FileView>(upload('0202_same.fits', first));
    expect(await refusal(upload('0202_same.fits', second))).toMatchObject({ status: 409, code: 'conflict', facts: { fileId: id } });
    expect(await objects.exists('raw', sha256(second))).toBe(false);
    const other = await upload('0202_same.fits', frame({ cards: { 'DATE-OBS': '2026-11-20T03:00:00.000' } }));
    expect(other.status).toBe(201);
  });

  it('of a name whose frame came to nothing is taken: the broken one keeps nobody out', async () => {
    const { id } = await json<FileView>(upload('0209_again.fits', frame()));
    expect((await upload('0209_again.fits', frame())).status).toBe(409);
    const failure = { code: 'frame-without-information', message: 'every pixel is 0', step: 'checkPlausibility', facts: {} } as const;
    await Reduction.query(api.database).insert({ fileId: id, workflowId: `frame:${id}`, runId: 'r', state: 'failed', reason: failure.message, failure });
    expect((await upload('0209_again.fits', frame())).status).toBe(201);
    expect((await upload('0209_again.fits', frame())).status).toBe(409);
  });

  it.each(['0000-01-01T00:00:00', '0001-01-01T00:00:00', '1970-01-01T00:00:03', '2122-07-04T23:06:11'])('that says it is of %s is kept, and goes to the night of another card or to none', async (stamp) => {
    const cards = { 'DATE-OBS': stamp, DATE: '2022-07-04', UT: '23:06:11.201', TIME: undefined, OPENDATE: undefined, OPENTIME: undefined };
    const told = await json<FileDetail>(upload(`0210_${stamp.slice(0, 4)}.fits`, frame({ cards })));
    expect(told).toMatchObject({ night: '20220704' });
    const alone = await upload(`0211_${stamp.slice(0, 4)}.fits`, frame({ cards: { ...cards, DATE: '0000-01-01' } }));
    expect(alone.status).toBe(201);
    const { id } = (await alone.json()) as FileView;
    const file = await json<FileDetail>(api.fetch(`/api/files/${id}/`, 'staff'));
    expect(file).toMatchObject({ night: null, reductions: [{ state: 'failed', failure: { code: 'header-invalid' } }] });
    expect(file.reductions[0]?.reason).toContain(`DATE-OBS = '${stamp}'`);
    expect((await StoredFile.query(api.database).findById(id))?.date).toBeNull();
  });

  it('may be compressed: the frame inside counts', async () => {
    const bytes = frame();
    const file = await json<FileView>(upload('0203_zipped.fits.gz', gzipSync(bytes)));
    expect(file).toMatchObject({ file_name: '0203_zipped.fits', checksum: sha256(bytes), size_bytes: bytes.length });
    expect((await upload('0203_zipped.fits', bytes)).status).toBe(200);
  });

  it('may be tile compressed, as the archives deliver it: the frame inside counts, under its own name', async () => {
    const bytes = frame();
    const file = await json<FileView>(upload('0209_archive.fits.fz', fpacked(bytes)));
    expect(file).toMatchObject({ file_name: '0209_archive.fits', checksum: sha256(bytes), size_bytes: bytes.length });
    expect(await objects.getObject('raw', sha256(bytes))).toEqual(Buffer.from(bytes));
    expect((await upload('0209_archive.fits', bytes)).status).toBe(200);
    expect((await upload('0210_OLD.FTS', frame())).status).toBe(201);
    expect((await upload('0211_old.FIT.GZ', gzipSync(frame()))).status).toBe(201);
  });

  it('is proved by DATASUM; a header changed by hand is a warning on the file', async () => {
    const damaged = frame();
    damaged[damaged.length - 5000] = (damaged[damaged.length - 5000] ?? 0) ^ 0x10;
    const answer = await refusal(upload('0212_damaged.fits', damaged));
    expect(answer).toMatchObject({ status: 422, code: 'not-fits', detail: 'DATASUM of 0212_damaged.fits does not fit: the pixels are not those that were written. Transfer the file again.' });
    expect(await objects.exists('raw', sha256(damaged))).toBe(false);
    const renamed = Buffer.from(frame());
    renamed.write("'NGC 3243'", renamed.indexOf("'NGC 3242'"), 'latin1');
    const kept = await json<FileView>(upload('0213_renamed.fits', renamed));
    const { warnings } = await json<FileDetail>(api.fetch(`/api/files/${kept.id}/`, 'staff'));
    expect(warnings).toEqual(['CHECKSUM does not fit, DATASUM does: the header was changed after it was written.']);
  });

  it('with bytes in its header that do not belong there is kept, and its words are read as they were meant', async () => {
    const bytes = Buffer.from(frame({ cards: { OBJECT: 'L0gg Mu__oz', PROPID: `${PROPOSAL}   ` } }));
    bytes.write("'L0\xce\xb3 Mu\xc3\xb1oz'", bytes.indexOf("'L0gg"), 'latin1');
    bytes.write("'GG455\0'", bytes.indexOf("'GG455"), 'latin1');
    const kept = await json<FileView>(upload('0214_words.fits', bytes));
    expect(kept).toMatchObject({ object: 'L0γ Muñoz', filter_2: 'GG455', proposal_id: PROPOSAL });
  });

  it('may be the whole body, named in the address or in a header', async () => {
    const first = await api.fetch('/api/files/?name=0204_body.fits', 'staff', { method: 'POST', body: frame() as Uint8Array<ArrayBuffer>, headers: { 'content-type': 'application/fits' } });
    expect([first.status, ((await first.json()) as FileView).file_name]).toEqual([201, '0204_body.fits']);
    const headers = { 'content-disposition': 'attachment; filename="0205_body.fits"' };
    const second = await api.fetch('/api/files/', 'staff', { method: 'POST', body: frame() as Uint8Array<ArrayBuffer>, headers });
    expect([second.status, ((await second.json()) as FileView).file_name]).toEqual([201, '0205_body.fits']);
  });

  const enormous = (cards: Record<string, string>): Uint8Array => {
    const lines = { SIMPLE: 'T', BITPIX: '16', NAXIS: '2', NAXIS1: '2071', NAXIS2: '948', ...cards };
    const text = [...Object.entries(lines).map(([keyword, value]) => `${keyword.padEnd(8)}= ${value.padStart(20)}`), 'END'].map((card) => card.padEnd(80)).join('');
    return Buffer.from(text.padEnd(2880), 'latin1');
  };

  it.each<[string, string, () => Uint8Array, number, string]>([
    ['truncated', '0300_a.fits', () => frame().subarray(0, 1_000_000), 422, 'not-fits'],
    ['empty', '0301_a.fits', () => new Uint8Array(0), 422, 'not-fits'],
    ['no FITS', '0302_a.fits', () => Buffer.from('<html>The server is busy</html>'.repeat(200)), 422, 'not-fits'],
    ['gzip of nothing', '0303_a.fits.gz', () => gzipSync(Buffer.from('nothing')), 422, 'not-fits'],
    ['broken gzip', '0304_a.fits.gz', () => gzipSync(frame()).subarray(0, 5000), 422, 'not-fits'],
    ['a zip bomb', '0305_a.fits.gz', () => gzipSync(Buffer.alloc(40_000_000)), 413, 'too-large'],
    ['of another instrument', '0306_a.fits', () => frame({ cards: { INSTRUME: 'SAMI' } }), 422, 'wrong-instrument'],
    ['reduced already', '0307_a.fits', () => frame({ cards: { GSP_VERS: '1.3.6', GSP_FNAM: 'cfzst_0307_a.fits' } }), 422, 'frame-not-reducible'],
    ['of 10 GB by its NAXIS', '0308_a.fits', () => enormous({ NAXIS1: '100000', NAXIS2: '50000' }), 422, 'not-fits'],
    ['of absurd NAXIS', '0309_a.fits', () => enormous({ NAXIS: '999' }), 422, 'not-fits'],
    ['of negative size', '0310_a.fits', () => enormous({ NAXIS1: '-5' }), 422, 'not-fits'],
    ['too large', '0311_a.fits', () => Buffer.alloc(16 * 2 ** 20 + 1), 413, 'too-large'],
    ['far too large', '0312_a.fits', () => Buffer.alloc(40 * 2 ** 20), 413, 'too-large'],
    ['over-long of name', `${'a'.repeat(260)}.fits`, () => frame(), 400, 'request-invalid'],
    ['not FITS by name', '0313_a.exe', () => frame(), 400, 'request-invalid'],
    ['hidden by name', '.0314_a.fits', () => frame(), 400, 'request-invalid'],
  ])('that is %s is refused, and nothing is kept', async (_what, name, make, status, code) => {
    const bytes = make();
    const before = await StoredFile.query(api.database).resultSize();
    expect(await refusal(upload(name, bytes))).toMatchObject({ status, code });
    expect(await StoredFile.query(api.database).resultSize()).toBe(before);
    expect(await objects.exists('raw', sha256(bytes))).toBe(false);
  });

  it('without a file, or broken off, is refused', async () => {
    expect(await refusal(api.fetch('/api/files/', 'staff', { method: 'POST' }))).toMatchObject({ status: 400 });
    const form = new FormData();
    form.append('comment', 'no file');
    expect(await refusal(api.fetch('/api/files/', 'staff', { method: 'POST', body: form }))).toMatchObject({ status: 400 });
    const broken = { method: 'POST', body: 'not multipart', headers: { 'content-type': 'multipart/form-data; boundary=x' } };
    expect(await refusal(api.fetch('/api/files/', 'staff', broken))).toMatchObject({ status: 400 });
    const unnamed = { method: 'POST', body: 'x', headers: { 'content-type': 'multipart/form-data' } };
    expect(await refusal(api.fetch('/api/files/', 'staff', unnamed))).toMatchObject({ status: 400 });
  });

  it('whose header makes no sense is kept, and seen as failed with the reason', async () => {
    const bytes = frame({ cards: { OBSTYPE: undefined } });
    const answer = await upload('0400_no-obstype.fits', bytes, 'pi');
    expect(answer.status).toBe(201);
    const { id } = (await answer.json()) as FileView;
    expect(await objects.exists('raw', sha256(bytes))).toBe(true);
    const file = await json<FileDetail>(api.fetch(`/api/files/${id}/`, 'pi'));
    expect(file).toMatchObject({ kind: 'other', night: null, proposal_id: PROPOSAL });
    expect(file.reductions).toMatchObject([{ state: 'failed', step: 'describe', failure: { code: 'keyword-missing' } }]);
    expect(file.reductions[0]?.reason).toMatch('OBSTYPE');
    expect(await OutboxEntry.query(api.database).where({ fileId: id }).resultSize()).toBe(0);
    // Its night is unknown; a name means one frame of a date, and of nothing where there is no date either.
    expect((await upload('0400_no-obstype.fits', frame({ cards: { OBSTYPE: undefined } }), 'pi')).status).toBe(409);
    for (const date of ['2026-11-20T03:00:00', undefined, undefined]) {
      expect((await upload('0400_no-obstype.fits', frame({ cards: { OBSTYPE: undefined, 'DATE-OBS': date } }))).status).toBe(201);
    }
  });

  it('costs little: the answer is due 100 ms after the last byte', async () => {
    const times: { processorMs: number; wallMs: number }[] = [];
    for (let i = 0; i < 12; i++) {
      const form = multipart(`05${String(i).padStart(2, '0')}_fast.fits`, frame());
      const [before, since] = [process.cpuUsage(), performance.now()];
      expect((await api.fetch('/api/files/', 'staff', form)).status).toBe(201);
      const { user, system } = process.cpuUsage(before);
      times.push({ processorMs: (user + system) / 1000, wallMs: performance.now() - since });
    }
    const least = (name: 'processorMs' | 'wallMs') => Math.min(...times.map((time) => time[name]));
    console.info(`upload of a 3.9 MB frame, sending included: ${least('wallMs').toFixed(0)} ms, of the processor ${least('processorMs').toFixed(0)} ms`);
    // Of the processor, because others share it and the wall clock would measure them; half of it is our own sending. A megabyte turned into pixels
    // on the way, or hashed once more, would show. The wall clock is measured by `npm run bench`.
    expect(least('processorMs')).toBeLessThan(150);
  });
});
