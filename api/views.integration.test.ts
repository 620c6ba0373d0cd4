import { createHash } from 'node:crypto';
import { decode } from 'fast-png';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { calibratedProduct, masterBias, reducedProduct, spectraProduct } from '#activities/products/test-products';
import { StoredFile } from '#activities/store/models';
import { rawFrame } from '#activities/store/test-frames';
import type { FileView } from './controllers/file-view.js';
import type { FileImage, FileSlit } from './controllers/image-answers.js';
import type { FileSpectrum } from './controllers/spectrum-answers.js';
import { json, jsonRequest, multipart, refusal, startTestApi, type TestApi } from './test-api.js';
import { storeProduct } from './test-products.js';

let api: TestApi;
let raw: FileView;
let frame: number;
let extracted: number;
let calibrated: number;
let master: number;
/** One noise for all runs: the robust limits below are percentiles of it, and the upper one lies at the edge of a step. */
const seed = 20261120;
const SHAPE = [1100, 530] as const;
beforeAll(async () => {
  api = await startTestApi();
  raw = await json<FileView>(api.fetch('/api/files/', 'staff', multipart('0900_seen.fits', rawFrame({ seed, shape: SHAPE }))));
  const of = { raw: raw.id, stores: api };
  [frame = 0] = await storeProduct(of, 'frame', reducedProduct());
  [extracted = 0] = await storeProduct({ ...of, parent: frame }, 'spectra', spectraProduct(1));
  [calibrated = 0] = await storeProduct({ ...of, parent: extracted }, 'calibratedSpectra', calibratedProduct(1));
  [master = 0] = await storeProduct(of, 'masterBias', masterBias());
});
afterAll(() => api.close());

const floats = async (answer: Promise<Response>) => new Float32Array(await (await answer).arrayBuffer());
const tile = (id: number, place: string, query = '', headers = {}) => api.fetch(`/api/files/${id}/image/tiles/${place}/${query}`, 'pi', { headers });

