import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { demoNight } from '#activities/instruments/goodman/simulated/demo-night';
import { simulatedGoodman } from '#activities/instruments/goodman/simulated/simulated-goodman';
import { fpacked } from '#activities/products/test-fpacked';
import type { Card } from '#numeric/fits/header';
import { readFits, type ImageHdu } from '#numeric/fits/read';
import { writeFits } from '#numeric/fits/write';
import { simulateNight } from '#numeric/synthetic/night';
import { main } from './inspect.js';

const folder = mkdtempSync(path.join(tmpdir(), 'inspect-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let out = '';
let err = '';
beforeEach(() => {
  out = err = '';
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => ((out += String(text)), true));
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => ((err += String(text)), true));
});
afterEach(() => {
  vi.restoreAllMocks();
});

function keep(name: string, bytes: Uint8Array): string {
  const file = path.join(folder, name);
  writeFileSync(file, bytes);
  return file;
}

const header: Card[] = [{ keyword: 'OBJECT', value: 'M 5', comment: '' }];
const plain = writeFits([
  { kind: 'image', header, shape: [2, 2], data: Float32Array.of(1, 2, NaN, 5) },
  { kind: 'table', header: [], name: 'LINES', columns: [{ name: 'wavelength', unit: 'Angstrom', data: Float64Array.of(5852.49, 6402.25) }] },
]);

interface Report {
  readonly file: string;
  readonly error?: string;
  readonly hdus: readonly Record<string, unknown>[];
  readonly problems: readonly { offset: number; message: string }[];
  readonly instrument: { readonly code?: string; readonly exposure?: Record<string, unknown> };
}
const reports = () => JSON.parse(out) as Report[];

describe('inspect', () => {
  test('says what is in a file, packed or not', async () => {
    expect(await main([keep('a.fits', plain), keep('b.fits.gz', gzipSync(plain))])).toBe(0);
    for (const name of ['a.fits', 'b.fits.gz']) expect(out).toMatch(new RegExp(`${name}: 0\\.0\\d MB, 2 HDUs`));
    expect(out.match(/PRIMARY: 2 × 2 float32; \d+ cards/g)).toHaveLength(2);
    expect(out).toContain('min 1, max 5, mean 2.666667, sum 8; 1 of 4 pixels without a value');
    expect(out).toContain('LINES: table of 2 rows');
    expect(out).toContain('wavelength 1D [Angstrom]');
    expect(out).toContain('right in 2 of 2 HDUs');
    expect(out).toContain('nothing breaks the standard');
    expect(out).toContain('not taken for a raw frame (keyword-missing)');
    expect(err).toBe('');
  });

  test('the same as JSON', async () => {
    expect(await main(['--json', keep('a.fits', plain)])).toBe(0);
    expect(reports()).toMatchObject([
      {
        hdus: [
          { kind: 'image', shape: [2, 2], type: 'float32', pixels: { count: 4, withoutValue: 1, min: 1, max: 5, sum: 8 }, datasumRight: true, checksumRight: true },
          { kind: 'table', rows: 2, columns: [{ name: 'wavelength', format: '1D', unit: 'Angstrom' }] },
        ],
        problems: [],
        instrument: { code: 'keyword-missing' },
      },
    ]);
  });

  test('a Goodman frame is named in the words of the field', async () => {
    const [frame] = simulateNight(demoNight({ laboratoryLines: [] }), simulatedGoodman());
    if (!frame) throw new Error('the night has no frame');
    expect(await main(['--json', keep(frame.name, frame.bytes)])).toBe(0);
    expect(reports()[0]?.instrument.exposure).toMatchObject({ name: frame.name, obstype: frame.obstype });
    out = '';
    expect(await main([keep(frame.name, frame.bytes)])).toBe(0);
    expect(out).toMatch(new RegExp(`Goodman +\\w+ \\(${frame.obstype}\\), (Red|Blue) camera`));
    expect(out).toMatch(/Sections +light x \d+–\d+, y \d+–\d+, overscan/);
  });

  test('a tile-compressed frame is the frame it was, and its sums are proved', async () => {
    const [frame] = simulateNight(demoNight({ laboratoryLines: [] }), simulatedGoodman());
    if (!frame) throw new Error('the night has no frame');
    // As an archive keeps it, with sums, which the camera does not write.
    const [image] = readFits(frame.bytes).hdus as [ImageHdu];
    const summed = writeFits([{ kind: 'image', header: image.header, shape: [...image.shape], data: image.physical() as Uint16Array }]);
    expect(await main([keep(`${frame.name}.fz`, fpacked(summed))])).toBe(0);
    expect(out).toMatch(/HDU 1 +\(no name\): 2071 × 948 uint16, compressed by GZIP_1/);
    expect(out).toMatch(new RegExp(`Goodman +\\w+ \\(${frame.obstype}\\), (Red|Blue) camera`));
    expect(out).toContain('right in 1 of 2 HDUs');
    out = '';
    const damaged = summed.slice();
    damaged[damaged.length - 5000] = (damaged[damaged.length - 5000] ?? 0) ^ 0x10;
    expect(await main([keep('damaged.fits.fz', fpacked(damaged))])).toBe(0);
    expect(out).toContain('WRONG: DATASUM of HDU 1');
  });

  test('names wrong checksums and cards that break the standard, with their place', async () => {
    const broken = plain.slice();
    broken[2880] = 0x40; // the first pixel
    broken.set(Buffer.from('object'), 4 * 80 + broken.subarray(4 * 80).findIndex((_, i, rest) => Buffer.from(rest.subarray(i, i + 6)).toString() === 'OBJECT'));
    expect(await main([keep('broken.fits', broken)])).toBe(0);
    expect(out).toContain('WRONG: DATASUM of HDU 0, CHECKSUM of HDU 0');
    expect(out).toMatch(/1 problem, read all the same:\n +byte \d+: Not standard: the keyword is in lower case\. {2}object {2}= 'M 5/);
  });

  test('one sentence for what cannot be read, and exit code 1', async () => {
    const files = [keep('cut.fits', plain.slice(0, 2890)), keep('text.fits', Buffer.from('hello')), path.join(folder, 'nowhere.fits'), folder];
    expect(await main([...files, keep('a.fits', plain)])).toBe(1);
    const lines = err.trimEnd().split('\n');
    expect(lines).toHaveLength(4);
    expect(lines[0]).toMatch(/cut\.fits: HDU 0 declares 16 bytes of data and the file ends 6 bytes too early: transfer it again/);
    expect(lines[1]).toMatch(/text\.fits: The file does not start with SIMPLE: it is not FITS/);
    expect(lines[2]).toMatch(/nowhere\.fits: There is no such file\./);
    expect(lines[3]).toMatch(/This is a folder/);
    expect(out).toContain('a.fits: ');
  });

  test('control characters of a header do not reach the terminal', async () => {
    const ringing = plain.slice();
    ringing[5 * 80 + 15] = 7;
    await main([keep('bell.fits', ringing)]);
    // eslint-disable-next-line no-control-regex -- the bell is what must not be there
    expect(out + err).not.toMatch(/\x07/);
  });

  test('a wrong call is answered with the usage and exit code 2', async () => {
    expect(await main([])).toBe(2);
    expect(await main(['--nonsense'])).toBe(2);
    expect(out + err).toContain('npm run inspect');
    expect(await main(['--help'])).toBe(0);
  });
});
