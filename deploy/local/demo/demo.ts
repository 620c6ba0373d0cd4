import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { ApiClient, type FileView } from './api-client.js';
import { demoAccounts } from './demo-accounts.js';
import { framesOfFolder, simulatedDemo, type DemoFrame } from './demo-frames.js';
import { ANY_NIGHT, bestSpectrum, demoTable, expectations, SHOWN_NIGHT, type DemoRow } from './demo-table.js';
import { followNight, type NightFrame } from './follow-night.js';
import { LiveLines } from '../terminal/live-lines.js';
import { reportAndFail } from '../settings/problem.js';
import { plotOverTruth } from './spectrum-plot.js';
import { startPlatform, type Platform } from '../platform/platform.js';

const usage = `npm run demo [-- OPTIONS]

Starts the whole platform on this computer and streams a night through its HTTP API, as the telescope would.

--once          stop after the table; exit code 0 only when everything was as expected
--fits DIR      stream the .fits files of a folder instead of the simulated night
--binning 1|2   binning of the simulated night (default 2)
--seed N        another simulated night
`;

const options = {
  once: { type: 'boolean' },
  fits: { type: 'string' },
  binning: { type: 'string' },
  seed: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const;

/** Longest a night may take to come to rest. */
const REST_WITHIN_SECOND = 600;

async function main(argv: readonly string[]): Promise<number> {
  const { values } = parseArgs({ args: [...argv], options, strict: true });
  if (values.help) {
    process.stdout.write(usage);
    return 0;
  }
  const binning = values.binning === '1' ? 1 : 2;
  const stopping = new AbortController();
  const interrupted = new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => (stopping.abort(), resolve()));
  });
  say('Starting PostgreSQL, Temporal, MinIO, the workers and the API …');
  const lines = new LiveLines(process.stdout);
  const platform = await startPlatform({ onLine: (line) => lines.print(line), signal: stopping.signal });
  try {
    const passed = await Promise.race([stream(platform, lines, { binning, fits: values.fits, seed: values.seed }, stopping.signal), interrupted.then(() => undefined)]);
    if (passed === undefined) return 130;
    if (values.once) return passed ? 0 : 1;
    say('\nThe platform stays up. Press Ctrl-C to stop it.');
    await interrupted;
    return 0;
  } finally {
    say('Stopping …');
    await platform.stop();
  }
}

async function stream(platform: Platform, lines: LiveLines, what: { binning: 1 | 2; fits: string | undefined; seed: string | undefined }, signal: AbortSignal): Promise<boolean> {
  const accounts = await demoAccounts(platform);
  say(`
Portal         ${platform.apiUrl.replace(/\/api\/?$/, '/')}   (opens on the night that is being streamed)
API            ${platform.apiUrl}   (documentation: ${platform.docsUrl})
Temporal UI    ${platform.temporalUiUrl}
Mailbox        ${platform.mailboxUrl ?? 'SMTP_URL is set: mails go there'}
Accounts       ${accounts.map(({ username, role, password, token }) => `${username} (${role})  password ${password}  Authorization: Token ${token}`).join('\n               ')}
`);
  const staff = accounts.find(({ role }) => role === 'staff');
  if (!staff) throw new Error('the demo needs a staff account');
  const api = new ApiClient(platform.apiUrl.replace(/\/api\/?$/, ''), staff.token);
  const frames = what.fits === undefined ? simulatedDemo({ binning: what.binning, ...(what.seed === undefined ? {} : { seed: Number(what.seed) }) }) : await framesOfFolder(what.fits);
  say(`Streaming ${frames.length} frames${what.fits === undefined ? ` of a simulated night at ${what.binning}×${what.binning}` : ` of ${what.fits}`} through POST /api/files/ …\n`);
  const night = await followNight(api, frames, { restWithinSecond: REST_WITHIN_SECOND, signal, onChange: (frame, atRest) => lines.set(frame.name, progress(frame), atRest) });
  const rows = await demoRows(api, frames, night);
  say(`\n${demoTable(rows)}\n`);
  const plot = await drawBest(platform, rows);
  if (plot) say(`A calibrated spectrum over its truth: ${plot}`);
  const wrong = what.fits === undefined ? expectations(rows, what.seed === undefined && what.binning === 2 ? SHOWN_NIGHT : ANY_NIGHT) : [];
  for (const line of wrong) say(`NOT AS EXPECTED: ${line}`);
  if (what.fits === undefined && wrong.length === 0) say('Everything was as expected.');
  return wrong.length === 0;
}

/** One row per frame: its state, its products, and how they compare with the truth. */
async function demoRows(api: ApiClient, sent: readonly DemoFrame[], night: readonly NightFrame[]): Promise<DemoRow[]> {
  const rows: DemoRow[] = [];
  const lampRanges = sent.map(({ truth }) => truth).filter((truth) => truth?.kind === 'arc' && truth.lampRange);
  for (const frame of night) {
    const truth = sent.find(({ name }) => name === frame.name)?.truth;
    const products: FileView[] = frame.fileId === undefined ? [] : (await api.files({ original_file_id: frame.fileId })).filter((file) => Number(file.data_type) >= 2);
    const lamp = lampRanges.find((arc) => arc?.model && truth?.model && arc.model.setup.linesPerMm === truth.model.setup.linesPerMm && arc.model.setup.cameraAngleDegree === truth.model.setup.cameraAngleDegree);
    rows.push({ frame, products, truth, lampRange: lamp?.lampRange, spectra: await Promise.all(products.filter((file) => Number(file.data_type) === 4).map(async (file) => ({ file, bytes: await api.download(file.id) }))) });
  }
  return rows;
}

function progress({ name, state, reason, step, calibratedSecond }: NightFrame & { readonly step: string }): string {
  const time = calibratedSecond === undefined ? '' : `calibrated after ${calibratedSecond.toFixed(2)} s; `;
  const now = state === 'reducing' ? step && `made ${step}` : `${state === 'done' ? time : ''}${reason}`;
  return `${name.padEnd(26)} ${state.padEnd(9)} ${now}`.slice(0, 180);
}

async function drawBest(platform: Platform, rows: readonly DemoRow[]): Promise<string | undefined> {
  const best = bestSpectrum(rows);
  if (!best) return undefined;
  const folderPath = path.join(platform.dataDir, 'demo');
  await mkdir(folderPath, { recursive: true });
  const file = path.join(folderPath, `${best.name.replace(/\.fits$/, '')}.svg`);
  await writeFile(file, plotOverTruth(best.plot));
  return file;
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => reportAndFail(error),
);
