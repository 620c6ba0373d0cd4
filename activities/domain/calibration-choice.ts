import { detectorColumn, detectorRow, type Geometry, type Section } from '#numeric/frame';
import type { Candidate, Criterion, Decision, Purpose, Verdict } from './calibrations.js';
import type { Exposure } from './exposure.js';

/** Two headers of one read-out mode print the same decimals; neighboring modes differ by more. */
const GAIN_TOLERANCE = 0.011;
const READ_NOISE_TOLERANCE_ELECTRON = 0.05;
/** Angles are targets typed by hand; the mechanism repeats within 0.04°. */
const ANGLE_TOLERANCE_DEGREE = 0.1;
/** A bias or flat of another night serves until tonight's is there, but no older one: bias structure and dust move. */
const MOST_NIGHTS_APART = 3;
/** A lamp taken where the telescope pointed for the target bends the spectrograph the same way. */
const SAME_POINTING_DEGREE = 0.05;

const SECOND_MS = 1000;
const DAY_MS = 86_400_000;
/** Seconds that another pointing counts for: more than a night, so that it always comes second. */
const OTHER_POINTING_SECOND = 86_400;

/**
 * Names the read-out (and for flats the optics) whose frames may be combined into one master: equal key, equal master. The night is
 * not part of it. Gain and angles as headers print them, so frames of one setup share the text.
 */
export function configurationKey(exposure: Exposure, purpose: 'bias' | 'flat'): string {
  const g = exposure.geometry;
  const readout = `${describeReadout(exposure)} ${g.nx}x${g.ny}+${g.x0}+${g.y0}`;
  if (purpose === 'bias') return readout;
  const { grating, gratingAngleDegree, cameraAngleDegree, filter, filter2, slit } = exposure;
  return `${readout} ${grating} ${angle(gratingAngleDegree)}/${angle(cameraAngleDegree)} ${filter} ${filter2} ${slit}`.toUpperCase();
}

function angle(degree: number | null): string {
  return degree === null ? '?' : degree.toFixed(2);
}

/** `RED 2×2 gain 1.48 readnoise 3.89` */
function describeReadout({ camera, geometry, gainElectronPerAdu, readNoiseElectron }: Exposure): string {
  return `${camera.toUpperCase()} ${geometry.binX}×${geometry.binY} gain ${gainElectronPerAdu.toFixed(2)} readnoise ${readNoiseElectron.toFixed(2)}`;
}

/** How many frames a master takes and how many raw ones there are; for the sentence about what is missing. */
export interface Needs {
  readonly minimum?: number;
  readonly atHand?: number;
}

/**
 * Chooses the calibration of one purpose for an exposure: asks every candidate every question, ranks those that pass, takes the
 * nearest. Pure, and the same whatever the order of the candidates: equal distance goes by members, then by key.
 *
 * Rank: bias and flat of the same night are final, of up to three nights away provisional. A lamp of the same night at the same
 * pointing is final and the nearest in time wins; at another pointing it is provisional (the spectrograph bends as the telescope moves).
 */
export function chooseCalibration(purpose: Purpose, exposure: Exposure, candidates: readonly Candidate[], needs: Needs = {}): Decision {
  const judged = candidates.map((candidate) => judge(purpose, exposure, candidate)).sort(nearestFirst);
  const best = judged[0]?.distance === null ? undefined : judged[0];
  const chosen = best?.candidate;
  return {
    purpose,
    candidates: judged.map(({ candidate: { name, key, checksum }, criteria, distance, provisional }) => ({
      name,
      key,
      checksum,
      verdict: verdictOf(distance, key === chosen?.key),
      distance,
      provisional,
      criteria,
    })),
    chosenKey: chosen?.key ?? null,
    provisional: best?.provisional ?? false,
    reason: best ? reasonChosen(purpose, exposure, best.candidate) : reasonMissing(purpose, exposure, judged, needs),
  };
}

