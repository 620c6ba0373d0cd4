import { createRandom } from '../math/random.js';
import type { GratingSetup, OpticalModel } from '../wavelength/grating-model.js';
import { detectorColumn, type Geometry } from '../frame.js';
import { addRow, integrate, slitImage } from './column-spectrum.js';
import { lampLines, lampRange, lampSpectrum, type LampLineTruth } from './lamps.js';
import type { LampKeyword, LampLine } from './plan.js';
import { REFERENCE_ROW, setScene, wavelengthOnDetector } from './scene.js';
import { modeNamed } from './schedule.js';

export interface LampSpectrumRequest {
  readonly seed: number;
  /** One of MODES. */
  readonly mode: string;
  readonly lamps: readonly LampKeyword[];
  readonly laboratoryLines: readonly LampLine[];
  readonly binning: 1 | 2 | 3;
  readonly unlistedLines?: number;
  /** Arcsecond; 1.0 when absent. */
  readonly slitArcsecond?: number;
  /** Raw rows added up; 10 when absent. */
  readonly rows?: number;
  /** Peak of the brightest line, electron per native pixel and row; 60 000 when absent. */
  readonly brightestPeakElectron?: number;
  /** Another name gives another draw of the noise on the same lamp. */
  readonly noise?: string;
}

/** A lamp as extracted along a short stretch of the slit: electron per native pixel of the trimmed detector, with the truth. */
export interface SimulatedLamp {
  readonly flux: Float64Array;
  /** Of the noise-free light: electron². */
  readonly variance: Float64Array;
  /** True air wavelength at the center of each pixel, Angstrom. */
  readonly wavelengths: Float64Array;
  readonly setup: GratingSetup;
  readonly model: OpticalModel;
  /** Unbinned detector column of the left edge of pixel 0, counted like Geometry.x0. */
  readonly firstColumn: number;
  readonly lines: readonly LampLineTruth[];
  readonly range: { readonly loAngstrom: number; readonly hiAngstrom: number } | null;
}

const READ_NOISE_ELECTRON = 3.89;

/** One lamp spectrum without the detour over a frame: the tests of line finding and wavelength solving ask for hundreds. @throws {ContractError} for an unknown mode. */
export function simulateLampSpectrum(request: LampSpectrumRequest): SimulatedLamp {
  const mode = modeNamed(request.mode);
  const { binning, rows = 10 } = request;
  const detectorColumns = mode.rawColumns === 3096 ? 3096 : 4060;
  const nx = Math.floor(detectorColumns / binning);
  const geometry: Geometry = { nx, ny: 1, x0: 0, y0: REFERENCE_ROW - (binning - 1) / 2, binX: binning, binY: binning };
  const random = createRandom(request.seed).fork(`${request.mode} ${request.lamps.join('+')}`);
  const scene = setScene(mode, { geometry, lightFrom: 0, lightTo: nx }, random.fork('scene'));
  const slit = slitImage(request.slitArcsecond ?? 1);
  const light = {
    lamps: request.lamps,
    laboratoryLines: request.laboratoryLines,
    unlistedLines: request.unlistedLines ?? 25,
    brightestPeakElectron: (request.brightestPeakElectron ?? 60_000) / binning ** 2,
    slit,
  };
  const lines = lampLines(scene, light, random.fork('lines'));
  const spectrum = lampSpectrum(scene, lines, light);
  const mean = new Float32Array(nx);
  addRow(mean, [0, nx], spectrum, integrate(spectrum), { firstEdge: scene.firstEdge, width: binning, shift: 0, scale: binning * rows });
  const noise = random.fork(`noise ${request.noise ?? ''}`);
  const readVariance = rows * READ_NOISE_ELECTRON ** 2;
  return {
    flux: Float64Array.from(mean, (m) => noise.poisson(m) + Math.sqrt(readVariance) * noise.normal()),
    variance: Float64Array.from(mean, (m) => m + readVariance),
    wavelengths: Float64Array.from({ length: nx }, (_, x) => wavelengthOnDetector(scene, detectorColumn(geometry, x), REFERENCE_ROW)),
    setup: scene.setup,
    model: scene.model,
    firstColumn: 0,
    lines,
    range: lampRange(lines, slit, { binX: binning, binY: binning * rows, readNoiseElectron: READ_NOISE_ELECTRON * Math.sqrt(rows), detectorColumns }),
  };
}
