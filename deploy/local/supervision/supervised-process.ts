import { spawn, type ChildProcess } from 'node:child_process';
import type { Readable } from 'node:stream';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Guard } from './guard.js';
import { Problem } from '../platform/problem.js';
import { RotatingLog } from './rotating-log.js';
import type { SupervisorEvent } from './supervisor-event.js';

/** How a process tells that it works: a `{"ready":true}` line of its own, or an answer to our question. */
export type Readiness = { readonly kind: 'line' } | { readonly kind: 'probe'; readonly ask: () => Promise<boolean> };

export interface ProcessSpec {
  /** As in logs and file names: `activity-worker`. */
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  readonly cwd?: string;
  /** Run as another user, where a program refuses to be root. */
  readonly user?: { readonly uid: number; readonly gid: number };
  readonly readiness: Readiness;
  readonly readyWithinMs: number;
  /** Higher tiers lean on lower ones: they are stopped first. */
  readonly tier: number;
  readonly stopSignal: NodeJS.Signals;
  readonly stopWithinMs: number;
}

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

/** How many of its last lines a process is quoted with when it fails to start. */
const LAST_WORDS = 12;
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
  #lastWords: string[] = [];

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
    const outcome = await Promise.race([life.ready.then(() => undefined), life.end, this.#late(life)]);
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
      const patienceMs = this.#isReady ? this.#spec.stopWithinMs : Math.min(UNREADY_STOP_MS, this.#spec.stopWithinMs);
      const ended = await Promise.race([life.end.then(() => true), sleep(patienceMs, false, { ref: false })]);
      if (!ended) kill(life.child);
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
    const outcome = await Promise.race([life.ready.then(() => 'ready'), life.end.then(() => 'ended'), this.#late(life)]);
    if (outcome === 'ready') {
      this.#around.onEvent({ kind: 'restarted', name: this.#spec.name, pid: life.child.pid ?? 0, afterMs: Date.now() - life.startedAt });
    } else if (outcome !== 'ended') kill(life.child);
  }

  #begin(): Life {
    const { command, args, env, cwd, user } = this.#spec;
    this.#lastWords = [];
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
    const lineSaysReady = this.#listen(child);
    const ready = this.#spec.readiness.kind === 'line' ? lineSaysReady : this.#askUntilReady(this.#spec.readiness.ask, end);
    void ready.then(() => (this.#isReady = true));
    this.#life = { child, startedAt: Date.now(), end, ready };
    this.#around.onChange();
    return this.#life;
  }

  /** Writes everything to the log; resolves at the line that says ready. */
  #listen(child: ChildProcess): Promise<void> {
    return new Promise((resolve) => {
      const follow = (stream: Readable | null, fromOutput: boolean) => {
        if (stream === null) return;
        createInterface({ input: stream }).on('line', (line) => {
          this.#log.write(`${line}\n`);
          if (fromOutput && saysReady(line)) resolve();
          // The stack is in the log; the message above it is what helps here.
          else if (!/^\s+at /.test(line)) this.#lastWords = [...this.#lastWords.slice(1 - LAST_WORDS), line];
          const message = graveMessage(line);
          if (message !== undefined) this.#around.onEvent({ kind: 'failed', name: this.#spec.name, message });
        });
      };
      follow(child.stdout, true);
      follow(child.stderr, false);
    });
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

  async #late(life: Life): Promise<string> {
    const wait = new AbortController();
    void Promise.race([life.ready, life.end]).then(() => {
      wait.abort();
    });
    return sleep(this.#spec.readyWithinMs, `was not ready after ${this.#spec.readyWithinMs / 1000} s`, { signal: wait.signal }).catch(
      () => new Promise<string>(() => undefined),
    );
  }

  #quote(): string {
    const words = this.#lastWords.map((line) => `\n  ${line}`).join('');
    return ` Its log is ${this.#around.logFile}${words === '' ? '' : `, and ends with:${words}`}`;
  }

  #note(text: string): void {
    this.#log.write(`--- ${new Date().toISOString()} ${this.#spec.name} ${text}\n`);
  }
}

/** Why it ended, once it and what it left in its group are gone and its last words are read. */
async function endOf(child: ChildProcess): Promise<string> {
  const closed = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const reason = await new Promise<string>((resolve) => {
    child.once('error', (error) => {
      if (child.pid === undefined) resolve(`cannot be run: ${error.message}`);
    });
    child.once('exit', (code, signal) => resolve(signal === null ? `ended with code ${code ?? 0}` : `was killed by ${signal}`));
  });
  // Survivors of the group would hold ports and files against the next life.
  kill(child);
  if (child.pid !== undefined) await Promise.race([closed, sleep(300, undefined, { ref: false })]);
  return reason;
}

function saysReady(line: string): boolean {
  return line.startsWith('{"ready":true');
}

/** The text of an error or worse in the JSON log of one of our own processes. */
function graveMessage(line: string): string | undefined {
  if (!/^\{"level":[56]0,/.test(line)) return undefined;
  try {
    const { msg } = JSON.parse(line) as { msg?: unknown };
    return typeof msg === 'string' ? msg : undefined;
  } catch {
    return undefined;
  }
}

/** The whole group, by force. */
function kill({ pid }: ChildProcess): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // Nobody is left in it.
  }
}
