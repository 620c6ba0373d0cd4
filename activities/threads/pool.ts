import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { ContractError } from '#numeric/errors';
import { ReductionError, type FailureCode } from '../domain/errors.js';
import { rankHere } from './rank.js';

/** The caller no longer wants the result; the thread that worked on it was stopped. */
export class CancelledWork extends Error {
  override readonly name = 'CancelledWork';
}

/** An error as it crosses the thread boundary: classes do not survive the copy, words do. */
export interface ThrownInThread {
  readonly kind: 'reduction' | 'contract' | 'other';
  readonly code?: FailureCode;
  readonly message: string;
  readonly facts?: Readonly<Record<string, number | string>>;
  readonly stack?: string;
}

export type ThreadAnswer = { readonly id: number; readonly result: unknown } | { readonly id: number; readonly thrown: ThrownInThread };

interface Job {
  readonly id: number;
  readonly rank: number;
  readonly task: string;
  readonly args: unknown;
  readonly signal: AbortSignal | undefined;
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: unknown) => void;
}

interface Thread {
  worker: Worker;
  job: Job | undefined;
  /** The number of the piece of its rehearsal that it is at. */
  piece: number | undefined;
  rehearsed: boolean;
}

export interface PoolOptions {
  /** Threads; default one a core. */
  readonly size?: number;
  readonly workerData?: unknown;
  /** What an idle thread does until it says that it is done: a task that answers true after its last piece. */
  readonly rehearsal?: string;
}

/** In development the sources run as they are; compiled code runs beside its own compiled threads. */
export function threadEntry(name: string, base: string): { url: URL; execArgv: string[] } {
  const fromSource = base.endsWith('.ts');
  return {
    url: new URL(`./${name}${fromSource ? '.ts' : '.js'}`, base),
    execArgv: fromSource ? ['--conditions=gp-src', '--import', 'tsx'] : [],
  };
}

/**
 * Worker threads for the numbers, so that the event loop of the process stays free for heartbeats and I/O.
 * Frames live in shared memory and cross without a copy. Jobs go in the order of their ranks, then as they came. Cancelling a job ends its thread, mid-loop, and starts a fresh one.
 */
export class ThreadPool {
  readonly #threads: Thread[] = [];
  readonly #waiting: Job[] = [];
  readonly #entry: ReturnType<typeof threadEntry>;
  readonly #workerData: unknown;
  readonly #rehearsal: string | undefined;
  readonly #ready = Promise.withResolvers<void>();
  #nextId = 1;
  #closed = false;

  constructor(entry: ReturnType<typeof threadEntry>, { size = Math.max(1, availableParallelism()), workerData, rehearsal }: PoolOptions = {}) {
    this.#entry = entry;
    this.#workerData = workerData;
    this.#rehearsal = rehearsal;
    if (rehearsal === undefined) this.#ready.resolve();
    // Who does not ask is not told.
    this.#ready.promise.catch(() => undefined);
    for (let i = 0; i < size; i++) this.#threads.push({ worker: this.#start(i), job: undefined, piece: undefined, rehearsed: rehearsal === undefined });
    this.#rehearse();
  }

  /** Resolves once every thread has rehearsed, at once where none does; rejects with what went wrong in a rehearsal. */
  get rehearsed(): Promise<void> {
    return this.#ready.promise;
  }

  run<T>(task: string, args: unknown, signal?: AbortSignal): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      if (this.#closed) return reject(new Error('the thread pool is closed'));
      if (signal?.aborted) return reject(new CancelledWork(`${task} was cancelled before it started`));
      const job: Job = { id: this.#nextId++, rank: rankHere(), task, args, signal, resolve: resolve as (value: unknown) => void, reject };
      signal?.addEventListener('abort', () => this.#cancel(job), { once: true });
      this.#enqueue(job);
      this.#dispatch();
    });
  }

