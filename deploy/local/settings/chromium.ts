import { execFile } from 'node:child_process';
import { accessSync, constants, readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** A Chromium to look at pages with: CHROMIUM, then PATH, then what playwright has fetched before; undefined where none can be had. */
export function findChromium(given: NodeJS.ProcessEnv): string | undefined {
  const inPath = (given['PATH'] ?? '').split(path.delimiter).flatMap((folder) => NAMES.map((name) => path.join(folder, name)));
  const cache = given['PLAYWRIGHT_BROWSERS_PATH'] ?? path.join(homedir(), '.cache/ms-playwright');
  const fetched = entries(cache).filter((name) => /^chromium(_headless_shell)?-\d+$/.test(name)).flatMap((name) => ['chrome-linux/chrome', 'chrome-linux/headless_shell', 'chrome-linux64/chrome'].map((file) => path.join(cache, name, file))); // prettier-ignore
  return [...(given['CHROMIUM'] ? [given['CHROMIUM']] : []), ...inPath, ...fetched].find(isProgram);
}

/** Where there is none and we are root on a Debian, its package is installed; undefined where that is not possible either. */
export async function haveChromium(given: NodeJS.ProcessEnv): Promise<string | undefined> {
  const found = findChromium(given);
  if (found !== undefined || process.getuid?.() !== 0 || !isProgram('/usr/bin/apt-get')) return found;
  const apt = (...words: string[]) => promisify(execFile)('/usr/bin/apt-get', words, { timeout: 300_000, env: { ...given, DEBIAN_FRONTEND: 'noninteractive' } });
  try {
    await apt('update');
    await apt('install', '-y', '--no-install-recommends', 'chromium');
  } catch {
    return undefined; // no package to be had: who asked says so
  }
  return findChromium(given);
}

function entries(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
