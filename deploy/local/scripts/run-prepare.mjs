// What must be there before a task runs: the installed packages, then what is generated from the sources. What is made from what stands in
// the "wireit" part of package.json; wireit decides by content, one process at a time for each output.
import { existsSync } from 'node:fs';
import path from 'node:path';
import { isUnchanged, rememberBuilt, sourcesNow } from './build-stamp.mjs';
import { installPackages } from './install-packages.mjs';
import { capture, findNode, lastLines, root, say, Stop } from './run-process.mjs';

const titles = {
  'build:kernels': 'numeric kernels',
  'build:api': 'API routes and document',
  'build:sources': 'compiled sources',
  'build:workflows': 'bundle of the workflows',
  'build:portal': 'portal',
};

/** @param target A script of package.json that wireit runs, or undefined when packages are enough. @throws Stop */
export async function prepare(target) {
  await installPackages();
  if (target === undefined || isUnchanged(target)) return;
  // Before the build: what is edited while it runs must be built the next time.
  const sources = sourcesNow();
  await runBuild(target);
  rememberBuilt(target, sources);
}

async function runBuild(target) {
  const env = {
    ...process.env,
    // What `npm run` would tell wireit.
    npm_lifecycle_event: target,
    npm_package_json: path.join(root, 'package.json'),
    npm_config_user_agent: 'npm/11',
    NODE_RUN_SCRIPT_NAME: undefined,
    WIREIT_LOGGER: 'simple',
    // Its cache copies outputs for switching branches: they are made again in seconds.
    WIREIT_CACHE: 'none',
    WIREIT_WATCH: undefined,
    npm_config_watch: undefined,
  };
  const wireit = path.join(root, 'node_modules/wireit/bin/wireit.js');
  if (!existsSync(wireit)) throw new Stop('node_modules is not complete: remove it and try again.');
  const output = [];
  let failed = target;
  const { code } = await capture(findNode(), [wireit], {
    env,
    onLine(line) {
      const [, script, event] = /^(?:🏃|💤|✅|❌) \[([^\]]+)\] (.*)/u.exec(line) ?? [];
      if (event === undefined || event.includes('rror')) output.push(line);
      else if (event.startsWith('Running command')) say(`Generating the ${titles[script] ?? script} ...`);
      else if (event.startsWith('Waiting for another process')) say(`Waiting for another command that generates the ${titles[script] ?? script} ...`);
      else if (event.startsWith('Failed')) failed = script;
    },
  });
  if (code === 0) return;
  say(lastLines(output.join('\n'), 40));
  throw new Stop(`Generating the ${titles[failed] ?? failed} failed: its last lines are above.`);
}
