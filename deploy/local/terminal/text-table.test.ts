import { expect, test } from 'vitest';
import { textTable } from './text-table.js';

test('columns are as wide as their longest cell, and nothing trails', () => {
  expect(textTable(['frame', 's'], [['0001_bias', ''], ['x', '0.7']])).toBe(['frame      s', '─────────  ───', '0001_bias', 'x          0.7'].join('\n'));
});

test('numbers end right', () => {
  expect(textTable(['kernel', 'ms'], [['median', '9'], ['all', '1234']], { rightFrom: 1 })).toBe(['kernel    ms', '──────  ────', 'median     9', 'all     1234'].join('\n'));
});

test('no row leaves the head', () => {
  expect(textTable(['USER', 'NAME'], [])).toBe('USER  NAME\n────  ────');
});