describe('the image of a file', () => {
  it.each(['image/', 'image/tiles/0/0/0/', 'slit/'])('is not found by who may not (%s)', async (what) => {
    expect(await refusal(api.fetch(`/api/files/${raw.id}/${what}`))).toMatchObject({ status: 401 });
    expect(await refusal(api.fetch(`/api/files/${raw.id}/${what}`, 'stranger'))).toMatchObject({ status: 404, code: 'not-found' });
    expect((await api.fetch(`/api/files/${raw.id}/${what}`, 'collaborator')).status).toBe(200);
  });

  it('of a raw frame says size, place, unit, scales and limits', async () => {
    const image = await json<FileImage>(api.fetch(`/api/files/${raw.id}/image/`, 'pi'));
    expect(image).toMatchObject({ width: 1100, height: 530, unit: 'adu', read_noise: null, planes: ['flux', 'mask'], tile_size: 512, title: ['SPECTRUM NGC 3242', 'SOAR2026B-011'], limits: { all: [1000, 1063] } });
    expect(image.levels).toEqual([
      { level: 0, width: 1100, height: 530, columns: 3, rows: 2 },
      { level: 1, width: 550, height: 265, columns: 2, rows: 1 },
      { level: 2, width: 275, height: 133, columns: 1, rows: 1 },
    ]);
    // 64 equal steps of counts from 1000: the second and the 98.5th percentile.
    expect(image.limits.robust).toEqual([1001, 1063]);
    expect(image.binning).toEqual({ x: 2, y: 2 });
  });

  it('comes in tiles that are the pixels of the file', async () => {
    const stored = new DataView((await (await api.fetch(`/api/files/${raw.id}/download/`, 'pi')).arrayBuffer()));
    const data = stored.byteLength - Math.ceil((1100 * 530 * 2) / 2880) * 2880;
    const at = (x: number, y: number) => stored.getInt16(data + 2 * (y * 1100 + x)) + 32768;
    const response = await tile(raw.id, '0/2/1');
    expect([response.headers.get('x-tile-width'), response.headers.get('x-tile-height')]).toEqual(['76', '18']);
    const pixels = new Float32Array(await response.arrayBuffer());
    expect(pixels.length).toBe(76 * 18);
    expect([pixels[0], pixels[75], pixels.at(-1)]).toEqual([at(1024, 512), at(1099, 512), at(1099, 529)]);
    const coarse = await floats(tile(raw.id, '1/0/0'));
    expect(coarse[512 * 10 + 20]).toBe((at(40, 20) + at(41, 20) + at(40, 21) + at(41, 21)) / 4);
  });

  it('of a product leaves masked pixels to the mask', async () => {
    const image = await json<FileImage>(api.fetch(`/api/files/${frame}/image/`, 'pi'));
    expect(image).toMatchObject({ width: 203, height: 70, unit: 'electron', read_noise: 3.89, planes: ['flux', 'variance', 'mask'], origin: { column: 0, row: 202 }, masked: { NO_DATA: 1, COSMIC_RAY: 1, SATURATED: 1, BAD_PIXEL: 0 } });
    const { flux, variance, mask } = reducedProduct().frame;
    expect(await floats(tile(frame, '0/0/0'))).toEqual(Float32Array.from(flux));
    expect(await floats(tile(frame, '0/0/0', '?plane=variance'))).toEqual(Float32Array.from(variance));
    expect(new Uint8Array(await (await tile(frame, '0/0/0', '?plane=mask')).arrayBuffer())).toEqual(Uint8Array.from(mask));
  });

  it('is kept by who has it', async () => {
    const first = await tile(raw.id, '2/0/0');
    expect(first.headers.get('cache-control')).toMatch(/^private, .*immutable/);
    const etag = first.headers.get('etag') ?? '';
    expect((await tile(raw.id, '2/0/0', '', { 'if-none-match': etag })).status).toBe(304);
    expect((await tile(raw.id, '2/0/0', '?plane=mask', { 'if-none-match': etag })).status).toBe(200);
    const packed = await tile(raw.id, '2/0/0', '', { 'accept-encoding': 'br' });
    expect(packed.headers.get('content-encoding')).toBe('br');
    expect(Number(packed.headers.get('content-length'))).toBeLessThan(275 * 133 * 4);
    expect(await packed.arrayBuffer()).toEqual(await first.arrayBuffer());
  });

  it.each(['9/0/0', '0/3/0', '0/0/2'])('has no tile %s', async (place) => {
    const refused = await tile(raw.id, place);
    expect(refused.headers.get('cache-control')).toBe('no-store');
    expect(await refusal(Promise.resolve(refused))).toMatchObject({ status: 404 });
  });

  it.each(['x/0/0', '0/-1/0', '0/0/1.5'])('refuses %s', async (place) => {
    expect(await refusal(tile(raw.id, place))).toMatchObject({ status: 400 });
  });

  it('is refused in words where there is none', async () => {
    expect(await refusal(api.fetch(`/api/files/${calibrated}/image/`, 'pi'))).toMatchObject({ status: 400, detail: expect.stringContaining('is a spectrum of one axis') as string });
    expect(await refusal(tile(raw.id, '0/0/0', '?plane=variance'))).toMatchObject({ status: 400, detail: expect.stringContaining('no variances') as string });
  });

  it('of a master for all is for all, and does not tell whose it is', async () => {
    const image = await json<FileImage>(api.fetch(`/api/files/${master}/image/`, 'stranger'));
    expect(image.width).toBe(203);
    expect(JSON.stringify(image)).not.toMatch(/SOAR2026B|NGC 3242|barnard/i);
  });
});

describe('the slit', () => {
  it.each(['frame', 'extracted', 'calibrated'] as const)('of a %s is that of its frame', async (which) => {
    const id = { frame, extracted, calibrated }[which];
    const slit = await json<FileSlit>(api.fetch(`/api/files/${id}/slit/`, 'pi'));
    const [spectrum] = spectraProduct(1).spectra;
    expect(slit).toMatchObject({ id, frame_id: frame, unit: 'electron', targets: [{ target: 1, aperture: [61.45, 79.05], sky_zones: [[40.2, 57], [83.5, 100.3]] }] });
    expect(slit.targets[0]?.file_id).toBe(which === 'calibrated' ? calibrated : extracted);
    expect(slit.targets[0]?.trace_rows).toEqual(Array.from(spectrum?.trace.rows ?? []));
    const { flux, mask } = reducedProduct().frame;
    const row = Array.from(flux.subarray(0, 203)).filter((_, x) => mask[x] === 0);
    expect(slit.profile).toHaveLength(70);
    expect(slit.profile[0]).toBeCloseTo(row.reduce((sum, value) => sum + value, 0) / row.length, 9);
  });
});

