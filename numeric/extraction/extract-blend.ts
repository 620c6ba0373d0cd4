import type { Frame } from '../frame.js';
import type { SkyModel } from '../sky/model.js';
import type { Target } from '../sources/targets.js';
import type { Trace } from '../sources/trace.js';
import { ColumnSolver, emptyFluxes, type ColumnFluxes, type Rejection } from './column-fluxes.js';
import { gatherColumns, nearest, type ColumnLight, type Neighbor } from './column-light.js';
import { judgeColumns, type ColumnJudgement, type Swept } from './plain-columns.js';
import { blendWindow, imageModel, layProfiles, modelShape, type BlendWindow, type ProfileShape, type SpatialProfile } from './profile-curve.js';
import { fitShape, type FittedShape } from './profile-fit.js';
import { steadyFlux } from './steady-flux.js';
import { smoothStrength } from './smooth-strength.js';

/** A source and what was found about it in its frame. */
export interface SourceOnSlit {
  readonly target: Target;
  readonly trace: Trace;
  readonly sky: SkyModel;
}

/** The fluxes of overlapping sources, and all that they were found by. */
export interface Blend {
  readonly window: BlendWindow;
  readonly light: ColumnLight;
  readonly profiles: readonly SpatialProfile[];
  readonly fluxes: ColumnFluxes;
  /** Flux of each source that its noise model believes in, electron. */
  readonly believed: readonly Float64Array[];
  readonly judgement: ColumnJudgement;
  /** Error of the scale of each source in each column, relative to its flux. */
  readonly scaleErrors: readonly Float64Array[];
  readonly chiSquare: number;
}

/** How a blend is extracted. */
export interface BlendOptions {
  readonly readNoiseElectron: number;
  /** Sources that do not belong to the blend, whose light is subtracted first (its noise stays). */
  readonly neighbors: readonly Neighbor[];
  /** Sources that do not belong to the blend: pixels nearer to them than to any of it do not count. */
  readonly apart?: readonly Trace[];
  readonly sigma: number;
}

/**
 * Profile and flux are each found from the other, and cosmic rays from both. At first the profile is a guess, and what stands out may be the
 * source itself: it may be wrong by 30 %, corrected once by 10 %, then by 3 %.
 */
const DOUBTS = [0.3, 0.1, 0.03, 0.03];
/** The error of the scale is found in every so many columns and interpolated: the shape changes slowly. */
const SCALE_STEP = 64;

/** Extracts overlapping sources together: one window, one profile that changes along the spectrum, one system of equations a column. */
export function extractBlend(frame: Frame, sources: readonly SourceOnSlit[], { readNoiseElectron, neighbors, sigma, apart = [] }: BlendOptions): Blend {
  const { nx } = frame.geometry;
  const window = blendWindow(sources.map(({ trace }) => trace), nx);
  const light = gatherColumns(frame, window, sources.map(({ sky }) => sky), readNoiseElectron, neighbors);
  if (apart.length > 0) leaveOut(light, window, blendWindow(apart, nx).rows);
  const fluxes = emptyFluxes(nx, window.width, sources.length);
  const brightest = sources.reduce((best, source, i) => (source.target.amplitude > sources[best].target.amplitude ? i : best), 0);
  let shape: ProfileShape = modelShape(imageModel(sources[brightest].target, window.fwhms[brightest][nx >> 1]), window);
  let profiles = layProfiles(shape, window);
  let believed: readonly Float64Array[] | undefined;
  let judgement: ColumnJudgement | undefined;
  let fitted: FittedShape | undefined;
  for (const [pass, doubt] of DOUBTS.entries()) {
    if (pass > 0) {
      const strength = fluxes.flux.map((flux) => smoothStrength({ electrons: flux, variance: fluxes.model, width: window.width }));
      // Columns with light of another shape say nothing about the profile.
      for (const values of strength) for (let x = 0; x < nx; x++) if (judgement?.isPlain(x) === true) values[x] = NaN;
      fitted = fitShape(shape, window, { light, model: fluxes.model, strength });
      shape = fitted.shape;
      profiles = layProfiles(shape, window, profiles);
    }
    judgement = sweep({ light, profiles, fluxes, window }, { sigma, doubt, sharp: true, weights: pass === DOUBTS.length - 1 }, pass < DOUBTS.length - 1, believed);
    believed = fluxes.flux.map((flux, s) => steadyFlux(flux, fluxes.variance[s]));
  }
  const scaleErrors = sources.map((_, s) => (fitted ? scaleAlong(fitted, s, fluxes.weight[s], nx) : new Float64Array(nx)));
  return { window, light, profiles, fluxes, believed: believed!, judgement: judgement!, scaleErrors, chiSquare: fitted?.chiSquare ?? NaN };
}

/** Solves all columns; those in which a ray is as broad as an image are solved once more, with whatever stands out rejected. */
function sweep(swept: Swept, rejection: Rejection, learning: boolean, believed: readonly Float64Array[] | undefined): ColumnJudgement {
  const solver = new ColumnSolver(swept.light, swept.profiles);
  for (let x = 0; x < swept.window.nx; x++) solver.solve(x, rejection, swept.fluxes, believed);
  const judgement = judgeColumns(swept, rejection.doubt, learning);
  for (const x of judgement.rayColumns) solver.solve(x, { ...rejection, sharp: false }, swept.fluxes, believed);
  return judgement;
}

function leaveOut({ pixelVariance }: ColumnLight, { nx, width, fromRow, rows }: BlendWindow, others: readonly Float64Array[]): void {
  const all = [...rows, ...others];
  for (let x = 0; x < nx; x++) {
    for (let k = 0; k < width; k++) if (nearest(all, x, fromRow[x] + k) >= rows.length) pixelVariance[x * width + k] = 0;
  }
}

function scaleAlong({ scaleError }: FittedShape, s: number, weight: Float64Array, nx: number): Float64Array {
  const at = Array.from({ length: Math.ceil(nx / SCALE_STEP) + 1 }, (_, i) => Math.min(nx - 1, i * SCALE_STEP));
  const values = at.map((x) => scaleError(s, x, weight));
  return Float64Array.from({ length: nx }, (_, x) => {
    const i = Math.min(Math.floor(x / SCALE_STEP), at.length - 2);
    const part = at[i + 1] > at[i] ? (x - at[i]) / (at[i + 1] - at[i]) : 0;
    return values[i] + part * (values[i + 1] - values[i]);
  });
}
