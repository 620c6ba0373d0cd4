import { readFileSync } from 'node:fs';

/** From the sources package.json is one folder up, from `dist/api` two. */
const packageFile = new URL(import.meta.url.endsWith('.ts') ? '../package.json' : '../../package.json', import.meta.url);

export const softwareVersion = (JSON.parse(readFileSync(packageFile, 'utf8')) as { version: string }).version;
