// `npm run watch -- FOLDER`: sends each new FITS file of a folder to a platform, as the telescope's computer does all night.
import { createHash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { ApiClient } from '../demo/api-client.js';
import { runningPlatform } from '../platform/platform-file.js';
import { Problem, reportAndFail, systemReason } from '../settings/problem.js';
import { localSettings } from '../settings/settings.js';
import { SentFrames } from './sent-frames.js';
import { watchFolder } from './watch-folder.js';
import { watchSettings } from './settings.js';

const USAGE = `Usage: npm run watch -- FOLDER [--url URL] [--token-file FILE] [--state FILE] [--seconds N] [--once]

Sends each new FITS file of FOLDER once it has stopped growing. What was sent is remembered, and a frame that is sent twice is recognized by its
content: stop and start it, or the platform, whenever you like.

  --url URL          where the platform is (or GOODMAN_URL; without either, the one that runs on this computer)
  --token-file FILE  a file that holds the API token (or GOODMAN_TOKEN_FILE; or the token itself in GOODMAN_TOKEN)
  --state FILE       where to remember what was sent (a file in DATA_DIR)
  --seconds N        time between two looks (2)
  --once             send what is there, then end; exit code 1 when something was refused`;

async function main(): Promise<void> {
  const options = { url: { type: 'string' }, 'token-file': { type: 'string' }, state: { type: 'string' }, seconds: { type: 'string', default: '2' }, once: { type: 'boolean', default: false }, help: { type: 'boolean', short: 'h' } } as const;
  const { values, positionals } = parseArgs({ allowPositionals: true, options });
  const [given] = positionals;
  if (values.help === true || given === undefined || positionals.length > 1) {
    process.stdout.write(`${USAGE}\n`);
    process.exitCode = values.help === true ? 0 : 2;
    return;
  }
  const folder = path.resolve(given);
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true) throw new Problem(`${folder} is no folder.`);
  const seconds = Number(values.seconds);
  if (!(seconds > 0 && seconds <= 3600)) throw new Problem(`--seconds must be a number above 0 and up to 3600, not "${values.seconds}".`);
  const { dataDir } = localSettings();
  const asked = watchSettings();
  const url = values.url ?? asked.GOODMAN_URL ?? runningPlatform(dataDir)?.apiUrl;
  if (url === undefined) throw new Problem('No platform runs on this computer: say where it is with --url or GOODMAN_URL.');
  const token = tokenOf(values['token-file'] ?? asked.GOODMAN_TOKEN_FILE, asked.GOODMAN_TOKEN);
  // One file for each folder and platform: what one has, another may not.
  const name = createHash('sha256').update(`${url}\n${folder}`).digest('hex').slice(0, 16);
  const sent = new SentFrames(values.state ?? path.join(dataDir, 'watch', `${name}.json`));
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => { stop.abort(); });
  const say = (line: string): void => { process.stdout.write(`${line}\n`); };
  say(`Watching ${folder} for ${url}; Ctrl-C ends it.`);
  const refused = await watchFolder({ folder, client: new ApiClient(url, token), sent, say, lookMs: seconds * 1000, once: values.once, signal: stop.signal });
  if (values.once && refused > 0) process.exitCode = 1;
}

/** @throws Problem without one: it never stands on the command line, where every user of the computer could read it. */
function tokenOf(file: string | undefined, token: string | undefined): string {
  if (file === undefined && token !== undefined) return token;
  if (file === undefined) throw new Problem('An API token is needed: in GOODMAN_TOKEN, or in a file that GOODMAN_TOKEN_FILE or --token-file names.');
  try {
    return readFileSync(file, 'utf8').trim();
  } catch (error) {
    throw new Problem(`The token file ${file} cannot be read: ${systemReason(error)}`);
  }
}

main().catch(reportAndFail);
