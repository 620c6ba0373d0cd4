import { readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import * as z from 'zod';
import { writePrivately } from '../services/data-folder.js';
import { identify, isAlive } from '../supervision/process-identity.js';

/** Where a running platform is reached; with passwords, so the file is private. */
const platformFile = z.object({
  supervisor: z.object({ pid: z.number(), started: z.string() }),
  apiUrl: z.string(),
  docsUrl: z.string(),
  temporalUiUrl: z.string().optional(),
  /** Where the mails are read that the platform sends; undefined when they go to a mail server. */
  mailboxUrl: z.string().optional(),
  databaseUrl: z.string(),
  temporalAddress: z.string(),
  temporalNamespace: z.string(),
  s3: z.object({ endpoint: z.string(), accessKey: z.string(), secretKey: z.string(), region: z.string() }),
});

export type PlatformAddresses = Omit<z.output<typeof platformFile>, 'supervisor'>;

const fileIn = (dataDir: string) => path.join(dataDir, 'platform.json');

export function publishAddresses(dataDir: string, addresses: PlatformAddresses): void {
  writePrivately(fileIn(dataDir), { supervisor: identify(process.pid), ...addresses });
}

export function withdrawAddresses(dataDir: string): void {
  rmSync(fileIn(dataDir), { force: true });
}

/** Undefined when no platform runs in this folder, also when its file is left from a crash. */
export function runningPlatform(dataDir: string): PlatformAddresses | undefined {
  try {
    const { supervisor, ...addresses } = platformFile.parse(JSON.parse(readFileSync(fileIn(dataDir), 'utf8')));
    return isAlive(supervisor) ? addresses : undefined;
  } catch {
    return undefined;
  }
}
