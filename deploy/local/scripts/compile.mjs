// Turns the TypeScript sources into dist/, one file each, without checking types (`npm run check` does): what runs starts in a
// fraction of the time, in every worker thread too. When it must run is said in package.json (build:sources).
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { build } from 'esbuild';
import { root } from './run-process.mjs';

const rooms = ['numeric', 'activities', 'workflows', 'api', 'deploy'];

function sources(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const full = path.join(folder, entry.name);
    if (entry.isDirectory()) return full.endsWith('numeric/assembly') ? [] : sources(full);
    return entry.name.endsWith('.ts') && !entry.name.endsWith('.d.ts') && !entry.name.endsWith('.test.ts') ? [full] : [];
  });
}

const shared = {
  outdir: path.join(root, 'dist'),
  outbase: root,
  format: 'esm',
  platform: 'node',
  target: 'node24',
  sourcemap: true,
  // Only what a decorator needs to know; the rest of tsconfig.json is about checking.
  tsconfigRaw: { compilerOptions: { experimentalDecorators: true, verbatimModuleSyntax: true, useDefineForClassFields: true } },
  logLevel: 'warning',
};

await build({
  ...shared,
  entryPoints: rooms.flatMap((room) => sources(path.join(root, room))),
});

// A thread is started at every start and after every cancelled step: one file is there in a third of the time of three hundred.
await build({
  ...shared,
  entryPoints: [path.join(root, 'activities/threads/step-thread.ts')],
  bundle: true,
  conditions: ['gp-src'],
  allowOverwrite: true,
  // What is CommonJS among the packages asks for modules of Node by `require`.
  banner: { js: "import { createRequire } from 'node:module';\nconst require = createRequire(import.meta.url);" },
});
