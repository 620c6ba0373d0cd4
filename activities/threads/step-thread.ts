import { parentPort } from 'node:worker_threads';
import { ContractError } from '#numeric/errors';
import { ReductionError } from '../domain/errors.js';
import { asReductionError } from '../steps/failure.js';
import { tasks } from './tasks.js';
import type { ThreadAnswer, ThrownInThread } from './pool.js';

const port = parentPort;
if (!port) throw new Error('step-thread.ts runs as a worker thread only');

function thrown(error: unknown): ThrownInThread {
  const known = asReductionError(error);
  const stack = known instanceof Error ? known.stack : undefined;
  if (known instanceof ReductionError) return { kind: 'reduction', code: known.code, message: known.message, facts: known.facts, ...(stack ? { stack } : {}) };
  const message = known instanceof Error ? known.message : String(known);
  return { kind: known instanceof ContractError ? 'contract' : 'other', message, ...(stack ? { stack } : {}) };
}

port.on('message', ({ id, task, args }: { id: number; task: keyof typeof tasks; args: never }) => {
  let answer: ThreadAnswer;
  let given: ArrayBuffer[] = [];
  try {
    const result = tasks[task](args);
    answer = { id, result };
    // The bytes of a file are handed over, not copied; frames are in shared memory anyway.
    if (Array.isArray(result)) given = result.map(({ bytes }) => bytes.buffer);
  } catch (error) {
    answer = { id, thrown: thrown(error) };
  }
  port.postMessage(answer, given);
});
