export { combine } from './combine';
export { medianFilter, medianOfRows, medianOfRuns } from './median';
export { rayEvidence } from './rays';
