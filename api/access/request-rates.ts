import { RateLimiterMemory, type RateLimiterRes } from 'rate-limiter-flexible';
import { ReductionError } from '#activities/domain/errors';

const MINUTE_SECOND = 60;
/** Wrong tokens of one address in a minute; a person mistypes a few, who guesses needs 2^160. */
const FAILURES_PER_MINUTE = 30;

/**
 * How often one account may ask, and one address be wrong. A valid token is never refused for the failures of its neighbors: a whole observatory
 * stands behind one address.
 */
export class RequestRates {
  readonly #requests: RateLimiterMemory;
  readonly #failures = new RateLimiterMemory({ points: FAILURES_PER_MINUTE, duration: MINUTE_SECOND });

  constructor(requestsPerMinute: number) {
    this.#requests = new RateLimiterMemory({ points: requestsPerMinute, duration: MINUTE_SECOND });
  }

  /** @throws ReductionError `too-many-requests` */
  async request(account: number): Promise<void> {
    await consume(this.#requests, String(account), 'Your account asks more often than is allowed');
  }

  /** A wrong token, by where it came from and whose it was, if it was anybody's. @throws ReductionError `too-many-requests` */
  async failure(address: string, account: number | undefined): Promise<void> {
    await consume(this.#failures, `address ${address}`, 'Too many wrong tokens came from your address');
    if (account !== undefined) await consume(this.#failures, `account ${account}`, 'Too many requests came with ended tokens of this account');
  }
}

async function consume(limiter: RateLimiterMemory, key: string, what: string): Promise<void> {
  try {
    await limiter.consume(key);
  } catch (refused) {
    const retryAfterSecond = Math.max(1, Math.ceil((refused as RateLimiterRes).msBeforeNext / 1000));
    throw new ReductionError('too-many-requests', `${what}: try again in ${retryAfterSecond} s.`, { retryAfterSecond });
  }
}
