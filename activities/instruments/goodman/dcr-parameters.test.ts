import { expect, test } from 'vitest';
import { ContractError } from '#numeric/errors';
import { dcrParameters } from './dcr-parameters.js';

test('coarse binnings have parameters too (defect B-7 of the Python pipeline)', () => {
  expect(dcrParameters('Red', 4)).toEqual(dcrParameters('Red', 3));
  expect(() => dcrParameters('Blue', 0)).toThrow(ContractError);
});

test('the cameras differ where they were tuned apart', () => {
  expect(dcrParameters('Red', 1)).toMatchObject({ threshold: 3, xRadius: 9, growth: 1 });
  expect(dcrParameters('Red', 2)).toMatchObject({ threshold: 4, xRadius: 7, growth: 0 });
  expect(dcrParameters('Blue', 1)).toMatchObject({ threshold: 3, xRadius: 8, yRadius: 8 });
});
