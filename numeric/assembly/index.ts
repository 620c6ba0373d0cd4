export { combine } from './combine';
export { medianFilter } from './median';
export { rayEvidence } from './rays';
