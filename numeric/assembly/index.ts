export { columnMedians } from './columns';
export { combine } from './combine';
export { medianFilter, medianOfRows, medianOfRuns } from './median';
export { countRange, divideFlat, electrons, subtractBias } from './pixels';
export { rayEvidence } from './rays';
export { addAlong, betweenRuns } from './smooth';
export { decodeInt16, decodeUint16, sumWords, swapWords, widenCounts } from './words';
