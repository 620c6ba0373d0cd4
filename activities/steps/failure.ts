import * as z from 'zod';
import { ContractError, FitError } from '#numeric/errors';
import { ReductionError } from '../domain/errors.js';

/** Any error of ours as the one class that carries a code; what we do not recognize stays as it is. */
export function asReductionError(error: unknown): unknown {
  if (error instanceof ReductionError) return error;
  if (error instanceof z.ZodError) return new ReductionError('settings-invalid', z.prettifyError(error), {}, { cause: error });
  if (error instanceof FitError) {
    // The compiler proves that every reason is a code of the failure table.
    return new ReductionError(error.reason, error.message, error.facts, { cause: error });
  }
  if (error instanceof ContractError) return new ReductionError('contract-broken', `A mistake of ours: ${error.message}.`, {}, { cause: error });
  return error;
}
