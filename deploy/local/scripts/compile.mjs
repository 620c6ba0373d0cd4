// Turns the TypeScript sources into dist/, one file each, without checking types (`npm run check` does): what runs starts in a
// fraction of the time, in every worker thread too. Bundles the workflows for Temporal's sandbox when they changed.
import { existsSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { build } from 'esbuild';
import { capture, findNode, root } from './run-process.mjs';

const rooms = ['numeric', 'activities', 'workflows', 'api', 'deploy'];
const bundle = path.join(root, 'dist/workflows/workflow-bundle.js');

function sources(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const full = path.join(folder, entry.name);
    if (entry.isDirectory()) return full.endsWith('numeric/assembly') ? [] : sources(full);
    return entry.name.endsWith('.ts') && !entry.name.endsWith('.d.ts') && !entry.name.endsWith('.test.ts') ? [full] : [];
  });
}

await build({
  entryPoints: rooms.flatMap((room) => sources(path.join(root, room))),
  outdir: path.join(root, 'dist'),
  outbase: root,
  format: 'esm',
  platform: 'node',
  target: 'node24',
  sourcemap: true,
  // Only what a decorator needs to know; the rest of tsconfig.json is about checking.
  tsconfigRaw: { compilerOptions: { experimentalDecorators: true, verbatimModuleSyntax: true, useDefineForClassFields: true } },
  logLevel: 'warning',
});

// What was compiled from a file that is no longer there would still be found by its name.
for (const room of rooms) {
  const folder = path.join(root, 'dist', room);
  if (!existsSync(folder)) continue;
  for (const entry of readdirSync(folder, { recursive: true })) {
    const [, stem] = /^(.*)\.(?:d\.ts|js)$/.exec(entry) ?? [];
    if (!stem || existsSync(path.join(root, room, `${stem}.ts`)) || path.join(folder, entry) === bundle) continue;
    for (const ending of ['.js', '.js.map', '.d.ts']) rmSync(path.join(folder, stem + ending), { force: true });
  }
}

const newest = Math.max(...sources(path.join(root, 'workflows')).map((file) => statSync(file).mtimeMs), statSync(path.join(root, 'package-lock.json')).mtimeMs);
if (!existsSync(bundle) || statSync(bundle).mtimeMs < newest) {
  const { code, output } = await capture(findNode(), [path.join(root, 'dist/workflows/bundle.js')]);
  if (code !== 0) {
    process.stderr.write(output);
    process.exit(1);
  }
}
writeFileSync(path.join(root, 'dist/.compiled'), '');
