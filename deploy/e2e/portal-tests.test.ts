import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

const app = new URL('../../frontend/src/app/', import.meta.url);

/** Sources of the portal by their path. */
function sources(): [path: string, words: string][] {
  const paths = readdirSync(app, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.ts'));
  return paths.sort().map((path) => [path, readFileSync(new URL(path, app), 'utf8')]);
}

it('every component of the portal is taken by a test of the portal', () => {
  const all = sources();
  const tests = all.filter(([path]) => path.endsWith('.test.ts'));
  const taken = new Set(tests.flatMap(([, words]) => [...words.matchAll(/^import \{([^}]*)\} from '\.\.?\//gm)].flatMap(([, names = '']) => names.split(',').map((name) => name.trim()))));
  const own = all.filter(([path]) => !/(^|\/)test-|\.test\.ts$/.test(path));
  const components = own.flatMap(([path, words]) => [...words.matchAll(/^@Component\([\s\S]*?^(?:export )?class (\w+)/gm)].map(([, name = '']) => ({ path, name })));
  expect(components.length).toBe(own.reduce((sum, [, words]) => sum + (words.match(/@Component\(/g)?.length ?? 0), 0));
  expect(components.length).toBeGreaterThan(80);
  expect(components.filter(({ name }) => !taken.has(name)).map(({ path, name }) => `${name} (${path})`)).toEqual([]);
});
