import { parentPort } from 'node:worker_threads';
import { answerTasks } from './answer-tasks.js';
import { tasks } from './tasks.js';

if (!parentPort) throw new Error('step-thread.ts runs as a worker thread only');
answerTasks(parentPort, tasks);
