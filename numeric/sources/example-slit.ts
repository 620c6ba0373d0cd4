import type { SlitImage } from './targets.js';

/** A slit for the tests of numeric/: no instrument's. */
export const exampleSlit: SlitImage = { arcsecondPerRow: 0.15, largestTiltRows: 18 };
