import { ReductionError } from '../domain/errors.js';

/** Codes for "not now": of the network, of PostgreSQL (shutting down, crashed, starting, too many connections, a deadlock lost), of S3 servers. */
const UNAVAILABLE = /^(ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENOTFOUND|EAI_AGAIN|57P0[123]|08\w{3}|53300|40P01|40001|ServerNotInitialized|XMinioServerNotInitialized|SlowDown\w*|ServiceUnavailable|InternalError|XMinio\w*Quorum\w*)$/;
const FULL = /^(ENOSPC|EDQUOT|53100|XMinioStorageFull|XMinioStoragePathNotFound|QuotaExceeded)$/;
/** Errors of pg, knex and the S3 client that carry no code. */
const UNAVAILABLE_WORDS =
  /Connection terminated|timeout expired|timeout exceeded when trying to connect|not queryable|Unable to acquire a connection|Timeout acquiring a connection|socket hang up|Retryable HTTP status|connection was closed/i;

/**
 * What a failure of PostgreSQL or of the object store means for who waits: `store-unavailable` and `storage-full` are cured by time or by
 * an operator. Undefined for anything else, which is then a mistake of ours.
 */
export function storeFailure(error: unknown): ReductionError | undefined {
  if (error instanceof ReductionError) return undefined;
  for (const cause of causesOf(error)) {
    const code = 'code' in cause && typeof cause.code === 'string' ? cause.code : '';
    if (FULL.test(code)) {
      return new ReductionError('storage-full', 'The disk of the platform is full: nothing was taken. Try again when space was made.', {}, { cause: error });
    }
    if (UNAVAILABLE.test(code) || cause.name === 'KnexTimeoutError' || UNAVAILABLE_WORDS.test(cause.message)) {
      return new ReductionError('store-unavailable', 'Storage does not answer at the moment. Try again; nothing that was accepted is lost.', {}, { cause: error });
    }
  }
  return undefined;
}

/** The error, what it wraps, and the attempts it sums up. */
function causesOf(error: unknown, depth = 0): Error[] {
  if (!(error instanceof Error) || depth > 4) return [];
  const inner = 'nativeError' in error ? error.nativeError : error.cause;
  const several = error instanceof AggregateError ? error.errors.flatMap((one) => causesOf(one, depth + 1)) : [];
  return [error, ...several, ...causesOf(inner, depth + 1)];
}

/** Does the work; a store that does not answer or is full comes back as the failure that says so. */
export async function withStoreFailures<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw storeFailure(error) ?? error;
  }
}
