import { parentPort } from 'node:worker_threads';
import { answerTasks } from './answer-tasks.js';
import { tasks } from './tasks.js';

if (!parentPort) throw new Error('step-thread.ts runs as a worker thread only');

let pieces: Generator | undefined;

/** The next piece of the rehearsal of this thread; true when there was none left. */
async function rehearse(): Promise<boolean> {
  // The simulator is not loaded where nobody rehearses.
  const { rehearsal } = await import('./rehearsal.js');
  pieces ??= rehearsal((work) => tasks.step(work));
  return pieces.next().done === true;
}

answerTasks(parentPort, { ...tasks, rehearse });
