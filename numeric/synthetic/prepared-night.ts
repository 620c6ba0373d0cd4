import { createRandom, type Random } from '../math/random.js';
import { buildDetector, type Detector } from './detector/detector.js';
import { layoutOf, type Layout } from './layout.js';
import { withFringes } from './detector/response.js';
import type { SimulatedInstrument } from './instrument.js';
import type { ReadoutFormat } from './mode.js';
import { inclined, setScene, type Scene } from './optics/scene.js';
import type { NightPlan, Shot } from './plan/plan.js';
import { schedule } from './plan/schedule.js';
import { slitIllumination, type SlitIllumination } from './slit/illumination.js';

/** A night before its exposures: everything that lasts longer than one frame, made once and only when needed. */
export interface Night {
  readonly plan: NightPlan;
  readonly instrument: SimulatedInstrument;
  readonly shots: readonly Shot[];
  readonly slit: SlitIllumination;
  readonly layout: (shot: Shot) => Layout;
  readonly detector: (shot: Shot) => Detector;
  /** The block's truth, without flexure. */
  readonly scene: (shot: Shot) => Scene;
  /** Response of the pixels including the fringes of the mode. */
  readonly response: (shot: Shot) => Float32Array;
}

/** A stream of random numbers that depends on the seed and the purpose, not on what was drawn before. */
export function randomFor(plan: NightPlan, purpose: string): Random {
  return createRandom(plan.seed).fork(purpose);
}

function remember<K, V>(make: (key: K) => V): (key: K) => V {
  const known = new Map<K, V>();
  return (key) => {
    let value = known.get(key);
    if (value === undefined) known.set(key, (value = make(key)));
    return value;
  };
}

/** Reads a plan and settles what lasts the whole night. @throws {ContractError} for a mode that the instrument does not have. */
export function prepareNight(plan: NightPlan, instrument: SimulatedInstrument): Night {
  const shots = schedule(plan, instrument);
  const layout = (shot: Shot): Layout => layoutOf(plan, shot.mode.format, instrument.detector.rows);
  const byFormat = remember((format: ReadoutFormat) => buildDetector(plan, layoutOf(plan, format, instrument.detector.rows), instrument.detector));
  const detector = (shot: Shot): Detector => byFormat(shot.mode.format);
  const byBlock = remember((block: number) => {
    const shot = shots.find((s) => s.block === block) as Shot;
    const scene = setScene(instrument, shot.mode, layout(shot), randomFor(plan, `scene ${shot.mode.name}`));
    return inclined(scene, plan.blocks[block]?.traceSlope);
  });
  const scene = (shot: Shot): Scene => byBlock(shot.block);
  const responseByMode = remember((mode: string) => {
    const shot = shots.find((s) => s.mode.name === mode) as Shot;
    return withFringes(instrument.detector, detector(shot), scene(shot), randomFor(plan, 'fringes'));
  });
  return {
    plan,
    instrument,
    shots,
    slit: slitIllumination(instrument.slit, instrument.detector.rows, randomFor(plan, 'slit')),
    layout,
    detector,
    scene,
    response: (shot) => (shot.kind === 'bias' ? detector(shot).response : responseByMode(shot.mode.name)),
  };
}
