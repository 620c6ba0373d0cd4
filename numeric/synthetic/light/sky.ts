import type { Random } from '../../math/random.js';
import type { SimulatedSensitivity } from '../instrument.js';
import { columnAtWavelength } from '../optics/optical-model.js';
import type { Scene } from '../optics/scene.js';
import { addLine, type ColumnSpectrum } from './column-spectrum.js';
import type { SlitImage } from './slit-image.js';
import { continuum, skyThroughput } from './throughput.js';

/** Bright lines of the night sky in air, Angstrom, and their brightness against 5577 Å (Osterbrock et al. 1996; Na and O I vary). */
const SKY_LINES: readonly (readonly [wavelengthAngstrom: number, brightness: number])[] = [
  [5577.338, 1], [5889.953, 0.25], [5895.923, 0.15], [6300.304, 0.6], [6363.776, 0.2],
  [6863.955, 0.1], [6923.22, 0.11], [7276.405, 0.25], [7284.439, 0.16], [7316.282, 0.3], [7329.148, 0.16], [7340.885, 0.35],
  [7750.64, 0.45], [7794.112, 0.4], [7821.503, 0.35], [7913.708, 0.45], [7964.65, 0.4], [7993.332, 0.4],
  [8344.602, 0.45], [8399.17, 0.8], [8430.174, 0.85], [8465.208, 0.6], [8827.096, 0.6], [8885.85, 0.9], [8919.533, 0.6],
];

/** The night sky over the whole slit, electron per unbinned column and row; up to 20 % brighter or fainter than the instrument usually sees it. */
export function skySpectrum(sensitivity: SimulatedSensitivity, scene: Scene, exposureSecond: number, slit: SlitImage, random: Random): ColumnSpectrum {
  const through = skyThroughput(sensitivity, scene);
  const brightness = exposureSecond * (0.8 + 0.4 * random.uniform());
  const spectrum = continuum(scene, (w) => brightness * sensitivity.skyContinuumElectron * through(w) * (0.7 + 0.3 * (w / 6500) ** 2));
  for (const [wavelengthAngstrom, relative] of SKY_LINES) {
    if (wavelengthAngstrom < scene.blueAngstrom || wavelengthAngstrom > scene.redAngstrom) continue;
    const light = brightness * sensitivity.skyLineElectron * relative * through(wavelengthAngstrom) * Math.exp(0.2 * random.normal());
    addLine(spectrum, slit, columnAtWavelength(scene.model, wavelengthAngstrom), light);
  }
  return spectrum;
}
