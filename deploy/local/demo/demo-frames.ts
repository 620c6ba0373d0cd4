import { readFile, readdir } from 'node:fs/promises';
import path from 'node:path';
import { isFitsName } from '#activities/domain/raw-name';
import { laboratoryLines } from '#activities/reference/line-lists';
import { demoNight } from '#activities/instruments/goodman/simulated/demo-night';
import { simulatedGoodman } from '#activities/instruments/goodman/simulated/simulated-goodman';
import { simulateNight, type FrameTruth } from '#numeric/synthetic/night';

/** A raw frame ready to be sent; the truth beside it when it was simulated. */
export interface DemoFrame {
  readonly name: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly truth?: FrameTruth;
}

/** The simulated night of the demo: 26 frames, lit by the lines of the lamps in our reference lists. */
export function simulatedDemo({ binning, seed }: { binning: 1 | 2; seed?: number }): DemoFrame[] {
  const plan = demoNight({ binning, laboratoryLines: laboratoryLines(['HGA', 'NE'], true), ...(seed === undefined ? {} : { seed }) });
  return [...simulateNight(plan, simulatedGoodman())].map(({ name, bytes, truth }) => ({ name, bytes, truth }));
}

/** The FITS files of a folder, in the order of their names. */
export async function framesOfFolder(folder: string): Promise<DemoFrame[]> {
  const names = (await readdir(folder)).filter(isFitsName).sort();
  return Promise.all(names.map(async (name) => ({ name, bytes: new Uint8Array(await readFile(path.join(folder, name))) })));
}
