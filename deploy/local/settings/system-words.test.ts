import { expect, test } from 'vitest';
import { fileTrouble } from '../offline/folder-listing.js';
import { systemReason } from './problem.js';

test.each(['ENOSPC', 'EACCES', 'EROFS', 'ENOENT', 'EDQUOT'])('%s is said in the same words wherever it happens, without a path', (code) => {
  const error = Object.assign(new Error(`${code}: open '/data/frame.fits'`), { code });
  expect(fileTrouble(error)).toBe(systemReason(error));
  expect(systemReason(error)).not.toMatch(/\/data|E[A-Z]+/);
});
