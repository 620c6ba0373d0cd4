// `npm run golden [TOPIC…]`: the scripts of numeric/golden run again in a Python of their own; what changed is shown, never committed. Without a
// topic, or with `fits-fuzz`, broken FITS files are made and read for a minute; with `python-client` the client is installed and its example runs, with
// `schemathesis` the API is asked at random whether its document is true; with `kinds` the tests of everything that once went wrong in silence write their table.
import { createHash } from 'node:crypto';
import { closeSync, existsSync, mkdirSync, openSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { capture, root, runChild, say, Stop } from './run-process.mjs';

const folder = path.join(root, 'numeric/golden');
const requirements = path.join(root, 'deploy/local/scripts/golden-requirements.txt');

const FUZZ = 'fits-fuzz';
const FUZZ_SECONDS = 50;
const KINDS = 'kinds';
/** What runs in another Python than the golden scripts: the packages it needs, and the test that uses it. */
const programs = {
  'python-client': { packages: ['./clients/python[spectra]'], test: 'deploy/e2e/python-client.integration.test.ts', env: (bin) => ({ CLIENT_PYTHON: path.join(bin, 'python') }) },
  schemathesis: { packages: ['schemathesis==4.32.5'], test: 'api/schemathesis.integration.test.ts', env: (bin) => ({ SCHEMATHESIS: path.join(bin, 'schemathesis') }) },
};

export async function golden(node, topics) {
  const asked = topics.filter((topic) => topic !== FUZZ && topic !== KINDS && !Object.hasOwn(programs, topic));
  const scripts = topics.length > 0 && asked.length === 0 ? [] : chosen(asked);
  const fuzzes = topics.length === 0 || topics.includes(FUZZ);
  const clients = Object.keys(programs).filter((name) => topics.length === 0 || topics.includes(name));
  const tabulates = topics.length === 0 || topics.includes(KINDS);
  if (scripts.length === 0 && !fuzzes && !tabulates && clients.length === 0) throw new Stop('numeric/golden holds no script.');
  let failed = 0;
  if (fuzzes && !(await fuzz(node))) failed++;
  if (tabulates && !(await tableOfKinds(node))) failed++;
  for (const name of clients) if (!(await withProgram(node, name))) failed++;
  if (scripts.length === 0) return failed;
  const python = await environment();
  for (const script of scripts) {
    say(`--- ${script}`);
    if (!(await rerun(python, script))) failed++;
  }
  const { output } = await capture('git', ['status', '--short', '--', 'numeric/golden']);
  say(output.trim() === '' ? 'Every golden file came out as committed.' : `Changed golden files (read the diff before you commit):\n${output.trimEnd()}`);
  if (failed > 0) say(`${failed} of ${scripts.length + clients.length + Number(fuzzes) + Number(tabulates)} failed.`);
  return failed > 0 ? 1 : 0;
}

/** The test of the FITS reader on broken files, longer than a unit test may take. */
async function fuzz(node) {
  say(`--- broken FITS files, ${FUZZ_SECONDS} s`);
  const vitest = path.join(root, 'node_modules/vitest/vitest.mjs');
  const env = { ...process.env, FITS_FUZZ_SECONDS: String(FUZZ_SECONDS) };
  return (await runChild(node, [vitest, 'run', '--project', 'unit', 'numeric/fits/fuzz.test.ts'], { cwd: root, env })) === 0;
}

/** The tests that hold what was silently wrong once, and the table they write; some make their frames with numpy. */
async function tableOfKinds(node) {
  say('--- what was silently wrong, kind by kind (minutes)');
  const files = readFileSync(path.join(root, 'deploy/truth/kinds.ts'), 'utf8').match(/[\w/-]+(\.\w+)?\.test\.ts/g);
  const vitest = path.join(root, 'node_modules/vitest/vitest.mjs');
  const env = { ...process.env, PATH: `${path.dirname(await environment())}${path.delimiter}${process.env.PATH}` };
  return (await runChild(node, [vitest, 'run', '--reporter=default', '--reporter=./deploy/truth/kinds-reporter.ts', ...new Set(files)], { cwd: root, env })) === 0;
}

/** The test of a program that is no package of npm, with it. */
async function withProgram(node, name) {
  say(`--- ${name}`);
  const { packages, test, env } = programs[name];
  const home = path.join(cacheFolder(), `python-of-${name}`);
  await pythonIn(home, ['--upgrade', ...packages]);
  const vitest = path.join(root, 'node_modules/vitest/vitest.mjs');
  return (await runChild(node, [vitest, 'run', '--project', 'integration', test], { cwd: root, env: { ...process.env, ...env(path.join(home, process.platform === 'win32' ? 'Scripts' : 'bin')) } })) === 0;
}

/** A script writes its JSON itself, or prints it: what is printed becomes the file of its name, whole or not at all. */
async function rerun(python, script) {
  const printed = path.join(folder, `.${script}.out`);
  const file = openSync(printed, 'w');
  try {
    if ((await runChild(python, [script], { cwd: folder, stdio: ['ignore', file, 'inherit'] })) !== 0) return false;
    if (statSync(printed).size > 0) renameSync(printed, path.join(folder, script.replace(/\.py$/, '.json')));
    return true;
  } finally {
    closeSync(file);
    rmSync(printed, { force: true });
  }
}

function chosen(topics) {
  const scripts = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.py') && !name.startsWith('_')).sort() : [];
  for (const topic of topics) {
    if (!scripts.includes(`${topic}.py`)) throw new Stop(`There is no numeric/golden/${topic}.py; there are ${scripts.join(', ') || 'none'}; ${FUZZ} reads broken FITS files; ${KINDS} makes the table of what was silently wrong; ${Object.keys(programs).join(' and ')} try the API.`);
  }
  return topics.length === 0 ? scripts : topics.map((topic) => `${topic}.py`);
}

/** A virtual environment in the cache, one per list of pinned versions. */
async function environment() {
  const hash = createHash('sha256').update(readFileSync(requirements)).digest('hex').slice(0, 12);
  const home = path.join(cacheFolder(), `golden-python-${hash}`);
  const complete = path.join(home, '.complete');
  const python = path.join(home, process.platform === 'win32' ? 'Scripts/python.exe' : 'bin/python');
  if (existsSync(complete)) return python;
  say('Installing numpy, scipy, astropy and their friends for the golden scripts, once ...');
  await pythonIn(home, ['-r', requirements]);
  writeFileSync(complete, '');
  return python;
}

function cacheFolder() {
  return process.env.CACHE_DIR || path.join(process.env.XDG_CACHE_HOME || path.join(homedir(), '.cache'), 'goodman-live-pipeline');
}

/** Makes a virtual environment and fills it. @throws Stop */
async function pythonIn(home, wanted) {
  const python = path.join(home, process.platform === 'win32' ? 'Scripts/python.exe' : 'bin/python');
  mkdirSync(path.dirname(home), { recursive: true });
  if (!existsSync(python)) {
    const made = await capture('python3', ['-m', 'venv', '--clear', home]);
    if (made.code !== 0) throw new Stop(`Python 3.11 or newer with venv is needed: ${made.output.trim()}`);
  }
  const filled = await capture(python, ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', ...wanted], { cwd: root });
  if (filled.code !== 0) throw new Stop(`pip could not install ${wanted.join(' ')}:\n${filled.output.trim()}`);
}
