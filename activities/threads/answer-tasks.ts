import type { MessagePort } from 'node:worker_threads';
import { ContractError } from '#numeric/errors';
import { ReductionError } from '../domain/errors.js';
import { asReductionError } from '../steps/failure.js';
import { collectWhenLarge } from './collect-garbage.js';
import type { ThreadAnswer, ThrownInThread } from './pool.js';

/** What a thread can be asked to do, by name. */
export type Tasks = Readonly<Record<string, (args: never) => unknown>>;

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

/** The other end of a `ThreadPool`: does what is asked, one task after the other, and answers in its words. */
export function answerTasks(port: MessagePort, tasks: Tasks): void {
  const answer = async ({ id, task, args }: { id: number; task: string; args: never }): Promise<void> => {
    try {
      const result = await tasks[task]?.(args);
      port.postMessage({ id, result } satisfies ThreadAnswer, buffersOf(result));
    } catch (error) {
      port.postMessage({ id, thrown: thrown(error) } satisfies ThreadAnswer);
    }
  };
  // Once the answer is given nothing here refers to what was worked on.
  port.on('message', (message: Parameters<typeof answer>[0]) => void answer(message).then(() => setImmediate(collectWhenLarge, true)));
}
