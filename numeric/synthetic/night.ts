import type { Card } from '../fits/header.js';
import { writeFits } from '../fits/write.js';
import { createRandom } from '../math/random.js';
import { readOut } from './detector/read-out.js';
import { expose, type Exposed } from './expose.js';
import { cosmicRays } from './frame-rays.js';
import type { FrameTruth } from './frame-truth.js';
import type { SimulatedInstrument } from './instrument.js';
import type { NightPlan, Shot } from './plan/plan.js';
import { pointingOf } from './pointing.js';
import { prepareNight, type Night } from './prepared-night.js';

export type { SimulatedInstrument } from './instrument.js';
export type { LampLine, NightBlock, NightPlan, PlannedSpectrum, PlannedTarget, Shot, ShotKind } from './plan/plan.js';
export { prepareNight, type Night } from './prepared-night.js';
export { expose, type Exposed } from './expose.js';
export type { FrameTruth } from './frame-truth.js';
export { columnInRow, slitShift, wavelengthOnDetector, type SlitTilt } from './optics/scene.js';
export { simulateLampSpectrum, type LampSpectrumRequest, type SimulatedLamp } from './lamp-spectrum.js';
export type { LampLineTruth } from './light/lamps.js';
export type { TargetTruth } from './slit/star-image.js';

/** One raw frame as the instrument would deliver it, and what it really shows. */
export interface SimulatedFrame {
  /** `0123_feige110.fits`. */
  readonly name: string;
  readonly obstype: string;
  /** Cards of the header after the structural ones. */
  readonly header: readonly Card[];
  /** The raw FITS file: 16 bit unsigned, one image. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly truth: FrameTruth;
}

/**
 * A night at the telescope, frame by frame in the order of its plan. One frame is made when it is asked for; each depends on
 * plan, instrument and its own number only, so any frame can be made again alone: `simulateFrame(prepareNight(plan, instrument), number)`.
 * @throws {ContractError} for a mode that the instrument does not have.
 */
export function* simulateNight(plan: NightPlan, instrument: SimulatedInstrument): Generator<SimulatedFrame, void, undefined> {
  const night = prepareNight(plan, instrument);
  for (const shot of night.shots) yield takeFrame(night, shot);
}

/** One frame of a night by its running number, from 1. @throws {RangeError} if the night has no such frame. */
export function simulateFrame(night: Night, number: number): SimulatedFrame {
  const shot = night.shots[number - 1];
  if (!shot) throw new RangeError(`the night has frames 1 to ${night.shots.length}, not ${number}`);
  return takeFrame(night, shot);
}

function takeFrame(night: Night, shot: Shot): SimulatedFrame {
  const { plan, instrument } = night;
  const exposed = expose(night, shot);
  const rays = cosmicRays(night, shot, exposed);
  const truth: FrameTruth = { ...exposed.truth, ...rays };
  const counts = digitize(plan, shot, exposed, rays.cosmicRayCharge);
  const header = instrument.cards({
    plan,
    shot,
    block: plan.blocks[shot.block],
    layout: night.layout(shot),
    pointing: pointingOf(night, shot),
  });
  const { nx, ny } = truth.geometry;
  const bytes = writeFits([{ kind: 'image', header, shape: [nx, ny], data: counts }], { checksums: false });
  return { name: shot.name, obstype: instrument.obstype(shot.kind), header, bytes, truth };
}

function digitize(plan: NightPlan, shot: Shot, { electrons, truth }: Exposed, charge: Float32Array): Uint16Array {
  const { geometry: { nx, ny }, response, bias, overscanAdu: level, gainElectronPerAdu, readNoiseElectron } = truth;
  const random = createRandom(plan.seed).fork(`noise ${shot.number}`);
  return readOut({ nx, ny, electrons, response, charge, bias, level, gainElectronPerAdu, readNoiseElectron }, random);
}
