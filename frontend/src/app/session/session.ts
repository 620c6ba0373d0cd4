import { computed, effect, Injectable, signal, untracked } from '@angular/core';
import { api, body, csrfToken, refusals, type SessionView } from '../api/client';
import { ProblemError } from '../api/problem';

/** Who is signed in at this browser. */
@Injectable({ providedIn: 'root' })
export class Session {
  /** Undefined until the server was asked; null for nobody. */
  readonly #view = signal<SessionView | null | undefined>(undefined);

  readonly user = computed(() => this.#view()?.user);
  readonly isStaff = computed(() => ['staff', 'superuser'].includes(this.#view()?.role ?? ''));
  /** "O. Observer", or the user name of somebody without one. */
  readonly shortName = computed(() => {
    const user = this.user();
    return user?.last_name ? `${user.first_name.slice(0, 1)}. ${user.last_name}` : (user?.username ?? '');
  });
  /** It ended while a page was open. */
  readonly ended = signal(false);

  constructor() {
    // What was refused before this session is not its end, whenever the effect comes to look.
    const before = untracked(refusals);
    // An effect, because any request may be the one that learns it.
    effect(() => {
      if (refusals() > before && untracked(this.#view)) {
        this.#keep(null);
        this.ended.set(true);
      }
    });
  }

  /** Asks once, and again after everything that may have changed it. @throws when the server cannot be reached */
  async read(): Promise<boolean> {
    if (this.#view() === undefined) await this.renew();
    return this.#view() !== null;
  }

  async renew(): Promise<void> {
    try {
      this.#keep(await body(api.GET('/api/session/')));
    } catch (error) {
      if (!(error instanceof ProblemError) || error.problem.status !== 401) throw error;
      this.#keep(null);
    }
  }

  /** @throws ProblemError for a wrong password */
  async signIn(username: string, password: string): Promise<void> {
    this.#keep(await body(api.POST('/api/session/', { body: { username, password } })));
    this.ended.set(false);
  }

  /** Who is signed out already is what they wished to be. @throws when the server cannot do it */
  async signOut(): Promise<void> {
    try {
      await api.DELETE('/api/session/');
    } catch (error) {
      if (!(error instanceof ProblemError) || error.problem.status !== 401) throw error;
    }
    this.#keep(null);
  }

  #keep(view: SessionView | null): void {
    csrfToken.set(view?.csrf_token ?? null);
    this.#view.set(view);
  }
}
