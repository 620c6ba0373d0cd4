import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readPrimaryHeader } from '#numeric/fits/read';
import { ReductionError } from '../../domain/errors.js';
import { describeExposure } from './describe-exposure.js';

const shared = new URL('../../../../shared/data/', import.meta.url).pathname;
const real = ['goodman-frames', 'lamps'].flatMap((folder) => (existsSync(shared + folder) ? readdirSync(shared + folder).map((file) => `${shared}${folder}/${file}`) : [])).filter((path) => path.endsWith('.fits'));

describe.skipIf(real.length === 0)('real frames (skipped where ../shared/data is absent)', () => {
  /** What each real frame must become: a kind, or the code of its refusal. The small ones were cut out of larger frames. */
  const expected: Record<string, string> = {
    '0129_feige110.fits': 'spectrum',
    '0325_obj1208.fits': 'spectrum',
    'goodman_2016.fits': 'header-invalid',
    'goodman_blue_acq.fits': 'image',
    'goodman_blue_bias.fits': 'bias',
    'goodman_blue_comp.fits': 'header-invalid',
    'goodman_blue_flat.fits': 'flat',
    'goodman_blue_imag.fits': 'image',
    'goodman_blue_spec.fits': 'spectrum',
    'goodman_red_bias.fits': 'header-invalid',
    'goodman_red_comp.fits': 'header-invalid',
    'goodman_red_flat.fits': 'header-invalid',
    'goodman_red_imag.fits': 'image',
    'goodman_red_spec.fits': 'header-invalid',
    'sp_400m1.fits': 'other',
    'sp_400m2.fits': 'other',
  };

  test.each(real.map((path) => [basename(path), path]))('%s', (file, path) => {
    let outcome: string;
    let text: string;
    try {
      const exposure = describeExposure(readPrimaryHeader(readFileSync(path)), file);
      outcome = exposure.kind;
      text = exposure.warnings.join(' ');
      expect(exposure.geometry.y0, 'the camera says which rows it read').toBeGreaterThan(0);
    } catch (error) {
      if (!(error instanceof ReductionError)) throw error;
      outcome = error.code;
      text = error.message;
      expect(text).toContain(file);
    }
    // The lamps of the library went through the old pipeline.
    expect(outcome, text).toBe(expected[file] ?? 'frame-not-reducible');
    expect(text).not.toMatch(/undefined|NaN|\[object/);
  });

  test.skipIf(!existsSync(`${shared}goodman-frames/0129_feige110.fits`))('one in full', () => {
    const header = readPrimaryHeader(readFileSync(`${shared}goodman-frames/0129_feige110.fits`));
    expect(describeExposure(header, '0129_feige110.fits')).toMatchObject({
      camera: 'Blue',
      night: '20180930',
      wavmode: '400WD',
      grating: '400_SYZY',
      slitWidthArcsecond: 1,
      saturationAdu: 26179,
      proposalId: 'SOAR',
      geometry: { nx: 2071, ny: 948, x0: -50, y0: 1100, binX: 2, binY: 2 },
      overscan: { x0: 0, x1: 8, y0: 0, y1: 948 },
    });
  });
});
