import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ReductionError } from '#activities/domain/errors';
import type { Exposure } from '#activities/domain/exposure';
import { describeExposure } from '#activities/instruments/goodman/describe-exposure';
import { simulatedGoodman } from '#activities/instruments/goodman/simulated/simulated-goodman';
import { decodeProduct } from '#activities/products/decode-product';
import { laboratoryLines } from '#activities/reference/line-lists';
import { readFits, readPrimaryHeader } from '#numeric/fits/read';
import { simulateNight } from '#numeric/synthetic/night';

/** Situations out of public reports, kept beside the repository: each a folder with `make.py NIGHT OUT [variant]` or small files. */
const CASES = fileURLToPath(new URL('../../../shared/cases/', import.meta.url));
const hasNumpy = spawnSync('python3', ['-c', 'import numpy']).status === 0;
const MINUTES = 5 * 60_000;

const work = mkdtempSync(path.join(tmpdir(), 'cases-'));
afterAll(() => rmSync(work, { recursive: true, force: true }));

/** Ten bias frames, ten flats of one set-up, a lamp and stars, binned 2×2. */
function writeNight(folder: string): void {
  mkdirSync(folder);
  const star = (object: string) => ({ object, exposureSecond: 120, targets: [{ row: 0.5, electronsPerPixel: 6000 }] });
  const plan = {
    ...{ seed: 3, binning: 2 as const, date: '2026-11-20', proposal: 'SOAR2026B-099', biases: 10, laboratoryLines: laboratoryLines(['HGA', 'NE'], true) },
    blocks: [{ mode: '400_M2', lamps: ['HGA' as const, 'NE' as const], flats: 10, spectra: ['LTT 7379', 'two', 'three', 'four'].map(star) }],
  };
  for (const { name, bytes } of simulateNight(plan, simulatedGoodman())) writeFileSync(path.join(folder, name), bytes);
}

interface Outcome {
  readonly exit: number | null;
  readonly text: string;
  readonly products: string;
  readonly line: (name: string) => string;
}

/** The case made and reduced as an observer would: `npm run reduce`. */
function reduceCase(name: string, variant?: string): Outcome {
  const place = path.join(work, [name, variant ?? ''].join('-'));
  const made = spawnSync('python3', [path.join(CASES, name, 'make.py'), path.join(work, 'night'), place, ...(variant === undefined ? [] : [variant])], { encoding: 'utf8' });
  if (made.status !== 0) throw new Error(made.stderr);
  const settings = path.join(CASES, name, 'settings.json');
  const products = `${place}-out`;
  const script = fileURLToPath(new URL('../local/offline/reduce.ts', import.meta.url));
  const args = ['--conditions=gp-src', '--import', 'tsx', script, place, products, ...(existsSync(settings) ? ['--settings', settings] : [])];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8', maxBuffer: 2 ** 24 });
  const text = `${stdout}${stderr}`;
  return { exit: status, text, products, line: (frame) => text.split('\n').find((each) => each.startsWith(frame) && / (done|waiting|rejected|failed) /.test(each)) ?? '' };
}

function spectrumOf({ products }: Outcome) {
  const bytes = readFileSync(path.join(products, 'ecfzst_0022_ltt7379.fits'));
  const [spectrum] = decodeProduct('spectra', bytes) && (decodeProduct('spectra', bytes) as { spectra: readonly { flux: Float64Array; variance: Float64Array; mask: Uint8Array }[] }).spectra;
  if (!spectrum) throw new Error('no spectrum');
  return spectrum;
}

const FLAT = '0011_flat_400m2.fits';
const ARC = '0021_arc_400m2.fits';
const STAR = '0022_ltt7379.fits';

