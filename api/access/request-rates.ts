import { RateLimiterMemory, type RateLimiterRes } from 'rate-limiter-flexible';
import { ReductionError } from '#activities/domain/errors';
import type { ApiSettings } from '../settings.js';
import { networkOf } from '../trusted-proxies.js';

const MINUTE_SECOND = 60;

/** Wrong passwords: of one name from one address, of one name from anywhere, of one address for any name, in a quarter of an hour. */
const WRONG_PASSWORDS = { here: 5, name: 30, address: 60, duration: 15 * MINUTE_SECOND } as const;
/** Mails that one account or one address makes us send in an hour: a semester's collaborators, and no flood. */
const MAILS_PER_HOUR = 30;
/** Requests with one link in a minute: a colleague looks and fetches; whoever finds it on a page of the web fetches no faster. */
const WITH_A_LINK_PER_MINUTE = 120;
/** Links to set a password that go to one mailbox in an hour. */
const RESETS_PER_HOUR = 5;

/**
 * How often one account may ask, and one address be wrong. A valid token is never refused for the failures of its neighbors: a whole observatory
 * stands behind one address.
 */
export class RequestRates {
  readonly #requests: RateLimiterMemory;
  readonly #failures: RateLimiterMemory;

  readonly #wrongHere = new RateLimiterMemory({ points: WRONG_PASSWORDS.here, duration: WRONG_PASSWORDS.duration });
  readonly #wrongName = new RateLimiterMemory({ points: WRONG_PASSWORDS.name, duration: WRONG_PASSWORDS.duration });
  readonly #wrongAddress = new RateLimiterMemory({ points: WRONG_PASSWORDS.address, duration: WRONG_PASSWORDS.duration });
  readonly #links = new RateLimiterMemory({ points: WITH_A_LINK_PER_MINUTE, duration: MINUTE_SECOND });
  readonly #mails = new RateLimiterMemory({ points: MAILS_PER_HOUR, duration: 60 * MINUTE_SECOND });
  readonly #resets = new RateLimiterMemory({ points: RESETS_PER_HOUR, duration: 60 * MINUTE_SECOND });

  constructor({ REQUESTS_PER_MINUTE, WRONG_TOKENS_PER_MINUTE }: Pick<ApiSettings, 'REQUESTS_PER_MINUTE' | 'WRONG_TOKENS_PER_MINUTE'>) {
    this.#requests = new RateLimiterMemory({ points: REQUESTS_PER_MINUTE, duration: MINUTE_SECOND });
    this.#failures = new RateLimiterMemory({ points: WRONG_TOKENS_PER_MINUTE, duration: MINUTE_SECOND });
  }

  /** @throws ReductionError `too-many-requests` */
  async request(account: number): Promise<void> {
    await consume(this.#requests, String(account), 'Your account asks more often than is allowed');
  }

  /** A wrong token, by where it came from and whose it was, if it was anybody's. @throws ReductionError `too-many-requests` */
  async failure(address: string, account: number | undefined): Promise<void> {
    await consume(this.#failures, `address ${networkOf(address)}`, 'Too many wrong tokens came from your address');
    if (account !== undefined) await consume(this.#failures, `account ${account}`, 'Too many requests came with ended tokens of this account');
  }

  /**
   * Counts a password that is about to be tried, before it is: who tries many at once gains nothing. `right` takes it back. Who guesses from
   * elsewhere does not keep an observer out at once: an address has its own few tries for each name.
   * @throws ReductionError `too-many-requests`
   */
  password(name: string, address: string): Promise<{ right(): Promise<void> }> {
    const from = networkOf(address);
    return this.#tried([[this.#wrongHere, `${from} ${name}`], [this.#wrongName, name], [this.#wrongAddress, from]]);
  }

  /** The same for a link that sets a password: it names nobody, so that only the address counts, and nobody closes the links of all. @throws ReductionError `too-many-requests` */
  passwordLink(address: string): Promise<{ right(): Promise<void> }> {
    return this.#tried([[this.#wrongAddress, networkOf(address)]]);
  }

  /** Who came with a link from the mailbox is no guesser: what was tried under the name of the account is forgotten. */
  async forget(name: string, address: string): Promise<void> {
    await Promise.all([this.#wrongHere.delete(`${networkOf(address)} ${name.toLowerCase()}`), this.#wrongName.delete(name.toLowerCase())]);
  }

  async #tried(counts: readonly (readonly [RateLimiterMemory, string])[]): Promise<{ right(): Promise<void> }> {
    for (const [limiter, key] of counts) await consume(limiter, key, 'Too many wrong passwords');
    return {
      async right() {
        await Promise.all(counts.map(([limiter, key]) => limiter.reward(key)));
      },
    };
  }

  /** Somebody comes with a link to a file, from wherever. @throws ReductionError `too-many-requests` */
  async link(id: number): Promise<void> {
    await consume(this.#links, String(id), 'This link is used more often than is allowed');
  }

  /** A mail that an account has sent. @throws ReductionError `too-many-requests` */
  async mail(account: number, count = 1): Promise<void> {
    await consume(this.#mails, `account ${account}`, 'Your account has too many mails sent', count);
  }

  /** Somebody who is not signed in asks for a link; the same for addresses that nobody has. @throws ReductionError `too-many-requests` */
  async reset(email: string, address: string): Promise<void> {
    await consume(this.#resets, email, 'Too many links were asked for with this e-mail address');
    await consume(this.#mails, `address ${networkOf(address)}`, 'Too many links were asked for from your address');
  }
}

async function consume(limiter: RateLimiterMemory, key: string, what: string, points = 1): Promise<void> {
  try {
    await limiter.consume(key, points);
  } catch (refused) {
    const retryAfterSecond = Math.max(1, Math.ceil((refused as RateLimiterRes).msBeforeNext / 1000));
    throw new ReductionError('too-many-requests', `${what}: try again in ${retryAfterSecond} s.`, { retryAfterSecond });
  }
}
