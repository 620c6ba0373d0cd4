/** What the workflow worker runs. */
export { buildMaster } from './build-master.js';
export { reduceFrame } from './reduce-frame.js';
