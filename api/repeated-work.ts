/**
 * Work that looks for something to do: once at a time, and once more when it was asked for meanwhile, so that nothing that came before the last asking
 * is overlooked.
 */
export class RepeatedWork {
  readonly #once: () => Promise<boolean>;
  #running: Promise<void> | undefined;
  #asked = false;

  /** @param once Looks and works; true when there is more. It says itself what went wrong: it must not throw. */
  constructor(once: () => Promise<boolean>) {
    this.#once = once;
  }

  /** Looks now, or once more after what is under way. */
  ask(): Promise<void> {
    this.#asked = true;
    return (this.#running ??= this.#run());
  }

  /** Until nothing is under way. */
  async rest(): Promise<void> {
    await this.#running;
  }

  async #run(): Promise<void> {
    try {
      while (this.#asked) {
        this.#asked = false;
        if (await this.#once()) this.#asked = true;
      }
    } finally {
      // In the same turn as the last look at `asked`: who asks from now on begins anew.
      this.#running = undefined;
    }
  }
}
