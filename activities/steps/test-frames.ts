import { emptyFrame, type Frame, type Geometry } from '#numeric/frame';
import type { Products } from '../products/index.js';
import { CARDS, EXPOSURE } from '../products/test-products.js';

/** Frames of which every pixel is known in closed form, for the tests of steps: no noise, gain 1, no overscan. */

type RawFrame = Products['rawFrame'];

/** A raw frame of counts, adu, [ny × nx]; all of it sees light. Its name and time follow its number. */
export function rawFrameOf(geometry: Geometry, number: number, counts: (x: number, y: number) => number, changes: Partial<RawFrame['exposure']> = {}): RawFrame {
  const { nx, ny } = geometry;
  const name = `${String(number).padStart(4, '0')}.fits`;
  return {
    exposure: {
      ...EXPOSURE,
      name,
      observedAt: `2026-11-24T02:${String(number).padStart(2, '0')}:00.000Z`,
      gainElectronPerAdu: 1,
      geometry,
      overscan: null,
      lightSection: { x0: 0, x1: nx, y0: 0, y1: ny },
      ...changes,
    },
    cards: CARDS,
    provenance: { steps: [] },
    image: { geometry, data: Float32Array.from({ length: nx * ny }, (_, p) => counts(p % nx, Math.floor(p / nx))) },
    checksum: String(number).repeat(64).slice(0, 64),
  };
}

/** A frame of electrons, [ny × nx], its variance the electrons and the square of its read noise. */
export function frameOf(geometry: Geometry, electrons: (x: number, y: number) => number, changes: Partial<RawFrame['exposure']> = {}): Products['frame'] {
  const exposure = { ...EXPOSURE, geometry, ...changes };
  return { exposure, cards: CARDS, provenance: { steps: [] }, frame: planesOf(geometry, electrons, exposure.readNoiseElectron) };
}

function planesOf(geometry: Geometry, electrons: (x: number, y: number) => number, readNoiseElectron: number): Frame {
  const frame = emptyFrame(geometry);
  for (let p = 0; p < frame.flux.length; p++) {
    frame.flux[p] = electrons(p % geometry.nx, Math.floor(p / geometry.nx));
    frame.variance[p] = readNoiseElectron ** 2 + Math.max(0, frame.flux[p] ?? NaN);
  }
  return frame;
}