describe('a spectrum', () => {
  it('is not found by who may not', async () => {
    expect(await refusal(api.fetch(`/api/files/${calibrated}/spectrum/`))).toMatchObject({ status: 401 });
    expect(await refusal(api.fetch(`/api/files/${calibrated}/spectrum/`, 'stranger'))).toMatchObject({ status: 404 });
    expect(await refusal(api.fetch(`/api/files/${frame}/spectrum/`, 'pi'))).toMatchObject({ status: 400, detail: expect.stringContaining('is a frame') as string });
  });

  it('as JSON is that of the file, null for no answer', async () => {
    const [spectrum] = calibratedProduct(1).spectra;
    const answer = await json<FileSpectrum>(api.fetch(`/api/files/${calibrated}/spectrum/`, 'pi'));
    expect(answer).toMatchObject({ axis: 'wavelength', axis_unit: 'Angstrom', unit: 'electron', target: 1 });
    const withNull = (values: Iterable<number> = []) => Array.from(values, (value) => (Number.isNaN(value) ? null : value));
    expect(answer.arrays['wavelength']).toEqual(withNull(spectrum?.wavelengths));
    expect(answer.arrays['flux']).toEqual(withNull(spectrum?.flux));
    expect(answer.arrays['uncertainty']).toEqual(withNull(spectrum?.variance.map(Math.sqrt)));
    expect(answer.arrays['flux']?.[11]).toBeNull();
    expect(answer.lines).toHaveLength(spectrum?.solution.lines.length ?? -1);
  });

  it('as typed arrays is the same', async () => {
    const response = await api.fetch(`/api/files/${calibrated}/spectrum/`, 'pi', { headers: { accept: 'application/octet-stream' } });
    expect(response.headers.get('content-type')).toBe('application/octet-stream');
    const bytes = await response.arrayBuffer();
    const length = new DataView(bytes).getUint32(0, true);
    const head = JSON.parse(new TextDecoder().decode(new Uint8Array(bytes, 4, length))) as { arrays: { name: string; type: string; offset: number; length: number }[] };
    const types = { float64: Float64Array, float32: Float32Array, uint8: Uint8Array } as const;
    const arrays = Object.fromEntries(head.arrays.map(({ name, type, offset, length: n }) => [name, new types[type as keyof typeof types](bytes, 4 + length + offset, n)]));
    const [spectrum] = calibratedProduct(1).spectra;
    expect(arrays['wavelength']).toEqual(spectrum?.wavelengths);
    expect(arrays['flux']).toEqual(Float32Array.from(spectrum?.flux ?? []));
    expect(arrays['mask']).toEqual(Uint8Array.from(spectrum?.mask ?? []));
    expect(arrays['wavelength_error']).toEqual(Float32Array.from(spectrum?.wavelengthErrors ?? []));
  });
});