interface Judged {
  readonly candidate: Candidate;
  readonly criteria: readonly Criterion[];
  readonly distance: number | null;
  readonly provisional: boolean;
}

function verdictOf(distance: number | null, chosen: boolean): Verdict {
  if (distance === null) return 'refused';
  return chosen ? 'chosen' : 'suitable';
}

function nearestFirst(a: Judged, b: Judged): number {
  const byDistance = (a.distance ?? Infinity) - (b.distance ?? Infinity);
  if (byDistance !== 0 && !Number.isNaN(byDistance)) return byDistance;
  if (a.candidate.members !== b.candidate.members) return b.candidate.members - a.candidate.members;
  return a.candidate.key < b.candidate.key ? -1 : 1;
}

function judge(purpose: Purpose, exposure: Exposure, candidate: Candidate): Judged {
  const criteria = criteriaOf(purpose, exposure, candidate.exposure);
  if (criteria.some(({ ok }) => !ok)) return { candidate, criteria, distance: null, provisional: false };
  if (purpose === 'lamp') {
    const elsewhere = !samePointing(exposure, candidate.exposure);
    return { candidate, criteria, distance: secondsApart(exposure, candidate.exposure) + (elsewhere ? OTHER_POINTING_SECOND : 0), provisional: elsewhere };
  }
  const nights = nightsApart(exposure, candidate.exposure);
  return { candidate, criteria, distance: nights, provisional: nights > 0 };
}

/** Every question for this purpose, each with what was wanted and what was found; in the order people think of them. */
function criteriaOf(purpose: Purpose, wanted: Exposure, found: Exposure): Criterion[] {
  const readout = [
    same('camera', wanted.camera, found.camera),
    same('binning', binning(wanted.geometry), binning(found.geometry)),
    covers('columns', wanted, found),
    covers('rows', wanted, found),
  ];
  const electronics = [
    near('gain', wanted.gainElectronPerAdu, found.gainElectronPerAdu, GAIN_TOLERANCE),
    near('read noise', wanted.readNoiseElectron, found.readNoiseElectron, READ_NOISE_TOLERANCE_ELECTRON),
  ];
  const optics = [
    same('grating', wanted.grating, found.grating),
    near('grating angle', wanted.gratingAngleDegree, found.gratingAngleDegree, ANGLE_TOLERANCE_DEGREE),
    near('camera angle', wanted.cameraAngleDegree, found.cameraAngleDegree, ANGLE_TOLERANCE_DEGREE),
    same('filter', wanted.filter, found.filter),
    same('second filter', wanted.filter2, found.filter2),
    same('slit', wanted.slit, found.slit),
  ];
  switch (purpose) {
    case 'bias':
      return [...readout, ...electronics, withinNights(wanted, found, MOST_NIGHTS_APART)];
    case 'flat':
      return [...readout, ...electronics, ...optics, withinNights(wanted, found, MOST_NIGHTS_APART)];
    case 'lamp':
      // Lamps may be read at another gain and through another imaging filter: neither moves a line.
      return [...readout, ...optics.filter(({ name }) => name !== 'filter'), lit(found), withinNights(wanted, found, 0)];
  }
}

function same(name: string, wanted: string, found: string): Criterion {
  return { name, wanted, found, ok: wanted.toUpperCase() === found.toUpperCase() };
}

function near(name: string, wanted: number | null, found: number | null, tolerance: number): Criterion {
  // Floating point must not decide about a difference of exactly the tolerance.
  const ok = wanted === null || found === null ? wanted === found : Math.abs(wanted - found) <= tolerance + 1e-6;
  return { name, wanted: wanted === null ? 'unknown' : `${wanted} ± ${tolerance}`, found: String(found ?? 'unknown'), ok };
}

function lit(found: Exposure): Criterion {
  return { name: 'lamp', wanted: 'at least one lit', found: found.lamps.join('+') || 'none', ok: found.lamps.length > 0 };
}

