import type { Random } from '../../math/random.js';
import type { SimulatedSensitivity } from '../instrument.js';
import { columnAtWavelength } from '../optics/optical-model.js';
import type { Scene } from '../optics/scene.js';
import type { SourceKind } from '../plan/plan.js';
import { addLine, type ColumnSpectrum } from './column-spectrum.js';
import type { SlitImage } from './slit-image.js';
import { continuum, maximumOver, skyThroughput } from './throughput.js';

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

/** Continuum of a kind of source against `peakElectron`. */
const CONTINUUM: Readonly<Record<SourceKind, number>> = { star: 1, nebula: 0.15, lines: 0 };

/** Light of a source on the slit, electron per unbinned column summed over all rows; `peakElectron` is its brightest continuum, and half of the peak of Hβ. */
export function sourceSpectrum(
  sensitivity: SimulatedSensitivity,
  scene: Scene,
  { kind, peakElectron }: { readonly kind: SourceKind; readonly peakElectron: number },
  slit: SlitImage,
  random: Random,
): ColumnSpectrum {
  const through = skyThroughput(sensitivity, scene);
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
  const level = (peakElectron / maximum) * CONTINUUM[kind];
  const spectrum = continuum(scene, (w) => level * smooth(w) * absorption(TELLURIC_BANDS, w) * absorption(lines, w));
  if (kind !== 'star') addNebula(spectrum, scene, peakElectron, slit, through);
  return spectrum;
}

function addNebula(spectrum: ColumnSpectrum, scene: Scene, peakElectron: number, slit: SlitImage, through: (w: number) => number): void {
  for (const [wavelengthAngstrom, brightness] of NEBULA_LINES) {
    if (wavelengthAngstrom < scene.blueAngstrom || wavelengthAngstrom > scene.redAngstrom) continue;
    // Hβ peaks at twice the level that `electronsPerPixel` names.
    const light = 2 * peakElectron * slit.boxColumns * brightness * through(wavelengthAngstrom);
    addLine(spectrum, slit, columnAtWavelength(scene.model, wavelengthAngstrom), light);
  }
}

/** Mean dispersion, Angstrom per unbinned column. */
function dispersion(scene: Scene): number {
  return (scene.redAngstrom - scene.blueAngstrom) / (scene.lastEdge - scene.firstEdge);
}
