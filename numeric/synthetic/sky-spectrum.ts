import { detectorColumn, type Geometry } from '../frame.js';
import { createRandom } from '../math/random.js';
import type { SimulatedInstrument } from './instrument.js';
import { addRow, integrate } from './light/column-spectrum.js';
import { skySpectrum } from './light/sky.js';
import { slitImage } from './light/slit-image.js';
import { referenceRow, setScene, wavelengthOnDetector } from './optics/scene.js';
import { modeNamed } from './plan/schedule.js';

/** The night sky in one mode. */
export interface SkySpectrumRequest {
  readonly seed: number;
  /** A mode of the instrument, by name. */
  readonly mode: string;
  readonly binning: 1 | 2 | 3;
  readonly exposureSecond: number;
  /** Arcsecond; 1.0 when absent. */
  readonly slitArcsecond?: number;
  /** Raw rows that its mean is taken over; 40 when absent. */
  readonly rows?: number;
}

/** The sky as an extraction models it under a source: electron per native pixel and raw row, with the truth. */
export interface SimulatedSky {
  readonly flux: Float64Array;
  /** True air wavelength at the center of each pixel, Angstrom. */
  readonly wavelengths: Float64Array;
}

/** The sky of one exposure without the detour over a frame. @throws {ContractError} for an unknown mode. */
export function simulateSkySpectrum({ seed, mode: name, binning, exposureSecond, slitArcsecond = 1, rows = 40 }: SkySpectrumRequest, instrument: SimulatedInstrument): SimulatedSky {
  const mode = modeNamed(instrument, name);
  const middle = referenceRow(instrument);
  const nx = Math.floor(mode.format.opticalColumns / binning);
  const geometry: Geometry = { nx, ny: 1, x0: 0, y0: middle - (binning - 1) / 2, binX: binning, binY: binning };
  const random = createRandom(seed).fork(name);
  const scene = setScene(instrument, mode, { geometry, lightFrom: 0, lightTo: nx }, random.fork('scene'));
  const spectrum = skySpectrum(instrument.sensitivity, scene, exposureSecond, slitImage(instrument.optics, slitArcsecond), random.fork('sky'));
  const mean = new Float32Array(nx);
  addRow(mean, [0, nx], spectrum, integrate(spectrum), { firstEdge: scene.firstEdge, width: binning, shift: 0, scale: binning * rows });
  const noise = random.fork('noise');
  const readNoise = Math.sqrt(rows) * instrument.detector.readNoiseElectron;
  return {
    flux: Float64Array.from(mean, (m) => (noise.poisson(m) + readNoise * noise.normal()) / rows),
    wavelengths: Float64Array.from({ length: nx }, (_, x) => wavelengthOnDetector(scene, detectorColumn(geometry, x), middle)),
  };
}
