import { expect, test } from 'vitest';
import { describeAs } from './describe-as.js';
import { describeExposure } from './describe-exposure.js';
import { headerOf, QUEUE, type Cards } from './test-headers.js';

const redHeader = (changes: Cards) => headerOf({ ...QUEUE, ...changes });

test('a frame is what somebody says that it is, and says so; all else is as its header has it', () => {
  const header = redHeader({ OBSTYPE: 'SPECTRUM' });
  const lamp = describeAs(header, 'a.fits', 'arc');
  const { kind, obstype, warnings, lamps: _lamps, ...rest } = lamp;
  expect([kind, obstype, warnings.at(-1)]).toEqual(['arc', 'ARC', "Taken for a lamp by hand; OBSTYPE says 'SPECTRUM'."]);
  expect(describeExposure(header, 'a.fits')).toMatchObject(rest);
  expect(describeAs(header, 'a.fits', undefined)).toEqual(describeExposure(header, 'a.fits'));
});

test('a frame whose OBSTYPE is missing can be told what it is', () => {
  expect(describeAs(redHeader({ OBSTYPE: undefined }), 'a.fits', 'flat').kind).toBe('flat');
});

test('what the optics rule out is refused in words', () => {
  expect(() => describeAs(redHeader({ OBSTYPE: 'EXPOSE', GRATING: '<NO GRATING>', WAVMODE: 'Imaging', SLIT: '<NO MASK>' }), 'a.fits', 'arc')).toThrow(/a.fits cannot be taken for a lamp: .* imaging, which makes it an image/);
});
