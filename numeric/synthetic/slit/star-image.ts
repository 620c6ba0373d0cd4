import { detectorColumn } from '../../frame.js';
import type { Layout } from '../layout.js';
import { integralAt, integrate, type ColumnSpectrum } from '../light/column-spectrum.js';
import { slitShift, traceAt, wavelengthOnDetector, type Scene } from '../optics/scene.js';
import { PROFILE_REACH_FWHM, type StarProfile } from './star-profile.js';

/**
 * A source on the slit as it was simulated. Arrays have one value per raw native column, prescan included; rows are raw
 * native rows, pixel centers at integers. In columns without light wavelength is NaN and electrons are 0.
 */
export interface TargetTruth {
  /** Center of the source in each column; that of its continuum where lines have an image of their own. */
  readonly traceRow: Float64Array;
  /** Air wavelength at the center of each column on the trace, Angstrom. */
  readonly wavelength: Float64Array;
  /**
   * All the light of the source in each native column, summed over the whole slit, electron, without noise: throughput included,
   * before slit illumination and pixel response.
   */
  readonly electrons: Float64Array;
  /** The part of it that comes in an image of its own: lines of gas around the source or beside it. */
  readonly emissionElectrons?: Float64Array;
  /** Full width at half maximum along the slit in each column, raw native rows. */
  readonly fwhmPixel: Float64Array;
  /** S/N per native column that the best possible weighting of all rows reaches: √Σ s²/(s + sky + other sources + read noise²). */
  readonly photonLimitSnr: Float64Array;
}

/** A source before it is on the detector. */
export interface SimulatedSource {
  /** Unbinned detector row of its center at the middle column. */
  readonly row: number;
  readonly spectrum: ColumnSpectrum;
  /** Full width at half maximum by wavelength (Angstrom) and detector column, unbinned rows. */
  readonly fwhmRows: (wavelengthAngstrom: number, column: number) => number;
  /** Shape of the image along the slit, the same at all wavelengths but for its width. */
  readonly profile: StarProfile;
  /** A second image in the light of emission lines. */
  readonly emission?: SimulatedSource;
}

/** The light of one source, [rows × nx] electron, in raw rows `firstRow …`. */
interface Strip {
  readonly firstRow: number;
  readonly light: Float32Array;
}

function describeSource(scene: Scene, source: SimulatedSource, layout: Layout): Omit<TargetTruth, 'photonLimitSnr'> {
  const { geometry, lightFrom, lightTo } = layout;
  const { nx, x0, y0, binX, binY } = geometry;
  const integral = integrate(source.spectrum);
  const traceRow = new Float64Array(nx);
  const wavelength = new Float64Array(nx).fill(Number.NaN);
  const electrons = new Float64Array(nx);
  const fwhmPixel = new Float64Array(nx).fill(Number.NaN);
  for (let x = 0; x < nx; x++) {
    const column = detectorColumn(geometry, x);
    const row = traceAt(scene, source.row, column);
    traceRow[x] = (row - y0 - (binY - 1) / 2) / binY;
    if (x < lightFrom || x >= lightTo) continue;
    const shift = slitShift(scene.tilt, row);
    const left = x0 + binX * x - 0.5 - shift;
    electrons[x] = integralAt(source.spectrum, integral, left + binX) - integralAt(source.spectrum, integral, left);
    wavelength[x] = wavelengthOnDetector(scene, column, row);
    fwhmPixel[x] = source.fwhmRows(wavelength[x], column) / binY;
  }
  return { traceRow, wavelength, electrons, fwhmPixel };
}