function withinNights(wanted: Exposure, found: Exposure, most: number): Criterion {
  const nights = nightsApart(wanted, found);
  return { name: 'night', wanted: most === 0 ? wanted.night : `${wanted.night} ± ${most}`, found: found.night, ok: nights <= most };
}

/** The light that the exposure needs must lie within the light the candidate saw, on the same pixel grid. */
function covers(name: 'columns' | 'rows', wanted: Exposure, found: Exposure): Criterion {
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

function binning({ binX, binY }: Geometry): string {
  return `${binX}×${binY}`;
}

function nightsApart(a: Exposure, b: Exposure): number {
  return Math.abs(dayOf(a.night) - dayOf(b.night));
}

function dayOf(night: string): number {
  return Date.UTC(Number(night.slice(0, 4)), Number(night.slice(4, 6)) - 1, Number(night.slice(6, 8))) / DAY_MS;
}

function secondsApart(a: Exposure, b: Exposure): number {
  return Math.abs(Date.parse(a.observedAt) - Date.parse(b.observedAt)) / SECOND_MS;
}

/** Within a few arcminutes on the sky. Unknown positions are never the same. */
function samePointing(a: Exposure, b: Exposure): boolean {
  if (a.raDegree === null || a.decDegree === null || b.raDegree === null || b.decDegree === null) return false;
  const acrossRa = Math.abs(((a.raDegree - b.raDegree + 540) % 360) - 180);
  const ra = acrossRa * Math.cos((a.decDegree * Math.PI) / 180);
  return Math.hypot(ra, a.decDegree - b.decDegree) <= SAME_POINTING_DEGREE;
}

function reasonChosen(purpose: Purpose, exposure: Exposure, { name, exposure: found, members }: Candidate): string {
  if (purpose === 'lamp') {
    const minutes = Math.round(secondsApart(exposure, found) / 60);
    const where = samePointing(exposure, found) ? 'at the same pointing' : 'at another pointing, until one at the same pointing is there';
    return `${name} (${found.lamps.join('+')}), ${minutes} min away ${where}`;
  }
  const nights = nightsApart(exposure, found);
  const when = nights === 0 ? 'same night' : `${nights} ${nights === 1 ? 'night' : 'nights'} away, until tonight's is there`;
  return `${name} of ${members} ${members === 1 ? 'frame' : 'frames'}, ${when}`;
}

function reasonMissing(purpose: Purpose, exposure: Exposure, judged: readonly Judged[], { minimum, atHand }: Needs): string {
  const refused = refusals(judged);
  if (purpose === 'lamp') {
    return `needs a lamp of ${exposure.wavmode} ${exposure.slit} ${binning(exposure.geometry)} from the night of ${exposure.night}${refused || '; there is none yet'}`;
  }
  const optics = purpose === 'flat' ? ` ${exposure.wavmode} ${exposure.filter2} ${exposure.slit}` : '';
  const count = minimum === undefined ? `a master ${purpose}` : `${minimum} ${purpose} ${minimum === 1 ? 'frame' : 'frames'}`;
  const has = atHand === undefined ? '' : `, has ${atHand}${minimum !== undefined && atHand >= minimum ? ': their master is on its way' : ''}`;
  return `needs ${count} of ${describeReadout(exposure)}${optics}${has}${refused}`;
}

/** "; 3 candidates refused: grating differs (2), binning differs (1)": each candidate counted under the first question it failed. */
function refusals(judged: readonly Judged[]): string {
  if (judged.length === 0) return '';
  const counts = new Map<string, number>();
  for (const { criteria } of judged) {
    const failed = criteria.find(({ ok }) => !ok);
    if (failed) counts.set(failed.name, (counts.get(failed.name) ?? 0) + 1);
  }
  const list = [...counts].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1)).map(([name, n]) => `${name} ${name === 'columns' || name === 'rows' ? 'differ' : 'differs'} (${n})`);
  return `; ${judged.length} ${judged.length === 1 ? 'candidate' : 'candidates'} refused: ${list.join(', ')}`;
}
