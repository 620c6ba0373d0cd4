import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { checkout } from '../settings/checkout.js';
import { localSettings } from '../settings/settings.js';

const run = promisify(execFile);

export interface Peers {
  /** File of pinned versions in this folder. */
  readonly requirements: string;
  /** For people. */
  readonly names: string;
}

/**
 * A Python of the bench's own with peers in their pinned versions; made once, in the cache.
 * @returns undefined, after a word, where there is no Python or PyPI cannot be reached.
 */
export async function peerPython({ requirements, names }: Peers, say: (line: string) => void): Promise<string | undefined> {
  const pinned = path.join(checkout, 'deploy/local/bench', requirements);
  const hash = createHash('sha256').update(readFileSync(pinned)).digest('hex').slice(0, 12);
  const home = path.join(localSettings().cacheDir, `bench-python-${hash}`);
  const python = path.join(home, 'bin/python');
  const complete = path.join(home, '.complete');
  if (existsSync(complete)) return python;
  say(`Installing ${names} for the comparison, once ...`);
  try {
    await run('python3', ['-m', 'venv', '--clear', home]);
    await run(python, ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '-r', pinned]);
    await writeFile(complete, '');
    return python;
  } catch (error) {
    say(`No comparison with ${names}: they cannot be installed here (${error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error)}).`);
    return undefined;
  }
}