function renderStrip(truth: Omit<TargetTruth, 'photonLimitSnr'>, { shareBelow }: StarProfile, layout: Layout): Strip {
  const { geometry: { nx, ny }, lightFrom, lightTo } = layout;
  const reach = PROFILE_REACH_FWHM * maximum(truth.fwhmPixel, lightFrom, lightTo);
  const [low, high] = extremes(truth.traceRow, lightFrom, lightTo);
  const firstRow = Math.max(0, Math.floor(low - reach));
  const rows = Math.max(0, Math.min(ny, Math.ceil(high + reach) + 1) - firstRow);
  const light = new Float32Array(rows * nx);
  const below = new Float64Array(nx);
  for (let r = -1; r < rows; r++) {
    for (let x = lightFrom; x < lightTo; x++) {
      const upperEdge = firstRow + r + 0.5 - truth.traceRow[x];
      const above = shareBelow(upperEdge / truth.fwhmPixel[x]);
      if (r >= 0) light[r * nx + x] = truth.electrons[x] * (above - below[x]);
      below[x] = above;
    }
  }
  return { firstRow, light };
}

/** Adds the light of one strip to that of another; both grow to the rows that either has. */
function together(one: Strip, other: Strip, nx: number): Strip {
  const firstRow = Math.min(one.firstRow, other.firstRow);
  const end = Math.max(...[one, other].map((strip) => strip.firstRow + strip.light.length / nx));
  const light = new Float32Array((end - firstRow) * nx);
  for (const strip of [one, other]) {
    const from = (strip.firstRow - firstRow) * nx;
    for (let i = 0; i < strip.light.length; i++) light[from + i] += strip.light[i];
  }
  return { firstRow, light };
}

/** What a source is in truth, and its light on the grid. */
function place(scene: Scene, source: SimulatedSource, layout: Layout): { truth: Omit<TargetTruth, 'photonLimitSnr'>; strip: Strip } {
  const truth = describeSource(scene, source, layout);
  const strip = renderStrip(truth, source.profile, layout);
  if (!source.emission) return { truth, strip };
  const emission = place(scene, source.emission, layout);
  const emissionElectrons = emission.truth.electrons;
  const electrons = truth.electrons.map((value, x) => value + emissionElectrons[x]);
  return { truth: { ...truth, electrons, emissionElectrons }, strip: together(strip, emission.strip, layout.geometry.nx) };
}

function maximum(values: Float64Array, from: number, to: number): number {
  return extremes(values, from, to)[1];
}

function extremes(values: Float64Array, from: number, to: number): [low: number, high: number] {
  let [low, high] = [Infinity, -Infinity];
  for (let i = from; i < to; i++) {
    low = Math.min(low, values[i]);
    high = Math.max(high, values[i]);
  }
  return [low, high];
}

/**
 * Adds point sources to a raw plane of noise-free electrons [ny × nx] that already holds the sky, and returns their truth.
 * The image of a point source is not sheared by the tilt of the slit: it is as narrow as the seeing, and the tilt over it is 0.02 columns.
 * `illumination`: light of the slit per raw row.
 */
export function addSources(
  electrons: Float32Array,
  scene: Scene,
  sources: readonly SimulatedSource[],
  layout: Layout,
  light: { readonly illumination: Float64Array; readonly readNoiseElectron: number },
): TargetTruth[] {
  const { nx } = layout.geometry;
  const placed = sources.map((source) => {
    const { truth, strip } = place(scene, source, layout);
    for (let i = 0, y = strip.firstRow; i < strip.light.length; y++) {
      for (let x = 0; x < nx; x++, i++) {
        strip.light[i] *= light.illumination[y];
        electrons[y * nx + x] += strip.light[i];
      }
    }
    return { truth, strip };
  });
  return placed.map(({ truth, strip }) => ({ ...truth, photonLimitSnr: photonLimitSnr(strip, electrons, nx, light.readNoiseElectron) }));
}

function photonLimitSnr({ firstRow, light }: Strip, electrons: Float32Array, nx: number, readNoiseElectron: number): Float64Array {
  const information = new Float64Array(nx);
  for (let i = 0; i < light.length; ) {
    for (let x = 0; x < nx; x++, i++) {
      const variance = electrons[firstRow * nx + i] + readNoiseElectron ** 2;
      information[x] += (light[i] * light[i]) / variance;
    }
  }
  return information.map(Math.sqrt);
}
