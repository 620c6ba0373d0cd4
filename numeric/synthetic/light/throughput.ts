import type { SimulatedSensitivity } from '../instrument.js';
import { wavelengthTable, type Scene } from '../optics/scene.js';
import { addContinuum, darkSpectrum, type ColumnSpectrum } from './column-spectrum.js';

const step = (z: number): number => 1 / (1 + Math.exp(-z));

/** Throughput of optics, grating, filter and detector against its maximum in the mode: what lamps inside the dome see. */
export function instrumentThroughput({ blueEnd, redEnd }: SimulatedSensitivity, scene: Scene): (wavelengthAngstrom: number) => number {
  const center = 0.5 * (scene.blueAngstrom + scene.redAngstrom);
  const width = 0.65 * (scene.redAngstrom - scene.blueAngstrom);
  const raw = (w: number): number => {
    const ends = step((w - blueEnd.angstrom) / blueEnd.softness) * step((redEnd.angstrom - w) / redEnd.softness);
    const filter = scene.mode.filterEdgeAngstrom > 0 ? step((w - scene.mode.filterEdgeAngstrom) / 25) : 1;
    return Math.exp(-0.5 * ((w - center) / width) ** 2) * ends * filter;
  };
  const maximum = maximumOver(scene, raw);
  return (w) => raw(w) / maximum;
}

/** The same with the atmosphere in front, which ends in the ultraviolet: half at 3350 Å. */
export function skyThroughput(sensitivity: SimulatedSensitivity, scene: Scene): (wavelengthAngstrom: number) => number {
  const instrument = instrumentThroughput(sensitivity, scene);
  return (w) => instrument(w) * step((w - 3350) / 120);
}

/** Largest value over the wavelengths of a scene, found on 401 points. */
export function maximumOver(scene: Scene, value: (wavelengthAngstrom: number) => number): number {
  let maximum = 0;
  for (let i = 0; i <= 400; i++) maximum = Math.max(maximum, value(scene.blueAngstrom + (i / 400) * (scene.redAngstrom - scene.blueAngstrom)));
  return maximum;
}

/** A smooth spectrum given by its density at a wavelength, electron per unbinned column. */
export function continuum(scene: Scene, density: (wavelengthAngstrom: number) => number): ColumnSpectrum {
  const spectrum = darkSpectrum(scene.firstEdge, scene.lastEdge);
  const wavelength = wavelengthTable(scene);
  addContinuum(spectrum, (column) => density(wavelength(column)));
  return spectrum;
}
