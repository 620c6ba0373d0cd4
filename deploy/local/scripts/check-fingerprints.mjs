// Runs activities/fingerprints/check.ts as one bundle, in which `x ** y` is `Math.pow(x, y)`, so that every machine takes the same arithmetic.
import path from 'node:path';
import { build } from 'esbuild';
import { root } from './run-process.mjs';

const folder = path.join(root, 'dist/activities/fingerprints');
await build({
  entryPoints: ['exact-math', 'check'].map((name) => path.join(root, `activities/fingerprints/${name}.ts`)),
  outdir: folder,
  outExtension: { '.js': '.mjs' },
  bundle: true,
  format: 'esm',
  platform: 'node',
  target: 'node24',
  packages: 'external',
  conditions: ['gp-src'],
  supported: { 'exponent-operator': false },
  logLevel: 'warning',
});
// First: the bundle takes `Math.pow` as it finds it.
const { useExactMath } = await import(path.join(folder, 'exact-math.mjs'));
useExactMath();
const { check } = await import(path.join(folder, 'check.mjs'));
process.exitCode = check(root, process.argv.includes('--accept'));
