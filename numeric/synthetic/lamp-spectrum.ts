import { detectorColumn, type Geometry } from '../frame.js';
import { createRandom } from '../math/random.js';
import type { SimulatedInstrument } from './instrument.js';
import { addRow, integrate } from './light/column-spectrum.js';
import { lampLines, lampRange, lampSpectrum, type LampLineTruth } from './light/lamps.js';
import { slitImage } from './light/slit-image.js';
import type { SimulatedOpticalModel } from './optics/optical-model.js';
import { referenceRow, setScene, wavelengthOnDetector } from './optics/scene.js';
import type { LampLine } from './plan/plan.js';
import { modeNamed } from './plan/schedule.js';

/** One lamp in one mode. */
export interface LampSpectrumRequest {
  readonly seed: number;
  /** A mode of the instrument, by name. */
  readonly mode: string;
  readonly lamps: readonly string[];
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
  readonly model: SimulatedOpticalModel;
  /** Unbinned detector column of the left edge of pixel 0, counted like Geometry.x0. */
  readonly firstColumn: number;
  readonly lines: readonly LampLineTruth[];
  readonly range: { readonly loAngstrom: number; readonly hiAngstrom: number } | null;
}

/** One lamp spectrum without the detour over a frame: the tests of line finding and wavelength solving ask for hundreds. @throws {ContractError} for an unknown mode. */
export function simulateLampSpectrum(request: LampSpectrumRequest, instrument: SimulatedInstrument): SimulatedLamp {
  const mode = modeNamed(instrument, request.mode);
  const { binning, rows = 10 } = request;
  const { readNoiseElectron } = instrument.detector;
  const detectorColumns = mode.format.opticalColumns;
  const middle = referenceRow(instrument);
  const nx = Math.floor(detectorColumns / binning);
  const geometry: Geometry = { nx, ny: 1, x0: 0, y0: middle - (binning - 1) / 2, binX: binning, binY: binning };
  const random = createRandom(request.seed).fork(`${request.mode} ${request.lamps.join('+')}`);
  const scene = setScene(instrument, mode, { geometry, lightFrom: 0, lightTo: nx }, random.fork('scene'));
  const slit = slitImage(instrument.optics, request.slitArcsecond ?? 1);
  const light = {
    lamps: request.lamps,
    laboratoryLines: request.laboratoryLines,
    unlistedLines: request.unlistedLines ?? 25,
    brightestPeakElectron: (request.brightestPeakElectron ?? 60_000) / binning ** 2,
    slit,
  };
  const lines = lampLines(instrument, scene, light, random.fork('lines'));
  const spectrum = lampSpectrum(scene, lines, light);
  const mean = new Float32Array(nx);
  addRow(mean, [0, nx], spectrum, integrate(spectrum), { firstEdge: scene.firstEdge, width: binning, shift: 0, scale: binning * rows });
  const noise = random.fork(`noise ${request.noise ?? ''}`);
  const readVariance = rows * readNoiseElectron ** 2;
  return {
    flux: Float64Array.from(mean, (m) => noise.poisson(m) + Math.sqrt(readVariance) * noise.normal()),
    variance: Float64Array.from(mean, (m) => m + readVariance),
    wavelengths: Float64Array.from({ length: nx }, (_, x) => wavelengthOnDetector(scene, detectorColumn(geometry, x), middle)),
    model: scene.model,
    firstColumn: 0,
    lines,
    range: lampRange(lines, slit, { binX: binning, binY: binning * rows, readNoiseElectron: readNoiseElectron * Math.sqrt(rows), detectorColumns }),
  };
}
