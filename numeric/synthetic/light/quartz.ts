import type { SimulatedSensitivity } from '../instrument.js';
import type { Scene } from '../optics/scene.js';
import type { ColumnSpectrum } from './column-spectrum.js';
import { continuum, instrumentThroughput, maximumOver } from './throughput.js';

/** Quartz lamp: photons of a black body of 3200 K through the throughput; `peakElectron` per unbinned pixel at its maximum. */
export function quartzSpectrum(sensitivity: SimulatedSensitivity, scene: Scene, peakElectron: number): ColumnSpectrum {
  const through = instrumentThroughput(sensitivity, scene);
  const raw = (w: number): number => (through(w) * (w / 5000) ** -4) / Math.expm1(1.43878e8 / (w * 3200));
  const maximum = maximumOver(scene, raw);
  return continuum(scene, (w) => (peakElectron * raw(w)) / maximum);
}
