import type { LampLine, NightPlan } from '#numeric/synthetic/night';

/** Running numbers in the demo night: the frame that must fail, the one that must wait, and the lamp it waits for. */
export const DEMO_FRAMES = { fails: 24, waits: 25, lampOfWaiting: 26 } as const;

/**
 * The night of the demo: 26 frames in two modes. Ten bias frames; five flats of each mode, so the proposal of the demo
 * must ask for a minimum of 5 flats (the default is 10); six frames to reduce.
 * `0024` must fail: the slit missed its star. `0025` must wait: its lamp, `0026`, is the last frame of the night.
 */
export function demoNight(options: { seed?: number; binning?: 1 | 2; laboratoryLines: readonly LampLine[] }): NightPlan {
  return {
    seed: options.seed ?? 20261123,
    binning: options.binning ?? 2,
    date: '2026-11-23',
    proposal: 'SOAR2026B-007',
    biases: 10,
    laboratoryLines: options.laboratoryLines,
    blocks: [
      {
        mode: '400_M1',
        lamps: ['HGA', 'NE'],
        flats: 5,
        spectra: [
          { object: 'Feige 110', exposureSecond: 120, targets: [{ row: 0.52, electronsPerPixel: 9000 }] },
          {
            object: 'HE 0435-1223',
            exposureSecond: 600,
            targets: [
              { row: 0.46, electronsPerPixel: 2600 },
              { row: 0.63, electronsPerPixel: 1400, kind: 'nebula' },
            ],
          },
          { object: 'AT 2026xyz', exposureSecond: 300, targets: [] },
        ],
      },
      {
        mode: '400_M2',
        lamps: ['HGA', 'NE'],
        lampAfter: true,
        flats: 5,
        spectra: [
          {
            object: 'NGC 1399 GC field',
            exposureSecond: 600,
            targets: [
              { row: 0.5, electronsPerPixel: 4200 },
              { row: 0.31, electronsPerPixel: 1800 },
              { row: 0.74, electronsPerPixel: 1300, kind: 'nebula' },
            ],
          },
        ],
      },
    ],
  };
}
