import { parentPort } from 'node:worker_threads';
import { ContractError } from '#numeric/errors';
import { ReductionError } from '../domain/errors.js';
import { asReductionError } from '../steps/failure.js';
import type { ThreadAnswer, ThrownInThread } from './pool.js';

function thrown(error: unknown): ThrownInThread {
  const known = asReductionError(error);
  const stack = known instanceof Error ? known.stack : undefined;
  if (known instanceof ReductionError) return { kind: 'reduction', code: known.code, message: known.message, facts: known.facts, ...(stack ? { stack } : {}) };
  const message = known instanceof Error ? known.message : String(known);
  return { kind: known instanceof ContractError ? 'contract' : 'other', message, ...(stack ? { stack } : {}) };
}

/** Buffers of the files in a result: they are handed over, not copied; frames are in shared memory anyway. */
function buffersOf(result: unknown): ArrayBuffer[] {
  const files = (Array.isArray(result) ? result : [result]) as ({ readonly bytes?: unknown } | undefined)[];
  return files.flatMap((file) => (file?.bytes instanceof Uint8Array && file.bytes.buffer instanceof ArrayBuffer ? [file.bytes.buffer] : []));
}

/** Makes this worker thread answer what a `ThreadPool` asks of it. */
export function serveTasks(tasks: Readonly<Record<string, (args: never) => unknown>>): void {
  const port = parentPort;
  if (!port) throw new Error('tasks are served in a worker thread only');
  port.on('message', ({ id, task, args }: { id: number; task: string; args: never }) => {
    let answer: ThreadAnswer;
    let given: ArrayBuffer[] = [];
    try {
      const result = tasks[task]?.(args);
      answer = { id, result };
      given = buffersOf(result);
    } catch (error) {
      answer = { id, thrown: thrown(error) };
    }
    port.postMessage(answer, given);
  });
}