describe.skipIf(!existsSync(CASES) || !hasNumpy)('cases of public reports, reduced (skipped without ../shared/cases or a python3 with numpy)', { timeout: MINUTES }, () => {
  let good: Outcome;
  beforeAll(() => {
    writeNight(path.join(work, 'night'));
    good = reduceCase('celestial-wcs-in-raw');
  }, MINUTES);

  test('celestial-wcs-in-raw', () => {
    expect(good.exit).toBe(0);
    const cards = readPrimaryHeader(readFileSync(path.join(good.products, 'wecfzst_0022_ltt7379.fits'))).cards;
    for (const keyword of ['CTYPE1', 'CUNIT1', 'CRVAL1', 'CRPIX1', 'CDELT1', 'CD1_1', 'LTM1_1', 'WCSDIM', 'WAT0_001']) expect(cards.filter((card) => card.keyword === keyword)).toHaveLength(1);
    for (const keyword of ['WCSAXES', 'CTYPE2', 'CUNIT2', 'CD2_2', 'CRVAL2', 'CRPIX2']) expect(cards.filter((card) => card.keyword === keyword)).toEqual([]);
    expect(cards.find(({ keyword }) => keyword === 'CTYPE1')?.value).toBe('LINEAR');
  });

  test.each(['quartz', 'edge'])('flat-without-light %s', (variant) => {
    const outcome = reduceCase('flat-without-light', variant);
    expect(outcome.exit).toBe(0);
    const [wanted, found] = [spectrumOf(good), spectrumOf(outcome)];
    const pulls: number[] = [];
    const shares: number[] = [];
    found.flux.forEach((flux, x) => {
      if (found.mask[x] !== 0 || wanted.mask[x] !== 0) return;
      const difference = flux - (wanted.flux[x] ?? NaN);
      pulls.push(difference / Math.sqrt(found.variance[x] ?? NaN));
      shares.push(difference / (wanted.flux[x] ?? NaN));
    });
    expect(pulls.length).toBeGreaterThan(1000);
    expect(pulls.filter((pull) => Math.abs(pull) < 3).length / pulls.length).toBeGreaterThanOrEqual(0.99);
    // Means of a hundred columns: what the noise of the faintest flat columns leaves of a single one is 3 %, of so many 0.3 %.
    for (let i = 0; i + 100 <= shares.length; i += 50) expect(Math.abs(shares.slice(i, i + 100).reduce((sum, share) => sum + share, 0) / 100)).toBeLessThan(0.01);
  });

  test('dead-columns-in-flat', () => {
    const outcome = reduceCase('dead-columns-in-flat');
    expect(outcome.exit).toBe(0);
    const [wanted, found] = [spectrumOf(good), spectrumOf(outcome)];
    const lost = [...found.mask.keys()].filter((x) => found.mask[x] !== 0 && wanted.mask[x] === 0);
    expect(lost).toHaveLength(10);
    found.flux.forEach((flux, x) => {
      if (found.mask[x] === 0) expect(Math.abs(flux / (wanted.flux[x] ?? NaN) - 1)).toBeLessThan(0.001);
    });
  });

  test('one-dark-flat', () => {
    const { line } = reduceCase('one-dark-flat');
    expect(line('0015_flat_400m2.fits')).toMatch(/rejected .*it has no light/);
    for (const frame of [FLAT, ARC, STAR]) expect(line(frame)).toContain(' done ');
  });

  test('failed-master-on-its-way', () => {
    const { exit, text, line } = reduceCase('failed-master-on-its-way');
    expect(exit).toBe(1);
    for (const frame of [ARC, STAR]) expect(line(frame)).toMatch(/the master flat failed: .*6\.3 % of the pixels are saturated.*send better flats/);
    expect(text).not.toContain('on its way');
  });

  test.each([
    ['saturated', '100 % of the pixels are saturated; expose shorter'],
    ['constant', 'every pixel is 1000: it was not read out; send it again'],
    ['overscan', 'its overscan is saturated'],
  ])('frame-without-information %s', (variant, sentence) => {
    expect(reduceCase('frame-without-information', variant).line(STAR)).toMatch(new RegExp(`failed .*${sentence}`));
  });

  test('folder-oddities', () => {
    const { exit, text, products } = reduceCase('folder-oddities');
    expect(exit).toBe(0);
    expect(text).toContain('old.fits is a folder');
    expect(text).toContain('0099_gone.fits cannot be opened: the file it points to is not there');
    expect(text).not.toMatch(/EISDIR|ENOENT|ENAMETOOLONG|\/nowhere/);
    expect(readdirSync(products).filter((name) => /^w?ecfzst_x{200}/.test(name))).toHaveLength(2);
  });

  test('one-frame-under-many-names', () => {
    const { text, line } = reduceCase('one-frame-under-many-names');
    expect(line('0001_bias.fits')).toContain('a master bias takes 10 frames, there are 3');
    expect(text.match(/the same frame as 000[123]_bias\.fits, used once/g)).toHaveLength(7);
  });

  test.each(['binning-contradiction', 'coordinates-in-degrees'])('%s', (name) => {
    const { exit, text, line } = reduceCase(name);
    expect(exit).toBe(0);
    expect(line(STAR)).toContain('wecfzst_0022_ltt7379.fits');
    if (name === 'binning-contradiction') expect(text).toMatch(/CCDSUM = '1 1', ROI = 'Spectroscopic 2x2'.*contradict each other.*2 × 2 was taken/);
    else expect(text).not.toContain('another pointing');
  });
});

describe.skipIf(!existsSync(CASES))('single headers of public reports (skipped without ../shared/cases)', () => {
  const headerOf = (file: string) => readFits(readFileSync(path.join(CASES, file))).hdus[0]?.header;
  function described(file: string): Exposure {
    const header = headerOf(file);
    if (!header) throw new Error(`${file} has no header`);
    return describeExposure(header, path.basename(file));
  }

  test.each(['year0000', 'year0001', 'year1970', 'year2122'])('absurd-year %s', (name) => {
    const { night, warnings } = described(`absurd-year/${name}.fits`);
    expect(night).toBe('20220704');
    expect(warnings.join()).toContain('DATE-OBS');
  });

  test('absurd-year year0000_by_date', () => {
    expect(() => described('absurd-year/year0000_by_date.fits')).toThrow(ReductionError);
  });

  test.each([
    ['degrees', 230.0216, -8.0907],
    ['letters', 230.0216, -8.0907],
    ['blank_after_sign', 230.0216, -8.0907],
    ['hours25', null, null],
  ])('coordinates-in-degrees %s', (name, ra, dec) => {
    const { raDegree, decDegree, warnings } = described(`coordinates-in-degrees/${name}.fits`);
    if (ra === null || dec === null) {
      expect([raDegree, decDegree]).toEqual([null, null]);
      expect(warnings.join()).toContain("OBSRA = '25:20:05' is no right ascension");
    } else expect([raDegree, decDegree]).toEqual([expect.closeTo(ra, 3), expect.closeTo(dec, 3)]);
  });

  test.each([['ccdsum_2x1', 1], ['ccdsum_2_comma_1', 1], ['ccdsum_1_1_of_2071', 2]])('binning-contradiction %s', (name, binY) => {
    expect(described(`binning-contradiction/${name}.fits`).geometry).toMatchObject({ binX: 2, binY });
  });
});
