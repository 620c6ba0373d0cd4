import type { Random } from '../../math/random.js';
import type { Layout } from '../layout.js';

const ELECTRONS_PER_MICROMETER = 80; // most probable loss of a minimum-ionizing particle in silicon
const STEP_PIXEL = 0.2;

/** Thickness and pitch of the detector. */
export interface Silicon {
  readonly siliconMicrometer: number;
  readonly pixelMicrometer: number;
}

/**
 * Charge left by cosmic rays, electron per pixel of a raw grid: straight tracks of muons through the silicon and a third of
 * curling, fading ones of electrons. Only light-sensitive columns `[lightFrom, lightTo)` are hit.
 */
export function cosmicRayCharge({ geometry, lightFrom, lightTo }: Layout, silicon: Silicon, meanNumber: number, random: Random): Float32Array {
  const { nx, ny, binX, binY } = geometry;
  const charge = new Float32Array(nx * ny);
  const deposit = (x: number, y: number, electrons: number): void => {
    const column = Math.round((x - (binX - 1) / 2) / binX);
    const row = Math.round((y - (binY - 1) / 2) / binY);
    if (column >= lightFrom && column < lightTo && row >= 0 && row < ny) charge[row * nx + column] += electrons;
  };
  const number = random.poisson(meanNumber);
  for (let i = 0; i < number; i++) {
    const x = (lightFrom + random.uniform() * (lightTo - lightFrom)) * binX;
    const y = random.uniform() * ny * binY;
    addTrack(deposit, silicon, { x, y }, random);
  }
  return charge;
}

/** One track from unbinned pixel (x, y): zenith angle θ with density cos θ sin θ, length through the silicon tan θ · thickness. */
function addTrack(
  deposit: (x: number, y: number, electrons: number) => void,
  { siliconMicrometer, pixelMicrometer }: Silicon,
  { x, y }: { readonly x: number; readonly y: number },
  random: Random,
): void {
  const cosine = Math.max(0.05, Math.sqrt(1 - random.uniform()));
  const lengthPixel = (Math.sqrt(1 - cosine * cosine) / cosine) * (siliconMicrometer / pixelMicrometer);
  const total = ((ELECTRONS_PER_MICROMETER * siliconMicrometer) / cosine) * (0.7 + 0.6 * random.uniform());
  const curling = random.uniform() < 1 / 3;
  let direction = 2 * Math.PI * random.uniform();
  const steps = Math.max(1, Math.ceil((lengthPixel * (curling ? 2 : 1)) / STEP_PIXEL));
  let [px, py] = [x, y];
  for (let s = 0; s < steps; s++) {
    if (curling) direction += 0.25 * random.normal();
    // Charge diffuses by a third of a pixel on its way to the gates.
    deposit(px + 0.35 * random.normal(), py + 0.35 * random.normal(), total / steps);
    px += STEP_PIXEL * Math.cos(direction);
    py += STEP_PIXEL * Math.sin(direction);
  }
}
