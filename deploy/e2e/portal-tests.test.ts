import { readFileSync } from 'node:fs';
import { glob } from 'node:fs/promises';
import { expect, it } from 'vitest';

const app = new URL('../../frontend/src/app/', import.meta.url);

/** Sources of the portal that a pattern names, by path. */
async function sources(pattern: string): Promise<[path: string, words: string][]> {
  const paths = await Array.fromAsync(glob(pattern, { cwd: app }));
  return paths.sort().map((path) => [path, readFileSync(new URL(path, app), 'utf8')]);
}

it('every component of the portal is taken by a test of the portal', async () => {
  const [tests, all] = [await sources('**/*.test.ts'), await sources('**/*.ts')];
  const taken = new Set(tests.flatMap(([, words]) => [...words.matchAll(/^import \{([^}]*)\} from '\.\.?\//gm)].flatMap(([, names = '']) => names.split(',').map((name) => name.trim()))));
  const own = all.filter(([path]) => !/(^|\/)test-|\.test\.ts$/.test(path));
  const components = own.flatMap(([path, words]) => [...words.matchAll(/^@Component\([\s\S]*?^(?:export )?class (\w+)/gm)].map(([, name = '']) => ({ path, name })));
  expect(components.length).toBe(own.reduce((sum, [, words]) => sum + (words.match(/@Component\(/g)?.length ?? 0), 0));
  expect(components.length).toBeGreaterThan(80);
  expect(components.filter(({ name }) => !taken.has(name)).map(({ path, name }) => `${name} (${path})`)).toEqual([]);
});
