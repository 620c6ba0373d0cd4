import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { startGuard, type Guard } from './guard.js';
import { identify, type ProcessIdentity } from './process-identity.js';
import type { ProcessSpec } from './process-spec.js';
import { SupervisedProcess, type BackOff } from './supervised-process.js';
import type { SupervisorEvent } from './supervisor-event.js';

export interface SupervisorOptions {
  readonly logDir: string;
  readonly onEvent?: (event: SupervisorEvent) => void;
  /** Called whenever the set of living children changes. */
  readonly onChildren?: (children: readonly (ProcessIdentity & { readonly name: string })[]) => void;
  readonly backOff?: BackOff;
}

/** Starts child processes, starts again those that die, and ends them all: in order when asked, by the guard when this process dies. */
export class Supervisor {
  readonly guard: Guard;
  readonly #options: SupervisorOptions;
  readonly #processes = new Map<string, SupervisedProcess>();
  #stopping: Promise<void> | undefined;

  constructor(options: SupervisorOptions) {
    this.#options = options;
    mkdirSync(options.logDir, { recursive: true });
    this.guard = startGuard();
  }

  /**
   * Starts one process and waits until it is ready.
   * @throws Problem when it ends, or is not ready in time, with its last words; it is not tried again.
   */
  async start(spec: ProcessSpec): Promise<void> {
    if (this.#stopping !== undefined) throw new Error(`${spec.name} cannot be started: everything is being stopped`);
    if (this.#processes.has(spec.name)) throw new Error(`${spec.name} is already supervised`);
    const child = new SupervisedProcess(spec, {
      guard: this.guard,
      logFile: path.join(this.#options.logDir, `${spec.name}.log`),
      backOff: this.#options.backOff,
      onEvent: (event) => this.#options.onEvent?.(event),
      onChange: () => this.#options.onChildren?.(this.children()),
    });
    this.#processes.set(spec.name, child);
    try {
      await child.start();
    } catch (error) {
      this.#processes.delete(spec.name);
      throw error;
    }
  }

  /** Process ids by name; a process between two lives is left out. */
  get pids(): Readonly<Record<string, number>> {
    return Object.fromEntries(this.children().map(({ name, pid }) => [name, pid]));
  }

  children(): (ProcessIdentity & { name: string })[] {
    return [...this.#processes].flatMap(([name, { pid }]) => {
      const identity = pid === undefined ? undefined : identify(pid);
      return identity === undefined ? [] : [{ name, ...identity }];
    });
  }

  /** Ends everything, the last tier first; asked twice, it answers with the same promise. */
  stop(): Promise<void> {
    return (this.#stopping ??= this.#stopAll());
  }

  async #stopAll(): Promise<void> {
    const tiers = [...new Set([...this.#processes.values()].map(({ tier }) => tier))].sort((a, b) => b - a);
    for (const tier of tiers) {
      await Promise.all([...this.#processes.values()].filter((child) => child.tier === tier).map((child) => child.stop()));
    }
    this.guard.dismiss();
  }
}
