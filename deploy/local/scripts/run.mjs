// The entry of every npm script: `node deploy/local/scripts/run.mjs TASK [arguments]`. Plain JavaScript on Node >= 18, because it
// runs before anything is installed. It installs and generates what is missing, then hands over to Node 24.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { check } from './run-check.mjs';
import { golden } from './run-golden.mjs';
import { prepare } from './run-prepare.mjs';
import { test } from './run-test.mjs';
import { findNode, root, runChild, say, Stop } from './run-process.mjs';

/** The script of package.json that makes what a task needs, and the compiled program that does the task where it is one. */
const tasks = {
  demo: { build: 'build:platform', program: 'demo/demo' },
  start: { build: 'build:platform', program: 'platform/start' },
  admin: { build: 'build', program: 'admin/admin' },
  portal: {},
  // The C library gives planes of a frame back to the system only as long as its bound for that is fixed: left alone it rises to the largest plane, and a
  // night at 1×1 peaked at 1.7 GB instead of 1.24 GB. A folder takes seconds, of which reading the map of every source file is a noticeable part.
  reduce: {
    build: 'build',
    program: 'offline/reduce',
    flags: [],
    env: { NODE_COMPILE_CACHE: path.join(root, 'dist/.compile-cache'), MALLOC_MMAP_THRESHOLD_: String(2 ** 20) },
  },
  inspect: { build: 'build', program: 'offline/inspect' },
  watch: { build: 'build', program: 'watch/watch' },
  docs: { build: 'build:sources', program: 'docs/docs' },
  bench: { build: 'build:platform', program: 'bench/bench' },
  photographs: { build: 'build:platform', program: '../e2e/take-photographs' },
  test: { build: 'build:generated' },
  // Not the routes: the check makes those itself, to compare the document with the committed one.
  check: { build: 'build:kernels' },
  golden: {},
};

/** The folder the command was typed in: npm runs its scripts at the top of the checkout, so relative paths need this one. */
function startedIn() {
  const { npm_package_json: ownPackage, INIT_CWD: typedIn } = process.env;
  return ownPackage === path.join(root, 'package.json') && typedIn ? typedIn : process.cwd();
}

function usage() {
  const { scripts } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
  const known = Object.keys(scripts).filter((name) => name in tasks);
  return `Usage: node deploy/local/scripts/run.mjs TASK [arguments], where TASK is one of ${known.join(', ')}.`;
}

async function main([task, ...rest]) {
  if (!task || !Object.hasOwn(tasks, task)) throw new Stop(task ? `There is no task "${task}". ${usage()}` : usage());
  const { build, program, flags = ['--enable-source-maps'], env = {} } = tasks[task];
  await prepare(build);
  // All of it: tests start the platform as a person does, and whoever waits for that must not wait for a build.
  // The portal in a browser is the built one.
  if (task === 'test' && (rest.length === 0 || rest.some((word) => /integration|e2e|nights/.test(word)))) await prepare('build:platform');
  const node = findNode();
  if (task === 'check') return check(node, rest);
  if (task === 'golden') return golden(node, rest);
  if (task === 'test') return test(node, rest);
  if (task === 'portal') return runChild(node, [path.join(root, 'frontend/build.mjs'), 'serve', ...rest], { cwd: root });
  return runChild(node, [...flags, path.join(root, `dist/deploy/local/${program}.js`), ...rest], { cwd: startedIn(), env: { ...process.env, ...env } });
}

main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (error) => {
    say(error instanceof Stop ? `error: ${error.message}` : String(error?.stack ?? error));
    process.exitCode = error instanceof Stop ? error.exitCode : 1;
  },
);
