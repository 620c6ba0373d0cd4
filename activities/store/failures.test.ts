import { describe, expect, it } from 'vitest';
import { ReductionError } from '../domain/errors.js';
import { storeFailure, withStoreFailures } from './failures.js';

const coded = (code: string, message = '') => Object.assign(new Error(message), { code });

describe('a failure of the store', () => {
  it.each([
    ['PostgreSQL is not there', coded('ECONNREFUSED')],
    ['both addresses of its name refuse', new AggregateError([coded('ECONNREFUSED'), coded('ECONNREFUSED')])],
    ['it is being shut down', coded('57P01')],
    ['it is starting', coded('57P03')],
    ['it was killed during a query', new Error('Connection terminated unexpectedly')],
    ['the pool is empty', Object.assign(new Error('Knex: Timeout acquiring a connection.'), { name: 'KnexTimeoutError' })],
    ['objection wrapped it', Object.assign(new Error('query failed'), { nativeError: coded('08006') })],
    ['it is the cause of another', new Error('no rows', { cause: coded('ECONNRESET') })],
    ['MinIO is starting', new Error('Request failed after 0 retries: Error: Retryable HTTP status: 503')],
  ])('is cured by time: %s', (_what, error) => {
    expect(storeFailure(error)).toMatchObject({ code: 'store-unavailable', cause: error });
  });

  it.each([['PostgreSQL', coded('53100')], ['MinIO', coded('XMinioStorageFull')], ['the file system', coded('ENOSPC')]])('is a full disk: %s', (_what, error) => {
    expect(storeFailure(error)).toMatchObject({ code: 'storage-full' });
  });

  it.each([['a broken rule', coded('23505')], ['a bug', new TypeError('x is not a function')], ['not even an error', 'text'], ['one that has a name already', new ReductionError('conflict', 'no')]])(
    'is something else: %s',
    async (_what, error) => {
      expect(storeFailure(error)).toBeUndefined();
      // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- whatever is thrown passes
      await expect(withStoreFailures(() => Promise.reject(error))).rejects.toBe(error);
    },
  );
});
