import { parseArgs } from 'node:util';
import { afterEach, expect, test, vi } from 'vitest';
import { Problem, reportAndFail } from './problem.js';

afterEach(() => {
  process.exitCode = undefined;
  vi.restoreAllMocks();
});

function reported(error: unknown): { readonly text: string; readonly exitCode: unknown } {
  const write = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  reportAndFail(error);
  return { text: String(write.mock.calls.at(-1)?.[0]), exitCode: process.exitCode };
}

test('a wrong call is a sentence without a stack, exit code 2', () => {
  let error: unknown;
  try {
    parseArgs({ args: ['--onec'], options: { once: { type: 'boolean' } } });
  } catch (thrown) {
    error = thrown;
  }
  const { text, exitCode } = reported(error);
  expect(text).toMatch(/^error: Unknown option '--onec'[^\n]*\n$/);
  expect(exitCode).toBe(2);
});

test('a problem is its sentence, a mistake of ours its stack, exit code 1', () => {
  expect(reported(new Problem('The disk is full.'))).toEqual({ text: 'error: The disk is full.\n', exitCode: 1 });
  const { text, exitCode } = reported(new TypeError('undefined is not a function'));
  expect(text).toMatch(/problem\.test\.ts/);
  expect(exitCode).toBe(1);
});
