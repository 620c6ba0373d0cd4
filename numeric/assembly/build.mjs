/**
 * Compiles the kernels: `node numeric/assembly/build.mjs`. Writes numeric/kernels/kernels.wasm.
 */
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import asc from 'assemblyscript/asc';
import { networkSource } from './networks.mjs';

const here = dirname(fileURLToPath(import.meta.url));
export const output = join(here, '..', 'kernels', 'kernels.wasm');
const FLAGS = ['-O3', '--enable', 'simd', '--runtime', 'stub', '--importMemory', '--noAssert'];

/** The networks are generated in memory; all else is read from this folder. */
function readFile(name, base) {
  if (name === 'networks.ts') return networkSource();
  try {
    return readFileSync(join(base, name), 'utf8');
  } catch {
    return null;
  }
}

export async function build() {
  let wasm;
  const { error, stderr } = await asc.main(['index.ts', ...FLAGS, '--outFile', 'kernels.wasm', '--baseDir', here], {
    readFile,
    writeFile: (name, contents) => {
      if (name === 'kernels.wasm') wasm = contents;
    },
    listFiles: () => [],
  });
  if (error || !wasm) {
    process.stderr.write(stderr.toString());
    throw error ?? new Error('asc gave no output');
  }
  // Rename is atomic: somebody who starts meanwhile reads the old kernels or the new ones.
  const temporary = `${output}.${process.pid}`;
  writeFileSync(temporary, wasm);
  renameSync(temporary, output);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await build();
