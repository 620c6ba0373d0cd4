import { parseArgs } from 'node:util';
import { reportAndFail } from '../settings/problem.js';
import { aborted, whenAskedToStop } from './asked-to-stop.js';
import { startPlatform, type Platform } from './platform.js';

/** The lines under "ready": where to go. */
function addressLines({ apiUrl, docsUrl, temporalUiUrl, mailboxUrl, dataDir }: Platform): string[] {
  return [
    `  portal        ${new URL('..', apiUrl).href}`,
    `  API           ${apiUrl}`,
    `  API docs      ${docsUrl}`,
    ...(temporalUiUrl === undefined ? [] : [`  Temporal UI   ${temporalUiUrl}`]),
    ...(mailboxUrl === undefined ? [] : [`  mailbox       ${mailboxUrl}`]),
    `  data          ${dataDir}`,
  ];
}

async function main(): Promise<void> {
  parseArgs({ options: {}, strict: true });
  const since = Date.now();
  const signal = whenAskedToStop();
  const onLine = (line: string) => process.stdout.write(`${new Date().toISOString().slice(11, 19)} ${line}\n`);
  onLine('starting PostgreSQL, Temporal, MinIO, two workers and the API');
  const platform = await startPlatform({ onLine, signal }).catch((error: unknown) => {
    // Asked to stop while starting is no failure.
    if (signal.aborted) return undefined;
    throw error;
  });
  if (platform === undefined) return;
  onLine(`ready in ${((Date.now() - since) / 1000).toFixed(1)} s`);
  process.stdout.write(`${addressLines(platform).join('\n')}\nCtrl-C stops everything.\n`);
  await aborted(signal);
  onLine('stopping');
  await platform.stop();
  onLine('stopped');
}

await main().catch(reportAndFail);
// Whatever a library left open (a fetch's connection) must not hold up the end.
process.exit();
