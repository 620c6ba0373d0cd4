import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { reductionSettings } from '#activities/domain/settings';
import { QUEUE } from '#activities/instruments/goodman/test-headers';
import type { EncodedFile } from '#activities/products/fits/file-draft';
import type { CardValue } from '#numeric/fits/header';
import { writeFits } from '#numeric/fits/write';
import { createRandom } from '#numeric/math/random';
import { listFolder } from './folder-listing.js';
import { FolderNight } from './folder-night.js';
import type { FrameReport } from './frame-report.js';

const [NX, NY] = [2071, 60];
const LIGHT_FROM = 25;

/** A raw frame of a few rows: read noise everywhere, `electrons` where there is light; all zeros when `electrons` is undefined. */
function rawBytes(cards: Record<string, CardValue>, electrons: number | undefined, seed: number): Uint8Array {
  const random = createRandom(seed);
  const data = Uint16Array.from({ length: NX * NY }, (_, p) => {
    if (electrons === undefined) return 0;
    const light = p % NX >= LIGHT_FROM ? electrons : 0;
    return 490 + (light + Math.sqrt(light + 15) * random.normal()) / 1.48;
  });
  const { NAXIS: _n, NAXIS1: _x, NAXIS2: _y, ...rest } = QUEUE;
  const header = Object.entries({ ...rest, ...cards }).map(([keyword, value]) => ({ keyword, value, comment: '' }));
  return writeFits([{ kind: 'image', header, shape: [NX, NY], data }]);
}

const bias = (seed: number) => rawBytes({ OBSTYPE: 'BIAS', EXPTIME: 0 }, 0, seed);
const files: Record<string, Uint8Array> = {
  '0001_bias.fits': bias(1),
  '0002_bias.fits': bias(2),
  '0003_bias.fits': bias(3),
  '0004_bias.fits': rawBytes({ OBSTYPE: 'BIAS', EXPTIME: 0 }, undefined, 4),
  '0005_flat.fits': rawBytes({ OBSTYPE: 'LAMPFLAT' }, 0, 5),
  '0006_flat.fits': rawBytes({ OBSTYPE: 'LAMPFLAT' }, 0, 6),
  '0007_star.fits': rawBytes({}, 50, 7),
  'copy of 0002_bias.fits': bias(2),
};

describe('a folder', () => {
  const kept: EncodedFile[] = [];
  let reports: Map<string, FrameReport>;

  beforeAll(async () => {
    const settings = reductionSettings.parse({ minimum_number_of_bias: 3, minimum_number_of_flats: 2 });
    const night = new FolderNight({ settings, date: '2026-11-24', keep: (file) => Promise.resolve(void kept.push(file)), onReport: () => undefined });
    try {
      const list = await night.reduce(Object.entries(files).map(([name, bytes]) => ({ name, read: () => Promise.resolve(bytes) })));
      reports = new Map(list.map((report) => [report.name, report]));
    } finally {
      await night.close();
    }
  }, 120_000);

  test('counts the same bytes once', () => {
    expect(reports.get('copy of 0002_bias.fits')).toMatchObject({ state: 'rejected', reason: 'the same frame as 0002_bias.fits, used once', copyOf: '0002_bias.fits' });
  });

  test('makes a master of the good members, and says of the others why not', () => {
    const [master, ...more] = kept;
    expect(more).toEqual([]);
    const cards = Object.fromEntries((master?.cards ?? []).map(({ keyword, value }) => [keyword, value]));
    expect(cards).toMatchObject({ GSP_NCOM: 3, GSP_IC01: expect.stringMatching(/^000[123]_bias\.fits$/) as string });
    for (const name of ['0001_bias.fits', '0002_bias.fits', '0003_bias.fits']) expect(reports.get(name)?.state).toBe('done');
    expect(reports.get('0004_bias.fits')).toMatchObject({ state: 'rejected', reason: expect.stringContaining('every pixel is 0: it was not read out') as string });
  });

  test('says of a master that failed that it failed, to its frames and to who waits for it', () => {
    for (const name of ['0005_flat.fits', '0006_flat.fits']) expect(reports.get(name)).toMatchObject({ state: 'failed', reason: expect.stringContaining('None of the 2 flats can be used') as string });
    const { state, reason } = reports.get('0007_star.fits') ?? {};
    expect(state).toBe('waiting');
    expect(reason).toContain('has 2: the master flat failed: None of the 2 flats can be used: 0005_flat.fits: it has no light');
    expect(reason).toContain('send better flats; needs a lamp of 400_M2');
    expect(reason).not.toContain('on its way');
  });
});

describe('what stands in a folder', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'listing-'));
    await mkdir(path.join(folder, 'old.fits'));
    await symlink('/nowhere/0099_gone.fits', path.join(folder, '0099_gone.fits'));
    for (const name of ['._0001.fits', '.DS_Store', 'notes.txt', '0002.fits.gz', '0001.fits', '0003.FIT', '0004.fts', '0005.fits.fz']) await writeFile(path.join(folder, name), 'x');
  });
  afterAll(() => rm(folder, { recursive: true }));

  test('is a frame, or named with its reason, or hidden', async () => {
    expect(await listFolder(folder)).toEqual({
      frames: ['0001.fits', '0002.fits.gz', '0003.FIT', '0004.fts', '0005.fits.fz'],
      others: [
        { name: '0099_gone.fits', reason: 'cannot be opened: the file it points to is not there' },
        { name: 'notes.txt', reason: 'is no FITS file by its name' },
        { name: 'old.fits', reason: 'is a folder' },
      ],
      hidden: 2,
    });
  });

  test('a folder that is none, or holds none, is refused in words', async () => {
    await expect(listFolder(path.join(folder, '0001.fits'))).rejects.toThrow('is not a folder');
    await expect(listFolder(path.join(folder, 'old.fits'))).rejects.toThrow('holds no .fits file');
  });
});
