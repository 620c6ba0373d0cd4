import { readFits, type ImageHdu } from '../fits/read.js';
import { simulateFrame, type SimulatedFrame } from './night.js';
import { expose, type Exposed } from './expose.js';
import type { FrameTruth } from './frame-truth.js';
import type { LampLine, NightPlan } from './plan/plan.js';
import type { Night } from './prepared-night.js';

/** Some bright lines in air (NIST), enough for any mode. */
export const laboratoryLines: LampLine[] = [
  ...lines('Hg', [3650.158, 4046.565, 4358.335, 5460.75, 5769.61]),
  ...lines('Ar', [6965.431, 7383.98, 7635.106, 8115.311, 8521.442]),
  ...lines('Ne', [5852.488, 6143.063, 6402.248, 6678.276, 7032.413]),
];

function lines(element: string, wavelengths: number[]): LampLine[] {
  return wavelengths.map((wavelengthAngstrom) => ({ wavelengthAngstrom, element, ionized: false, strength: 1 }));
}

/** A small night for tests: 200 rows in the middle of the slit, one mode, one star. */
export function smallNight(change: Partial<NightPlan> = {}): NightPlan {
  return {
    seed: 11,
    binning: 2,
    date: '2026-11-23',
    proposal: 'SOAR2026B-007',
    biases: 2,
    laboratoryLines,
    unlistedLines: 0,
    region: { firstRow: 800, rows: 200 },
    blocks: [
      {
        mode: '400_M1',
        lamps: ['HGA', 'NE'],
        flats: 2,
        spectra: [{ object: 'star', exposureSecond: 300, targets: [{ row: 0.47, electronsPerPixel: 4000 }] }],
      },
    ],
    ...change,
  };
}

/** The first exposure of a kind. */
export function shotOf(night: Night, kind: FrameTruth['kind']): Night['shots'][number] {
  const shot = night.shots.find((s) => s.kind === kind);
  if (!shot) throw new Error(`no ${kind} in this night`);
  return shot;
}

/** Light and truth of the first exposure of a kind, without noise. */
export const exposeKind = (night: Night, kind: FrameTruth['kind']): Exposed => expose(night, shotOf(night, kind));

/** The first frame of a kind as the instrument delivers it. */
export const takeKind = (night: Night, kind: FrameTruth['kind']): SimulatedFrame => simulateFrame(night, shotOf(night, kind).number);

/** The counts of a raw frame, read back from its file, adu. */
export function pixels(frame: SimulatedFrame): Float32Array {
  return (readFits(frame.bytes).hdus[0] as ImageHdu).float32();
}

/** Mean and standard deviation over a list of pixels. */
export function spread(values: number[]): { mean: number; deviation: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return { mean, deviation: Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length) };
}

/** Indices of the pixels of the raw grid that are to be used. */
export function pixelsWhere(truth: FrameTruth, use: (x: number, y: number) => boolean): number[] {
  const { nx, ny } = truth.geometry;
  return Array.from({ length: nx * ny }, (_, i) => i).filter((i) => use(i % nx, Math.floor(i / nx)));
}

/** Center of gravity of a line above the level at both ends of a window. */
export function centroid(electrons: Float32Array, nx: number, y: number, center: number, reach: number): number {
  const level = 0.5 * (electrons[y * nx + center - reach] + electrons[y * nx + center + reach]);
  let [sum, moment] = [0, 0];
  for (let x = center - reach; x <= center + reach; x++) {
    const light = electrons[y * nx + x] - level;
    sum += light;
    moment += light * (x - center);
  }
  return center + moment / sum;
}
