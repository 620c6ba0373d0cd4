import type { SlitScale } from './targets.js';

/** A slit for the tests of numeric/: no instrument's. */
export const exampleSlit: SlitScale = { arcsecondPerRow: 0.15, largestTiltRows: 36 };
