import { inject, Injectable } from '@angular/core';
import { Router, type Params } from '@angular/router';

/** What follows the question mark in the address of the page: filters, the version that is shown. */
@Injectable({ providedIn: 'root' })
export class Address {
  readonly #router = inject(Router);
  /** Changes that the address does not have yet: when a second one comes at once, the router drops the first. */
  #coming: Params = {};

  get coming(): Params {
    return this.#coming;
  }

  /** Leaves what is not named as it is; null takes it out. */
  async change(params: Params): Promise<void> {
    const coming = { ...this.#coming, ...params };
    this.#coming = coming;
    await this.#router.navigate([], { queryParams: coming, queryParamsHandling: 'merge' });
    if (this.#coming === coming) this.#coming = {};
  }

  async clear(): Promise<void> {
    this.#coming = {};
    await this.#router.navigate([], { queryParams: {} });
  }
}
