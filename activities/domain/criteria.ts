import { detectorColumn, detectorRow, type Geometry, type Section } from '#numeric/frame';
import type { Criterion } from './calibrations.js';
import type { Exposure } from './exposure.js';
import { nightsApart } from './nights.js';
import { describeBinning } from './readout-words.js';

/** Headers print two decimals of gain and read noise; neighboring read-out modes differ by more in one of the two numbers. */
export const GAIN_TOLERANCE = 0.011;
export const READ_NOISE_TOLERANCE_ELECTRON = 0.05;
/** Angles are targets typed by hand; the mechanism repeats within 0.04°. */
const ANGLE_TOLERANCE_DEGREE = 0.1;
/** A lamp taken where the telescope pointed for the target bends the spectrograph the same way. */
const SAME_POINTING_DEGREE = 0.05;

const SECOND_MS = 1000;

/** Every question about a candidate, by name, each with what was wanted and what was found. */
export type Question = (wanted: Exposure, found: Exposure) => Criterion;

/** The same camera, pixel grid and light. */
export const sameDetector: readonly Question[] = [
  same('camera', ({ camera }) => camera),
  same('binning', ({ geometry }) => describeBinning(geometry)),
  covers('columns'),
  covers('rows'),
];

/** The same read-out electronics. */
export const sameElectronics: readonly Question[] = [
  near('gain', ({ gainElectronPerAdu }) => gainElectronPerAdu, GAIN_TOLERANCE),
  near('read noise', ({ readNoiseElectron }) => readNoiseElectron, READ_NOISE_TOLERANCE_ELECTRON),
];

/** Both with overscan or both without: where one level was subtracted and the other not, the difference would pass for light. */
export const sameOverscan: readonly Question[] = [same('overscan', ({ overscan }) => (overscan ? 'read' : 'not read'))];

export const sameImagingFilter: readonly Question[] = [same('filter', ({ filter }) => filter)];

/** The same dispersion: grating and its angles. */
export const sameDispersion: readonly Question[] = [
  same('grating', ({ grating }) => grating),
  near('grating angle', ({ gratingAngleDegree }) => gratingAngleDegree, ANGLE_TOLERANCE_DEGREE),
  near('camera angle', ({ cameraAngleDegree }) => cameraAngleDegree, ANGLE_TOLERANCE_DEGREE),
];

/** The same order-blocking filter and slit. */
export const sameSlit: readonly Question[] = [same('second filter', ({ filter2 }) => filter2), same('slit', ({ slit }) => slit)];

/** Questions whose answer nobody can overrule: pixels that are not the same, a level that was subtracted from one only, a lamp without light. */
const PHYSICAL: ReadonlySet<string> = new Set(['camera', 'binning', 'columns', 'rows', 'overscan', 'lamp']);

export function isPhysical(question: string): boolean {
  return PHYSICAL.has(question);
}

export const lampLit: Question = (_wanted, { lamps }) => ({ name: 'lamp', wanted: 'at least one lit', found: lamps.join('+') || 'none', ok: lamps.length > 0 });

/** The same elements, in whatever order a header names them. */
export function sameLamps(a: readonly string[], b: readonly string[]): boolean {
  return [...a].sort().join() === [...b].sort().join();
}

export function withinNights(most: number): Question {
  return (wanted, found) => ({
    name: 'night',
    wanted: most === 0 ? wanted.night : `${wanted.night} ± ${most}`,
    found: found.night,
    ok: nightsApart(wanted.night, found.night) <= most,
  });
}

/** Seconds between the starts of two exposures. */
export function secondsApart(a: Exposure, b: Exposure): number {
  return Math.abs(Date.parse(a.observedAt) - Date.parse(b.observedAt)) / SECOND_MS;
}

/** Within a few arcminutes on the sky, or not; `unknown` where either header does not say where the telescope pointed. */
export function comparePointing(a: Exposure, b: Exposure): 'same' | 'other' | 'unknown' {
  if (a.raDegree === null || a.decDegree === null || b.raDegree === null || b.decDegree === null) return 'unknown';
  const acrossRa = Math.abs(((a.raDegree - b.raDegree + 540) % 360) - 180);
  const ra = acrossRa * Math.cos((a.decDegree * Math.PI) / 180);
  return Math.hypot(ra, a.decDegree - b.decDegree) <= SAME_POINTING_DEGREE ? 'same' : 'other';
}

function same(name: string, of: (exposure: Exposure) => string): Question {
  return (wantedExposure, foundExposure) => {
    const [wanted, found] = [of(wantedExposure), of(foundExposure)];
    return { name, wanted, found, ok: wanted.toUpperCase() === found.toUpperCase() };
  };
}

function near(name: string, of: (exposure: Exposure) => number | null, tolerance: number): Question {
  return (wantedExposure, foundExposure) => {
    const [wanted, found] = [of(wantedExposure), of(foundExposure)];
    // Floating point must not decide about a difference of exactly the tolerance.
    const ok = wanted === null || found === null ? wanted === found : Math.abs(wanted - found) <= tolerance + 1e-6;
    return { name, wanted: wanted === null ? 'unknown' : `${wanted} ± ${tolerance}`, found: String(found ?? 'unknown'), ok };
  };
}

/** The light that the exposure needs must lie within the light the candidate saw, on the same pixel grid. */
function covers(name: 'columns' | 'rows'): Question {
  return (wanted, found) => {
    const [need, have] = [extent(name, wanted), extent(name, found)];
    const [a, b] = [wanted.geometry, found.geometry];
    const [apart, bin] = name === 'columns' ? [a.x0 - b.x0, b.binX] : [a.y0 - b.y0, b.binY];
    const sameFrame = name === 'rows' || wanted.detectorColumns === found.detectorColumns;
    return {
      name,
      wanted: describeExtent(need),
      found: describeExtent(have),
      ok: sameFrame && Number.isInteger(apart / bin) && have[0] <= need[0] && have[1] >= need[1],
    };
  };
}

/** First and last unbinned detector column (or row) whose pixel centers lie in the light. */
function extent(name: 'columns' | 'rows', { geometry, lightSection }: { readonly geometry: Geometry; readonly lightSection: Section }): [number, number] {
  return name === 'columns'
    ? [detectorColumn(geometry, lightSection.x0), detectorColumn(geometry, lightSection.x1 - 1)]
    : [detectorRow(geometry, lightSection.y0), detectorRow(geometry, lightSection.y1 - 1)];
}

function describeExtent([first, last]: readonly [number, number]): string {
  return `${first}–${last}`;
}
