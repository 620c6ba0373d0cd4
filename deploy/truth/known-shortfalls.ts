import type { Shortfalls } from './shortfalls.js';

/** By night or exposure, what is not reached and what it measures today. */
export const knownShortfalls: Shortfalls = {};
