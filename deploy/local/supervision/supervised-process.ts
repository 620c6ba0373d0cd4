import { spawn, type ChildProcess } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Guard } from './guard.js';
import { endOf, killGroup } from './process-end.js';
import { ProcessOutput } from './process-output.js';
import { Problem } from '../settings/problem.js';
import type { ProcessSpec } from './process-spec.js';
import { RotatingLog } from './rotating-log.js';
import type { SupervisorEvent } from './supervisor-event.js';
import { within } from './within.js';

export interface BackOff {
  readonly firstMs: number;
  readonly mostMs: number;
  /** A life as long as this one starts the count anew. */
  readonly healthyMs: number;
}

export const usualBackOff: BackOff = { firstMs: 200, mostMs: 10_000, healthyMs: 30_000 };

export interface Surroundings {
  readonly guard: Guard;
  readonly logFile: string;
  readonly backOff?: BackOff | undefined;
  readonly onEvent: (event: SupervisorEvent) => void;
  readonly onChange: () => void;
}

const PROBE_EVERY_MS = 50;
/** One that was never ready has nothing to finish, and may not listen yet. */
const UNREADY_STOP_MS = 1000;

interface Life {
  readonly child: ChildProcess;
  readonly startedAt: number;
  /** Resolved with the reason when the process has ended; never rejected. */
  readonly end: Promise<string>;
  readonly ready: Promise<void>;
}

/** One child process over all its lives. */
export class SupervisedProcess {
  readonly #spec: ProcessSpec;
  readonly #around: Surroundings;
  readonly #backOff: BackOff;
  readonly #log: RotatingLog;
  readonly #leaving = new AbortController();
  #life: Life | undefined;
  #lives: Promise<void> | undefined;
  #isReady = false;
  #output: ProcessOutput | undefined;

  constructor(spec: ProcessSpec, around: Surroundings) {
    this.#spec = spec;
    this.#around = around;
    this.#backOff = around.backOff ?? usualBackOff;
    this.#log = new RotatingLog(around.logFile);
  }

  get tier(): number {
    return this.#spec.tier;
  }

  get pid(): number | undefined {
    return this.#life?.child.pid;
  }

  /** The first life: it must become ready. */
  async start(): Promise<void> {
    const life = this.#begin();
    const { name } = this.#spec;
    const outcome = await within(
      this.#spec.readyWithinMs,
      Promise.race([life.ready.then(() => undefined), life.end]),
      `was not ready after ${this.#spec.readyWithinMs / 1000} s`,
    );
    if (outcome !== undefined) {
      await this.stop();
      throw new Problem(`${name} did not start: it ${outcome}.${this.#quote()}`);
    }
    this.#around.onEvent({ kind: 'ready', name, pid: life.child.pid ?? 0, afterMs: Date.now() - life.startedAt });
    this.#lives = this.#keepAlive(life);
  }

  /** Asks, waits, then ends by force. */
  async stop(): Promise<void> {
    this.#leaving.abort();
    const life = this.#life;
    if (life !== undefined) {
      life.child.kill(this.#spec.stopSignal);
      const withinMs = this.#isReady ? this.#spec.stopWithinMs : Math.min(UNREADY_STOP_MS, this.#spec.stopWithinMs);
      const ended = await within(withinMs, life.end.then(() => true), false);
      if (!ended) killGroup(life.child);
      await life.end;
    }
    await this.#lives;
    this.#log.close();
  }

  async #keepAlive(first: Life): Promise<void> {
    let life = first;
    let failures = 0;
    for (;;) {
      const reason = await life.end;
      if (this.#leaving.signal.aborted) return;
      failures = Date.now() - life.startedAt >= this.#backOff.healthyMs ? 0 : failures;
      const againInMs = Math.min(this.#backOff.firstMs * 2 ** failures, this.#backOff.mostMs);
      failures++;
      this.#note(`${reason}; starting again in ${againInMs} ms`);
      this.#around.onEvent({ kind: 'died', name: this.#spec.name, reason, againInMs });
      await sleep(againInMs, undefined, { signal: this.#leaving.signal }).catch(() => undefined);
      if (this.#leaving.signal.aborted) return;
      life = this.#begin();
      void this.#announce(life);
    }
  }

  /** A later life that does not get ready is ended, and so begun again. */
  async #announce(life: Life): Promise<void> {
    const outcome = await within(this.#spec.readyWithinMs, Promise.race([life.ready.then(() => 'ready'), life.end.then(() => 'ended')]), 'late');
    if (outcome === 'ready') {
      this.#around.onEvent({ kind: 'restarted', name: this.#spec.name, pid: life.child.pid ?? 0, afterMs: Date.now() - life.startedAt });
    } else if (outcome !== 'ended') killGroup(life.child);
  }

  #begin(): Life {
    const { command, args, env, cwd, user } = this.#spec;
    this.#isReady = false;
    const child = spawn(command, args, {
      env,
      cwd,
      ...user,
      stdio: ['ignore', 'pipe', 'pipe'],
      // A group of its own: Ctrl-C reaches it through us, in order, and nothing of it stays when the group is ended.
      detached: true,
    });
    const { pid } = child;
    if (pid !== undefined) this.#around.guard.watch(pid, this.#spec.stopSignal);
    this.#note(`started as process ${pid ?? 'none'}`);
    const end = endOf(child).then((reason) => {
      if (pid !== undefined) this.#around.guard.forget(pid);
      this.#life = undefined;
      this.#around.onChange();
      return reason;
    });
    const output = new ProcessOutput(child, {
      log: this.#log,
      onError: (message) => this.#around.onEvent({ kind: 'failed', name: this.#spec.name, message }),
    });
    this.#output = output;
    const ready = this.#spec.readiness.kind === 'line' ? output.saidReady : this.#askUntilReady(this.#spec.readiness.ask, end);
    void ready.then(() => (this.#isReady = true));
    this.#life = { child, startedAt: Date.now(), end, ready };
    this.#around.onChange();
    return this.#life;
  }

  async #askUntilReady(ask: () => Promise<boolean>, end: Promise<string>): Promise<void> {
    let ended = false;
    void end.then(() => (ended = true));
    while (!ended) {
      if (await ask().catch(() => false)) return;
      await sleep(PROBE_EVERY_MS);
    }
    return new Promise(() => undefined);
  }

  #quote(): string {
    const words = (this.#output?.lastLines ?? []).map((line) => `\n  ${line}`).join('');
    return ` Its log is ${this.#around.logFile}${words === '' ? '' : `, and ends with:${words}`}`;
  }

  #note(text: string): void {
    this.#log.write(`--- ${new Date().toISOString()} ${this.#spec.name} ${text}\n`);
  }
}
