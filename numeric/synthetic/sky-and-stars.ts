import { columnAtWavelength } from '../wavelength/grating-model.js';
import type { Random } from '../math/random.js';
import { addContinuum, addLine, darkSpectrum, type ColumnSpectrum, type SlitImage } from './column-spectrum.js';
import type { SourceKind } from './plan.js';
import { wavelengthTable, type Scene } from './scene.js';

/** Bright lines of the night sky in air, Angstrom, and their brightness against 5577 Å (Osterbrock et al. 1996; Na and O I vary). */
const SKY_LINES: readonly (readonly [wavelengthAngstrom: number, brightness: number])[] = [
  [5577.338, 1], [5889.953, 0.25], [5895.923, 0.15], [6300.304, 0.6], [6363.776, 0.2],
  [6863.955, 0.1], [6923.22, 0.11], [7276.405, 0.25], [7284.439, 0.16], [7316.282, 0.3], [7329.148, 0.16], [7340.885, 0.35],
  [7750.64, 0.45], [7794.112, 0.4], [7821.503, 0.35], [7913.708, 0.45], [7964.65, 0.4], [7993.332, 0.4],
  [8344.602, 0.45], [8399.17, 0.8], [8430.174, 0.85], [8465.208, 0.6], [8827.096, 0.6], [8885.85, 0.9], [8919.533, 0.6],
];
const SKY_CONTINUUM = 0.03; // electron per second, unbinned column and row, at the peak of the throughput
const SKY_LINE = 2; // electron per second and unbinned row in 5577 Å

/** Absorption lines of an A/F star: center and Gaussian width (Angstrom), depth at infinite resolution. */
const STAR_LINES: readonly (readonly [center: number, sigma: number, depth: number])[] = [
  [3889.05, 7, 0.4], [3933.66, 4, 0.5], [3970.07, 8, 0.5], [4101.74, 8, 0.5], [4340.47, 8, 0.5], [4861.33, 8, 0.45],
  [5175, 6, 0.15], [5892.9, 3, 0.2], [6562.8, 7, 0.4], [8498.02, 4, 0.25], [8542.09, 5, 0.35], [8662.14, 5, 0.3],
];
/** Emission lines of a nebula: center (Angstrom) and brightness against Hβ. */
const NEBULA_LINES: readonly (readonly [center: number, brightness: number])[] = [
  [3727.4, 1.2], [4340.47, 0.47], [4861.33, 1], [4958.91, 1.1], [5006.84, 3.3], [5875.62, 0.13], [6548.05, 0.3], [6562.8, 2.9], [6583.45, 0.9],
  [6716.44, 0.25], [6730.82, 0.2], [7135.8, 0.2], [9068.6, 0.5],
];
const TELLURIC_BANDS: readonly (readonly [center: number, sigma: number, depth: number])[] = [[6875, 9, 0.3], [7610, 14, 0.6]];

const step = (z: number): number => 1 / (1 + Math.exp(-z));

/** Throughput of optics, grating, filter and detector against its maximum in the mode: what lamps inside the dome see. */
export function instrumentThroughput(scene: Scene): (wavelengthAngstrom: number) => number {
  const center = 0.5 * (scene.blueAngstrom + scene.redAngstrom);
  const width = 0.65 * (scene.redAngstrom - scene.blueAngstrom);
  const raw = (w: number): number => {
    const detector = step((w - 3150) / 120) * step((9900 - w) / 350);
    const filter = scene.mode.filterEdgeAngstrom > 0 ? step((w - scene.mode.filterEdgeAngstrom) / 25) : 1;
    return Math.exp(-0.5 * ((w - center) / width) ** 2) * detector * filter;
  };
  const maximum = maximumOver(scene, raw);
  return (w) => raw(w) / maximum;
}

/** The same with the atmosphere in front, which ends in the ultraviolet. */
function skyThroughput(scene: Scene): (wavelengthAngstrom: number) => number {
  const instrument = instrumentThroughput(scene);
  return (w) => instrument(w) * step((w - 3350) / 120);
}

function maximumOver(scene: Scene, value: (wavelengthAngstrom: number) => number): number {
  let maximum = 0;
  for (let i = 0; i <= 400; i++) maximum = Math.max(maximum, value(scene.blueAngstrom + (i / 400) * (scene.redAngstrom - scene.blueAngstrom)));
  return maximum;
}

