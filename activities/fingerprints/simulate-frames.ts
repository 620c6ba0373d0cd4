import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { simulateNight, type NightPlan } from '#numeric/synthetic/night';
import { simulatedGoodman } from '../instruments/goodman/simulated/simulated-goodman.js';
import { laboratoryLines } from '../reference/line-lists.js';

// How the frames in `frames/` were made, once: `node --conditions=gp-src --import tsx activities/fingerprints/simulate-frames.ts`. The simulator
// may have moved on since, and then this script makes others: the stored bytes count, and new ones ask for a new `FORMAT` in fingerprints.ts.

const shared = {
  date: '2026-11-23',
  proposal: 'SOAR2026B-007',
  laboratoryLines: laboratoryLines(['HGA', 'NE'], true),
  binning: 2,
} satisfies Partial<NightPlan>;

const plans: readonly NightPlan[] = [
  // The lower edge of the slit, 20 rows.
  { ...shared, binning: 3, seed: 29, biases: 5, region: { firstRow: 111, rows: 60 }, blocks: [{ mode: '400_M1', lamps: [], flats: 2, spectra: [] }] },
  // Two sources and the cosmic rays of five minutes, 36 rows.
  {
    ...shared,
    seed: 31,
    biases: 0,
    region: { firstRow: 840, rows: 72 },
    blocks: [
      {
        mode: '400_M1',
        lamps: [],
        flats: 0,
        spectra: [{ object: 'pair', exposureSecond: 300, targets: [{ row: 0.455, electronsPerPixel: 2600 }, { row: 0.472, electronsPerPixel: 900 }] }],
      },
    ],
  },
  // A lamp in the middle of them, 12 rows.
  { ...shared, seed: 31, biases: 0, region: { firstRow: 864, rows: 24 }, blocks: [{ mode: '400_M1', lamps: ['HGA', 'NE'], flats: 0, spectra: [] }] },
];

const folder = path.join(import.meta.dirname, 'frames');
mkdirSync(folder, { recursive: true });
for (const { name, bytes } of plans.flatMap((plan) => [...simulateNight(plan, simulatedGoodman())])) {
  const stored = /bias|flat/.test(name) ? name : name.replace(/^\d+_/, '');
  writeFileSync(path.join(folder, `${stored}.gz`), gzipSync(bytes, { level: 9 }));
}