  async close(): Promise<void> {
    this.#closed = true;
    for (const job of this.#waiting.splice(0)) job.reject(new CancelledWork('the thread pool closed'));
    await Promise.all(
      this.#threads.map(async (thread) => {
        thread.job?.reject(new CancelledWork('the thread pool closed'));
        await thread.worker.terminate();
      }),
    );
  }

  #start(index: number): Worker {
    const worker = new Worker(this.#entry.url, { execArgv: this.#entry.execArgv, workerData: this.#workerData });
    worker.on('message', (answer: ThreadAnswer) => this.#settle(index, answer));
    worker.on('error', (error) => this.#lost(index, worker, error));
    worker.on('exit', (code) => this.#lost(index, worker, new Error(`a worker thread ended with code ${code}`)));
    worker.unref();
    return worker;
  }

  /** Behind all of its rank and before all of a later one. */
  #enqueue(job: Job): void {
    const later = this.#waiting.findIndex(({ rank }) => rank > job.rank);
    this.#waiting.splice(later < 0 ? this.#waiting.length : later, 0, job);
  }

  #dispatch(): void {
    for (const thread of this.#threads) {
      if (thread.job || thread.piece !== undefined) continue;
      const job = this.#waiting.shift();
      if (!job) break;
      thread.job = job;
      thread.worker.ref();
      thread.worker.postMessage({ id: job.id, task: job.task, args: job.args });
    }
    this.#rehearse();
  }

  /** While there is nothing at all to do, one thread after the other rehearses: real work has every core, and finds a thread that is free. */
  #rehearse(): void {
    if (this.#rehearsal === undefined || this.#closed || this.#waiting.length > 0) return;
    if (this.#threads.some(({ job, piece }) => job !== undefined || piece !== undefined)) return;
    const thread = this.#threads.find(({ rehearsed }) => !rehearsed);
    if (!thread) return;
    thread.piece = this.#nextId++;
    thread.worker.postMessage({ id: thread.piece, task: this.#rehearsal, args: undefined });
  }

  #rehearsedPiece(thread: Thread, answer: ThreadAnswer): void {
    thread.piece = undefined;
    if ('thrown' in answer) {
      thread.rehearsed = true;
      this.#ready.reject(revive(answer.thrown));
    } else if (answer.result === true) {
      thread.rehearsed = true;
      if (this.#threads.every(({ rehearsed }) => rehearsed)) this.#ready.resolve();
    }
    this.#dispatch();
  }

  #settle(index: number, answer: ThreadAnswer): void {
    const thread = this.#threads[index];
    if (thread?.piece === answer.id) return this.#rehearsedPiece(thread, answer);
    const job = thread?.job;
    if (!thread || !job || job.id !== answer.id) return;
    thread.job = undefined;
    thread.worker.unref();
    if ('thrown' in answer) job.reject(revive(answer.thrown));
    else job.resolve(answer.result);
    this.#dispatch();
  }

  #cancel(job: Job): void {
    const waiting = this.#waiting.indexOf(job);
    if (waiting >= 0) this.#waiting.splice(waiting, 1);
    const index = this.#threads.findIndex((thread) => thread.job === job);
    job.reject(new CancelledWork(`${job.task} was cancelled`));
    const thread = this.#threads[index];
    if (!thread || this.#closed) return;
    const { worker } = thread;
    this.#replace(index, thread);
    void worker.terminate();
    this.#dispatch();
  }

  #replace(index: number, thread: Thread): void {
    thread.job = undefined;
    thread.piece = undefined;
    thread.rehearsed = this.#rehearsal === undefined;
    thread.worker = this.#start(index);
  }

  /** A thread died under its job (out of memory, a crash in native code): the job fails and can be tried again. */
  #lost(index: number, worker: Worker, error: unknown): void {
    const thread = this.#threads[index];
    if (!thread || thread.worker !== worker || this.#closed) return;
    const { job, piece } = thread;
    if (piece !== undefined) this.#ready.reject(error);
    this.#replace(index, thread);
    job?.reject(error);
    this.#dispatch();
  }
}

function revive(thrown: ThrownInThread): Error {
  let error: Error;
  if (thrown.kind === 'reduction' && thrown.code) error = new ReductionError(thrown.code, thrown.message, thrown.facts);
  else if (thrown.kind === 'contract') error = new ContractError(thrown.message);
  else error = new Error(thrown.message);
  if (thrown.stack) error.stack = thrown.stack;
  return error;
}
