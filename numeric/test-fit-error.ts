import { FitError } from './errors.js';

/** For tests: the error with which data are refused. @throws {Error} when they are not; whatever else the work throws. */
export function fitErrorOf(work: () => unknown): FitError {
  try {
    work();
  } catch (error) {
    if (error instanceof FitError) return error;
    throw error;
  }
  throw new Error('it did not fail');
}
