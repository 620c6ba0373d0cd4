import type { FrameTruth } from './frame-truth.js';
import { exposureLight } from './exposure-light.js';
import { overscanLevel } from './detector/bias-pattern.js';
import type { Shot } from './plan/plan.js';
import { randomFor, type Night } from './prepared-night.js';
import { illuminationOfRows } from './slit/illumination.js';

/** Light on the detector before noise, and what made it. */
export interface Exposed {
  /** Mean electrons per raw pixel [ny × nx]: sky, lamps and sources through the slit, before pixel response; no cosmic rays. */
  readonly electrons: Float32Array;
  readonly truth: FrameTruth;
}

/** Lets the light of one exposure fall on the detector, without noise and cosmic rays, and writes down the truth. */
export function expose(night: Night, shot: Shot): Exposed {
  const { plan, slit } = night;
  const { gainElectronPerAdu, readNoiseElectron } = night.instrument.detector;
  const layout = night.layout(shot);
  const { geometry } = layout;
  const detector = night.detector(shot);
  const electrons = new Float32Array(geometry.nx * geometry.ny);
  const illumination = illuminationOfRows(slit, geometry);
  const toRaw = (row: number): number => (row - geometry.y0 - (geometry.binY - 1) / 2) / geometry.binY;
  const base: FrameTruth = {
    kind: shot.kind,
    geometry,
    lightFrom: layout.lightFrom,
    lightTo: layout.lightTo,
    gainElectronPerAdu,
    readNoiseElectron,
    bias: detector.biasPattern,
    overscanAdu: overscanLevel(night.instrument.detector, geometry.ny, shot.number, randomFor(plan, `overscan ${shot.number}`)),
    response: night.response(shot),
    slitRows: { low: toRaw(slit.lowRow), high: toRaw(slit.highRow) },
    illumination,
  };
  const light = exposureLight(night, shot, { layout, electrons, illumination });
  return { electrons, truth: { ...base, ...light } };
}
