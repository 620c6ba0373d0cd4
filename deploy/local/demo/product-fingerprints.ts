import { createHash } from 'node:crypto';
import { readFits } from '#numeric/fits/read';
import type { ApiClient } from './api-client.js';

/** Cards that tell when, not what; CHECKSUM covers them. */
const DATED = new Set(['DATE', 'GSP_DATE', 'CHECKSUM']);

/**
 * What the current products are, by file name: the DATASUM of every HDU and the header without its dates. Two nights with equal maps
 * have the same products, however their frames arrived.
 */
export async function productFingerprints(api: ApiClient): Promise<Map<string, string>> {
  const files = (await api.files()).filter((file) => Number(file.data_type) >= 1);
  const prints = new Map<string, string>();
  for (const file of files) {
    const name = `${file.data_type} ${file.file_name}`;
    if (prints.has(name)) throw new Error(`two current products are called ${file.file_name}`);
    prints.set(name, fingerprint(await api.download(file.id)));
  }
  return prints;
}

export function fingerprint(bytes: Uint8Array): string {
  const hash = createHash('sha256');
  for (const { header } of readFits(bytes).hdus) {
    for (const { keyword, value, comment } of header.cards) {
      if (!DATED.has(keyword)) hash.update(`${keyword}=${typeof value === 'object' ? JSON.stringify(value) : String(value)}/${comment.startsWith('data unit checksum') ? '' : comment}\n`);
    }
  }
  return hash.digest('hex');
}

/** How two nights differ, one line each; empty when they do not. */
export function differences(expected: ReadonlyMap<string, string>, found: ReadonlyMap<string, string>): string[] {
  const lines: string[] = [];
  for (const [name, print] of expected) {
    if (!found.has(name)) lines.push(`${name} is missing`);
    else if (found.get(name) !== print) lines.push(`${name} differs`);
  }
  for (const name of found.keys()) if (!expected.has(name)) lines.push(`${name} is extra`);
  return lines;
}