describe('a picture', () => {
  it.each(['svg', 'png', 'json'])('as %s is not found by who may not', async (format) => {
    const path = `/api/files/visualize/?file_id=${raw.id}&format=${format}`;
    expect(await refusal(api.fetch(path))).toMatchObject({ status: 401 });
    expect(await refusal(api.fetch(path, 'stranger'))).toMatchObject({ status: 404 });
    const answer = await api.fetch(path, 'pi');
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toMatch({ svg: 'image/svg+xml', png: 'image/png', json: 'application/json' }[format] ?? '');
  });

  it('of a frame has its title, its axes and counts', async () => {
    const svg = await (await api.fetch(`/api/files/visualize/?file_id=${raw.id}&color_map=viridis`, 'pi')).text();
    for (const words of ['SPECTRUM NGC 3242', 'SOAR2026B-011', 'Dispersion Axis (Pixels)', 'Spatial Axis (Pixels)', '1063 adu', '1001 adu']) expect(svg).toContain(words);
    expect(await (await api.fetch(`/api/files/visualize/?file_id=${raw.id}&title=false`, 'pi')).text()).not.toContain('NGC 3242');
  });

  it('as PNG is the pixels, the lowest row at the bottom, stretched by asinh', async () => {
    const png = decode(new Uint8Array(await (await api.fetch(`/api/files/visualize/?file_id=${raw.id}&format=png`, 'pi')).arrayBuffer()));
    const [pixels, lowest] = [await floats(tile(raw.id, '0/0/0')), 529 * 1100 * 3];
    expect([png.width, png.height]).toEqual([1100, 530]);
    const shade = (count: number) => Math.round((255 * Math.asinh((10 * Math.min(62, Math.max(0, count - 1001))) / 62)) / Math.asinh(10));
    expect([0, 1, 2, 3].map((x) => png.data[lowest + 3 * x])).toEqual([0, 1, 2, 3].map((x) => shade(pixels[x] ?? NaN)));
  });

  it('of a spectrum has wavelengths and electrons', async () => {
    const svg = await (await api.fetch(`/api/files/visualize/?file_id=${calibrated}&theme=dark`, 'pi')).text();
    for (const words of ['Wavelength (Angstrom)', 'Intensity (e⁻)', '± 1 σ']) expect(svg).toContain(words);
    expect(await refusal(api.fetch(`/api/files/visualize/?file_id=${calibrated}&format=png`, 'pi'))).toMatchObject({ status: 400 });
    expect(await refusal(api.fetch(`/api/files/visualize/?file_id=${calibrated}&color_map=red`, 'pi'))).toMatchObject({ status: 400 });
  });
});

describe('a table', () => {
  it.each(['csv', 'ecsv', 'votable'])('as %s has the name of the file', async (format) => {
    const path = `/api/files/${calibrated}/download/?format=${format}`;
    expect(await refusal(api.fetch(path, 'stranger'))).toMatchObject({ status: 404 });
    expect(await refusal(api.fetch(`/api/files/${frame}/download/?format=${format}`, 'pi'))).toMatchObject({ status: 400 });
    const answer = await api.fetch(path, 'pi');
    expect(answer.headers.get('content-disposition')).toMatch(/filename="wecfzst_0123_barnard\.(csv|ecsv|vot)"/);
    expect((await answer.text()).split('\n').length).toBeGreaterThan(2030);
  });
});

