import { execFile, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const checkout = path.join(import.meta.dirname, '../../..');
/** What a fresh clone does not hold. */
const NOT_COMMITTED = new Set(['node_modules', 'dist', '.data', '.wireit', '.git', 'kernels.wasm', 'routes.ts', 'coverage']);

interface Ended {
  readonly code: number;
  readonly output: string;
}

describe('the build before a task', { timeout: 300_000 }, () => {
  let clone: string;
  const file = (name: string) => path.join(clone, name);
  const compiledRoutes = () => file('dist/api/generated/routes.js');
  const run = (...args: string[]) =>
    new Promise<Ended>((resolve) => {
      execFile(process.execPath, [file('deploy/local/scripts/run.mjs'), ...args], { cwd: clone }, (error, stdout, stderr) => {
        resolve({ code: error === null ? 0 : Number(error.code), output: stdout + stderr });
      });
    });

  beforeAll(() => {
    clone = realpathSync(mkdtempSync(path.join(tmpdir(), 'goodman-clone-')));
    for (const name of readdirSync(checkout)) {
      if (NOT_COMMITTED.has(name)) continue;
      cpSync(path.join(checkout, name), file(name), { recursive: true, filter: (source) => !NOT_COMMITTED.has(path.basename(source)) });
    }
    // Packages are installed once and only read; a link of each, so that the clone may hold a stamp of its own.
    mkdirSync(file('node_modules'));
    for (const name of readdirSync(path.join(checkout, 'node_modules'))) symlinkSync(path.join(checkout, 'node_modules', name), file(`node_modules/${name}`));
  });
  afterAll(() => rmSync(clone, { recursive: true, force: true }));

  it('leaves nothing out for the command that follows, whichever comes first, also for two at once', async () => {
    const [one, other] = await Promise.all([run('reduce', '--help'), run('inspect', '--help')]);
    expect([one, other].map(({ code, output }) => (code === 0 ? 0 : output))).toEqual([0, 0]);
    // A wrong option: the platform refuses before it starts anything.
    expect((await run('start', '--wrong')).output).toContain("Unknown option '--wrong'");
    expect(existsSync(compiledRoutes())).toBe(true);
    expect(existsSync(file('dist/workflows/workflow-bundle.js'))).toBe(true);
  });

  it('says one line for each thing that is made, and nothing when nothing changed', async () => {
    rmSync(compiledRoutes());
    const again = await run('inspect', '--help');
    expect(again.output.split('\n').filter((line) => line.startsWith('Generating'))).toEqual(['Generating the compiled sources ...']);
    expect(existsSync(compiledRoutes())).toBe(true);
    expect((await run('inspect', '--help')).output).toMatch(/^npm run inspect/);
  });

  it('follows an edit and its undoing', async () => {
    const source = file('deploy/local/offline/inspect.ts');
    const before = readFileSync(source, 'utf8');
    writeFileSync(source, before.replace('npm run inspect -- FILE', 'npm run inspect -- EDITED'));
    expect((await run('inspect', '--help')).output).toContain('npm run inspect -- EDITED');
    writeFileSync(source, before);
    expect((await run('inspect', '--help')).output).toContain('npm run inspect -- FILE');
  });

  it('ends at Ctrl-C with everything it started, and the next command builds', async () => {
    appendFileSync(file('api/version.ts'), '// edited\n');
    const stopped = spawn(process.execPath, [file('deploy/local/scripts/run.mjs'), 'inspect', '--help'], { cwd: clone, stdio: ['ignore', 'ignore', 'pipe'] });
    await once(stopped.stderr, 'data');
    stopped.kill('SIGINT');
    const [code] = (await once(stopped, 'exit')) as [number];
    expect(code).toBe(130);
    const inClone = () => spawnSync('ps', ['-eo', 'args'], { encoding: 'utf8' }).stdout.split('\n').filter((line) => line.includes(clone) && !line.includes('vitest'));
    await expect.poll(inClone, { timeout: 5000 }).toEqual([]);
    expect((await run('inspect', '--help')).code).toBe(0);
  });

  it('ends with the last lines of what failed, and works once that is mended', async () => {
    const source = file('deploy/local/offline/inspect.ts');
    const before = readFileSync(source, 'utf8');
    appendFileSync(source, '\nconst = 3;\n');
    const failed = await run('inspect', '--help');
    expect(failed.code).toBe(1);
    expect(failed.output).toMatch(/inspect\.ts:\d+:\d+/);
    expect(failed.output).toMatch(/\nerror: Generating the compiled sources failed: its last lines are above\.\n$/);
    writeFileSync(source, before);
    expect((await run('inspect', '--help')).code).toBe(0);
  });
});
