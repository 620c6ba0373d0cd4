import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';

const root = path.resolve(import.meta.dirname, '../../..');
const folders: string[] = [];

/** What the project's own rules say about a tree of a few files. */
function cruise(files: Record<string, string>): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'walls-'));
  folders.push(folder);
  symlinkSync(path.join(root, 'node_modules'), path.join(folder, 'node_modules'));
  for (const [name, text] of Object.entries({ 'tsconfig.json': '{}', 'package.json': '{ "type": "module" }', ...files })) {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), text);
  }
  const rooms = [...new Set(Object.keys(files).map((name) => name.split('/')[0] ?? ''))];
  const cruiser = path.join(root, 'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs');
  const { stdout, stderr } = spawnSync(process.execPath, [cruiser, ...rooms, '--config', path.join(root, '.dependency-cruiser.mjs')], { cwd: folder, encoding: 'utf8' });
  return stdout + stderr;
}

afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

describe('the walls', () => {
  it('let through what follows the arrows', () => {
    const said = cruise({ 'numeric/math/median.ts': 'export type Median = number;', 'numeric/sky/model.ts': "import type { Median } from '../math/median.js'; export type Sky = Median;" });
    expect(said).toContain('no dependency violations found');
  });

  it('refuse a circle of two type imports', () => {
    const said = cruise({
      'numeric/math/a.ts': "import type { B } from './b.js'; export type A = B | 1;",
      'numeric/math/b.ts': "import type { A } from './a.js'; export type B = A | 2;",
    });
    expect(said).toContain('error no-cycles: numeric/math/a.ts');
  });

  it.each([
    ['numeric-math-arrow', 'numeric/math/a.ts', 'numeric/sky/b.ts'],
    ['numeric-sky-arrow', 'numeric/sky/a.ts', 'numeric/extraction/b.ts'],
    ['wavelength-from-math', 'numeric/wavelength/a.ts', 'numeric/sources/b.ts'],
    ['golden-for-tests', 'numeric/math/a.ts', 'numeric/golden/b.ts'],
    ['activities-domain-arrow', 'activities/domain/a.ts', 'activities/store/b.ts'],
    ['activities-steps-arrow', 'activities/steps/a.ts', 'activities/execution/b.ts'],
    ['api-access-arrow', 'api/access/a.ts', 'api/controllers/b.ts'],
  ])('refuse by %s an arrow from %s to %s', (rule, from, to) => {
    const [, folder, name] = to.split('/');
    const said = cruise({ [from]: `import type { B } from '../${folder}/${name?.replace('.ts', '.js')}'; export type A = B;`, [to]: 'export type B = 1;' });
    expect(said).toContain(`error ${rule}: ${from} → ${to}`);
  });
});
