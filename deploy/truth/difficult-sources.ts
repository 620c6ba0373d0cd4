import { laboratoryLines } from '#activities/reference/line-lists';
import type { NightBlock, NightPlan, PlannedSpectrum, PlannedTarget } from '#numeric/synthetic/night';

/** Rows of the slit between its half-light ends on the simulated detector, unbinned. */
const SLIT_ROWS = 1756;
/** Arcsecond of a row binned in two. */
const ROW_ARCSECOND = 0.3;
/** 29 rows over half of the detector: the steepest traces of real frames, rows per column. */
const STEEPEST = 0.0144;

/** Place along the slit of a source that many rows, binned in two, above its lower end. */
const rowsAboveEdge = (rows: number): number => (2 * rows) / SLIT_ROWS;
const star = (electronsPerPixel: number, row = 0.5): PlannedTarget => ({ row, electronsPerPixel });
const observed = (object: string, targets: readonly PlannedTarget[], more: Partial<PlannedSpectrum> = {}): PlannedSpectrum => ({ object, targets, exposureSecond: 300, ...more });
const block = (traceSlope: number, flats: number, spectra: readonly PlannedSpectrum[]): NightBlock => ({ mode: '400_M1', lamps: ['HGA', 'NE'], flats, traceSlope, spectra });

function night(seed: number, blocks: readonly NightBlock[], more: Partial<NightPlan> = {}): NightPlan {
  return { seed, binning: 2, date: '2026-11-22', proposal: 'SOAR2026B-047', biases: 5, laboratoryLines: laboratoryLines(['HGA', 'NE'], true), blocks, ...more };
}

/** A pixel saturates at 97 000 electrons, which a star of 0.9″ reaches at some 160 000 electrons an unbinned column. */
export const brightNight = night(471, [
  block(0.003, 5, [
    observed('saturated star', [star(400_000)]),
    observed('saturated star and companion', [star(400_000), star(3000, 0.54)]),
    // The blue end, where the atmosphere lets hundredths through, saturates too.
    observed('star saturated everywhere', [star(3e8)]),
    observed('two stars 1.0 FWHM apart', [star(6000), { besideFwhm: 1, electronsPerPixel: 3000 }]),
    observed('two stars 1.2 FWHM apart', [star(6000), { besideFwhm: 1.2, electronsPerPixel: 3000 }]),
    observed('two stars 1.5 FWHM apart', [star(6000), { besideFwhm: 1.5, electronsPerPixel: 3000 }]),
    observed('two stars 2.5 FWHM apart', [star(6000), { besideFwhm: 2.5, electronsPerPixel: 3000 }]),
    observed('five stars', [star(6000), { besideFwhm: 3, electronsPerPixel: 2000 }, star(5000, 0.35), star(4000, 0.7), star(3000, 0.8)]),
    observed('star out of focus at the ends', [star(20_000)], { focusBend: 0.3 }),
    observed('star out of focus in the middle', [star(20_000)], { focusBend: -0.3 }),
  ]),
]);

/** Lines that do not come from where the continuum does. Hβ peaks at twice the electrons named. */
export const gasNight = night(472, [
  block(0.003, 5, [
    observed('nucleus on its host', [{ ...star(2000), emission: { electronsPerPixel: 2000, fwhmArcsecond: 2.7 } }]),
    observed('gas 4 rows beside a star', [{ ...star(2000), emission: { electronsPerPixel: 2000, offsetArcsecond: 4 * ROW_ARCSECOND } }]),
    observed('gas 8 rows beside a star', [{ ...star(2000), emission: { electronsPerPixel: 2000, offsetArcsecond: 8 * ROW_ARCSECOND } }]),
    observed('lines alone', [{ ...star(2000), kind: 'lines' }]),
    observed('faint lines alone', [{ ...star(100), kind: 'lines' }]),
    observed('galaxy 30 rows wide', [{ ...star(4000), fwhmArcsecond: 30 * ROW_ARCSECOND }]),
  ]),
]);

/** The ends of the slit, and light that is no source. */
export const edgeNight = night(473, [
  block(0, 5, [
    observed('star 4 rows from the edge', [star(4000, rowsAboveEdge(4))]),
    observed('star 8 rows from the edge', [star(4000, rowsAboveEdge(8))]),
    observed('star 8 rows from the upper edge', [star(4000, 1 - rowsAboveEdge(8))]),
    observed('sky with a gradient', [star(400)], { exposureSecond: 1800, background: { gradient: 0.8 } }),
    observed('star in a nebula', [star(4000)], { background: { nebula: { row: 0.45, electronsPerPixel: 4000, kind: 'nebula', fwhmArcsecond: 60 } } }),
    observed('faint star in a bright nebula', [star(300)], { background: { nebula: { row: 0.52, electronsPerPixel: 20_000, kind: 'nebula', fwhmArcsecond: 25 } } }),
    observed('nebula at the edge', [star(400)], { background: { nebula: { row: 0.02, electronsPerPixel: 20_000, kind: 'nebula', fwhmArcsecond: 25 } } }),
  ]),
  block(STEEPEST, 0, [observed('star that leaves the slit', [star(4000, rowsAboveEdge(8))])]),
  block(0, 0, [observed('star 4 rows from the edge and another', [star(4000, rowsAboveEdge(4)), star(3000)])]),
]);

/** Electrons an unbinned column of stars that the sky of five minutes lets be seen with 7–15 σ. */
const FAINT = [2.3, 2.5, 2.7, 2.9, 3.1, 3.3];

/** Faint stars on the steepest traces there are. */
export const steepNight = night(474, [
  block(STEEPEST, 5, FAINT.map((electrons, i) => observed(`faint ${i}`, [star(electrons, 0.25 + 0.1 * i)]))),
  block(-STEEPEST, 0, FAINT.map((electrons, i) => observed(`faint ${i + FAINT.length}`, [star(electrons, 0.75 - 0.1 * i)]))),
]);

const RAYS_PER_SECOND = 3; // three times the usual: as many to a square as 900 or 2000 on the whole detector in the exposures below

/** A hundred exposures that show nothing but sky and rays; 250 rows at the lower end of the slit. */
export const emptyNight = night(
  475,
  [block(0.003, 5, Array.from({ length: 100 }, (_, i) => observed(`empty ${i}`, [], { exposureSecond: i % 2 === 0 ? 300 : 650 })))],
  { region: { firstRow: 0, rows: 500 }, cosmicRaysPerSecond: RAYS_PER_SECOND },
);
