import { parentPort } from 'node:worker_threads';
import { answerTasks } from './answer-tasks.js';
import { viewTasks } from './view-tasks.js';

if (!parentPort) throw new Error('view-thread.ts runs as a worker thread only');
answerTasks(parentPort, viewTasks);
