import { readFileSync } from 'node:fs';
import { build, output } from './build.mjs';

/** The compiled kernels, built first if need be; for tests. */
export async function compiledKernels() {
  await build();
  return new Uint8Array(readFileSync(output));
}