function continuum(scene: Scene, density: (wavelengthAngstrom: number) => number): ColumnSpectrum {
  const spectrum = darkSpectrum(scene.firstEdge, scene.lastEdge);
  const wavelength = wavelengthTable(scene);
  addContinuum(spectrum, (column) => density(wavelength(column)));
  return spectrum;
}

/** Quartz lamp: photons of a black body of 3200 K through the throughput; `peakElectron` per unbinned pixel at its maximum. */
export function quartzSpectrum(scene: Scene, peakElectron: number): ColumnSpectrum {
  const through = instrumentThroughput(scene);
  const raw = (w: number): number => (through(w) * (w / 5000) ** -4) / Math.expm1(1.43878e8 / (w * 3200));
  const maximum = maximumOver(scene, raw);
  return continuum(scene, (w) => (peakElectron * raw(w)) / maximum);
}

/** The night sky over the whole slit. */
export function skySpectrum(scene: Scene, exposureSecond: number, slit: SlitImage, random: Random): ColumnSpectrum {
  const through = skyThroughput(scene);
  const brightness = exposureSecond * (0.8 + 0.4 * random.uniform());
  const spectrum = continuum(scene, (w) => brightness * SKY_CONTINUUM * through(w) * (0.7 + 0.3 * (w / 6500) ** 2));
  for (const [wavelengthAngstrom, relative] of SKY_LINES) {
    if (wavelengthAngstrom < scene.blueAngstrom || wavelengthAngstrom > scene.redAngstrom) continue;
    const light = brightness * SKY_LINE * relative * through(wavelengthAngstrom) * Math.exp(0.2 * random.normal());
    addLine(spectrum, slit, columnAtWavelength(scene.setup, scene.model, wavelengthAngstrom), light);
  }
  return spectrum;
}

/** Light of a source on the slit, electron per unbinned column summed over all rows; `peakElectron` is its brightest continuum. */
export function sourceSpectrum(scene: Scene, kind: SourceKind, peakElectron: number, slit: SlitImage, random: Random): ColumnSpectrum {
  const through = skyThroughput(scene);
  const slope = -2.5 * random.uniform();
  // Depth is washed out when the slit's image is wider than the line: equivalent width stays.
  const resolution = dispersion(scene) * Math.sqrt(slit.boxColumns ** 2 / 12 + slit.sigmaColumns ** 2);
  const absorption = (lines: typeof STAR_LINES, w: number): number =>
    lines.reduce((left, [center, sigma, depth]) => {
      const blurred = Math.hypot(sigma, resolution);
      if (Math.abs(w - center) > 6 * blurred) return left;
      return left * (1 - ((depth * sigma) / blurred) * Math.exp(-0.5 * ((w - center) / blurred) ** 2));
    }, 1);
  const smooth = (w: number): number => through(w) * (w / 5500) ** slope;
  const maximum = maximumOver(scene, smooth);
  const lines = kind === 'star' ? STAR_LINES : [];
  const level = (peakElectron / maximum) * (kind === 'star' ? 1 : 0.15);
  const spectrum = continuum(scene, (w) => level * smooth(w) * absorption(TELLURIC_BANDS, w) * absorption(lines, w));
  if (kind === 'nebula') addNebula(spectrum, scene, peakElectron, slit, through);
  return spectrum;
}

function addNebula(spectrum: ColumnSpectrum, scene: Scene, peakElectron: number, slit: SlitImage, through: (w: number) => number): void {
  for (const [wavelengthAngstrom, brightness] of NEBULA_LINES) {
    if (wavelengthAngstrom < scene.blueAngstrom || wavelengthAngstrom > scene.redAngstrom) continue;
    // Hβ peaks at twice the level that `electronsPerPixel` names.
    const light = 2 * peakElectron * slit.boxColumns * brightness * through(wavelengthAngstrom);
    addLine(spectrum, slit, columnAtWavelength(scene.setup, scene.model, wavelengthAngstrom), light);
  }
}

/** Mean dispersion, Angstrom per unbinned column. */
function dispersion(scene: Scene): number {
  return (scene.redAngstrom - scene.blueAngstrom) / (scene.lastEdge - scene.firstEdge);
}

const FRINGES_FROM_ANGSTROM = 7000;

/** Peak amplitude of fringes at a wavelength: nothing below 7000 Å, 4 % at 9000 Å (deep-depletion silicon). */
export function fringeAmplitude(wavelengthAngstrom: number): number {
  return wavelengthAngstrom < FRINGES_FROM_ANGSTROM ? 0 : 0.01 * ((wavelengthAngstrom - FRINGES_FROM_ANGSTROM) / 1000) ** 2;
}
