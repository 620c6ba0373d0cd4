import { detectorColumn, detectorRow } from '../../frame.js';
import type { Random } from '../../math/random.js';
import type { SimulatedDetector } from '../instrument.js';
import { slitShift, wavelengthOnDetector, type Scene } from '../optics/scene.js';
import type { Layout } from '../layout.js';
import { badPixels } from './bad-columns.js';

const PIXEL_RESPONSE_SCATTER = 0.01; // of an unbinned pixel

/** Response of each raw pixel around 1, [ny × nx]: unequal pixels, dead columns; 1 where no light falls. */
export function pixelResponse({ badColumns }: Pick<SimulatedDetector, 'badColumns'>, layout: Layout, random: Random): Float32Array {
  const { geometry: { nx, ny, binX }, lightFrom, lightTo } = layout;
  const response = new Float32Array(nx * ny).fill(1);
  const scatter = PIXEL_RESPONSE_SCATTER / binX; // the mean of b² pixels
  for (let y = 0; y < ny; y++) {
    for (let x = lightFrom; x < lightTo; x++) response[y * nx + x] = 1 + scatter * random.normal();
  }
  for (const { index, response: share } of badPixels(badColumns, layout)) response[index] *= share;
  return response;
}

const SILICON_INDEX = 3.6;
const ANGSTROM_PER_MICROMETER = 1e4;

/** Peak amplitude of fringes at a wavelength, relative to the light. */
export function fringeAmplitude({ fringes }: Pick<SimulatedDetector, 'fringes'>, wavelengthAngstrom: number): number {
  return wavelengthAngstrom < fringes.fromAngstrom ? 0 : fringes.growth * ((wavelengthAngstrom - fringes.fromAngstrom) / 1000) ** 2;
}

/** Interference in the silicon: 1 + A(λ)·sin(2π·2nd/λ), the thickness d varying slowly over the detector. */
export function withFringes(detector: SimulatedDetector, { layout, response }: { readonly layout: Layout; readonly response: Float32Array }, scene: Scene, random: Random): Float32Array {
  if (fringeAmplitude(detector, scene.redAngstrom) === 0) return response;
  const { geometry, lightFrom, lightTo } = layout;
  const { nx, ny } = geometry;
  const [wedgeX, wedgeY, dome] = [random.normal(), random.normal(), random.normal()].map((z) => 0.01 * z);
  const fringed = response.slice();
  const wavelengths = Float64Array.from({ length: nx }, (_, x) => wavelengthOnDetector(scene, detectorColumn(geometry, x), scene.tilt.referenceRow));
  const perColumn = (scene.redAngstrom - scene.blueAngstrom) / (scene.lastEdge - scene.firstEdge);
  const reddest = wavelengths.findIndex((w) => fringeAmplitude(detector, w) > 0);
  for (let y = 0; y < ny; y++) {
    const row = detectorRow(geometry, y);
    const v = row / scene.tilt.halfRows - 1;
    const tilted = perColumn * slitShift(scene.tilt, row);
    for (let x = Math.max(lightFrom, reddest); x < lightTo; x++) {
      const u = x / nx - 0.5;
      const thickness = detector.siliconMicrometer * ANGSTROM_PER_MICROMETER * (1 + wedgeX * u + wedgeY * v + dome * (u * u + v * v));
      const wavelength = wavelengths[x] - tilted;
      const phase = (4 * Math.PI * SILICON_INDEX * thickness) / wavelength;
      fringed[y * nx + x] *= 1 + fringeAmplitude(detector, wavelength) * Math.sin(phase);
    }
  }
  return fringed;
}