describe('a zip', () => {
  const zip = (body: object, who: Parameters<TestApi['fetch']>[1]) => api.fetch('/api/files/zip/', who, jsonRequest('POST', body));

  it('is refused where one file is not there or not yours, in one sentence', async () => {
    expect(await refusal(zip({ ids: [raw.id] }, undefined))).toMatchObject({ status: 401 });
    expect(await refusal(zip({ ids: [master, raw.id, 999_999] }, 'stranger'))).toMatchObject({ status: 404, detail: `Of the files asked for, ${raw.id}, 999999 are not there, or not yours: leave them out.` });
    expect(await refusal(zip({}, 'pi'))).toMatchObject({ status: 400 });
    expect(await refusal(zip({ filter: { object: 'nothing of it' } }, 'pi'))).toMatchObject({ status: 400 });
    expect(await refusal(api.fetch('/api/files/zip/?ids=1;2', 'pi'))).toMatchObject({ status: 400 });
  });

  it('holds what was asked for, byte by byte, and says so', async () => {
    const answer = await zip({ ids: [raw.id, calibrated, frame] }, 'pi');
    const bytes = Buffer.from(await answer.arrayBuffer());
    expect(Number(answer.headers.get('content-length'))).toBe(bytes.length);
    const found = storedEntries(bytes);
    const manifest = JSON.parse(found.get('manifest.json')?.toString() ?? '') as { files: { path: string; sha256: string; id: number; proposal_id: string }[] };
    expect(manifest.files.map(({ id }) => id).sort()).toEqual([raw.id, frame, calibrated].sort());
    for (const { id, path, sha256 } of manifest.files) {
      const alone = Buffer.from(await (await api.fetch(`/api/files/${id}/download/`, 'pi')).arrayBuffer());
      expect(found.get(path)?.equals(alone)).toBe(true);
      expect(sha256).toBe(createHash('sha256').update(alone).digest('hex'));
    }
  });

  it('of many files listens to nothing that has ended', async () => {
    const warnings: string[] = [];
    const heard = ({ name }: Error) => warnings.push(name);
    process.on('warning', heard);
    const ids: number[] = [];
    for (let i = 0; i < 12; i++) ids.push((await json<FileView>(api.fetch('/api/files/', 'pi', multipart(`07${String(i).padStart(2, '0')}_zip.fits`, rawFrame({ seed: 7000 + i }))))).id);
    const found = storedEntries(Buffer.from(await (await zip({ ids }, 'pi')).arrayBuffer()));
    process.off('warning', heard);
    expect(found.size).toBe(13);
    expect(warnings).toEqual([]);
  }, 60_000);

  it('holds what a list with the same filters shows', async () => {
    expect(await refusal(api.fetch('/api/files/zip/', 'pi'))).toMatchObject({ status: 400 });
    expect(await refusal(api.fetch(`/api/files/zip/?ids=${raw.id}&data_type=0`, 'pi'))).toMatchObject({ status: 400 });
    expect(await refusal(api.fetch('/api/files/zip/?data_type=3,4&night=20260801..', 'stranger'))).toMatchObject({ status: 400, detail: 'No file of yours fits this filter: there is nothing to put into a zip.' });
    for (const query of ['data_type=3,4&night=20260801..', 'data_type=0,4&object=NGC%203242', 'q=seen&kind=spectrum']) {
      const listed = (await json<{ results: FileView[] }>(api.fetch(`/api/files/?${query}&page_size=100`, 'pi'))).results.map(({ id }) => id);
      const found = storedEntries(Buffer.from(await (await api.fetch(`/api/files/zip/?${query}`, 'pi')).arrayBuffer()));
      const manifest = JSON.parse(found.get('manifest.json')?.toString() ?? '') as { files: { id: number }[] };
      expect(listed.length, query).toBeGreaterThan(0);
      expect(manifest.files.map(({ id }) => id).sort(), query).toEqual(listed.sort());
    }
  });

  it('has of a master for all what is for all', async () => {
    const bytes = Buffer.from(await (await api.fetch(`/api/files/zip/?ids=${master}`, 'stranger')).arrayBuffer());
    expect(bytes.includes('master_bias')).toBe(true);
    expect(/SOAR2026B|Barnard|_bias\.fits/.exec(bytes.toString('latin1'))?.[0]).toBeUndefined();
    const alone = Buffer.from(await (await api.fetch(`/api/files/${master}/download/`, 'stranger')).arrayBuffer());
    expect(/SOAR2026B|Barnard|_bias\.fits/.exec(alone.toString('latin1'))?.[0]).toBeUndefined();
  });

  it('that breaks off has no end', async () => {
    const [lost = 0] = await storeProduct({ raw: raw.id, stores: api }, 'frame', reducedProduct());
    await StoredFile.query(api.database).findById(lost).patch({ objectKey: 'test/gone.fits' });
    await expect(zip({ ids: [raw.id, lost] }, 'pi').then((answer) => answer.arrayBuffer())).rejects.toThrow();
    expect((await api.fetch('/api/files/', 'pi')).status).toBe(200);
  });
});

/** The files of a zip by their central directory, all stored as they are. */
function storedEntries(zip: Buffer): Map<string, Buffer> {
  const end = zip.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1'));
  let at = zip.readUInt32LE(end + 16);
  const entries = new Map<string, Buffer>();
  for (let i = 0; i < zip.readUInt16LE(end + 10); i++) {
    const [size, name, local] = [zip.readUInt32LE(at + 24), zip.readUInt16LE(at + 28), zip.readUInt32LE(at + 42)];
    const start = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
    entries.set(zip.toString('utf8', at + 46, at + 46 + name), zip.subarray(start, start + size));
    at += 46 + name + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32);
  }
  return entries;
}
