import { readFile, readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { isFitsName } from '#activities/domain/raw-name';
import { RefusedRequest, type ApiClient } from '../demo/api-client.js';
import { systemReason } from '../settings/problem.js';
import type { SentFrames } from './sent-frames.js';

export interface Watch {
  readonly folder: string;
  readonly client: ApiClient;
  readonly sent: SentFrames;
  /** A line for the person who watches. */
  readonly say: (line: string) => void;
  /** Time between two looks; a file whose size and time are the same in two of them has stopped growing. */
  readonly lookMs: number;
  /** Ends the watch after a look in which nothing was left to do. */
  readonly once?: boolean;
  readonly signal?: AbortSignal;
}

interface Seen {
  readonly bytes: number;
  readonly modifiedMs: number;
}

/** Answers after which the same file will not be taken tomorrow either. The rest of the refusals may pass: a token, a limit, a full disk. */
const FINAL = new Set([400, 409, 413, 415, 422]);
const LONGEST_PAUSE_MS = 30_000;

/** Sends each new FITS file of a folder once it has stopped growing, oldest first, until the signal or, once, until all are sent; gives the number that was refused. */
export async function watchFolder(watch: Watch): Promise<number> {
  const { folder, sent, lookMs, once = false, signal, say } = watch;
  let before = new Map<string, Seen>();
  let refused = 0;
  let failures = 0;
  const isStopped = () => signal?.aborted === true;
  while (!isStopped()) {
    const now = await look(folder).catch((error: unknown) => {
      say(`${folder} cannot be read: ${systemReason(error)}; tried again`);
      return new Map<string, Seen>();
    });
    const open = [...now].filter(([name, seen]) => !sent.has(name, seen));
    const ripe = open.filter(([name, { bytes, modifiedMs }]) => bytes > 0 && before.get(name)?.bytes === bytes && before.get(name)?.modifiedMs === modifiedMs);
    before = now;
    let left = open.length - ripe.length;
    for (const [name, seen] of ripe.sort(([, a], [, b]) => a.modifiedMs - b.modifiedMs)) {
      if (isStopped()) return refused;
      const outcome = await send(name, seen, watch);
      if (outcome === 'refused') refused++;
      if (outcome === 'later') left++;
      failures = outcome === 'later' ? failures + 1 : 0;
      // The platform is away: the next file would wait as long.
      if (outcome === 'later') break;
    }
    if (once && left === 0 && open.length === ripe.length) return refused;
    await pause(failures === 0 ? lookMs : Math.min(LONGEST_PAUSE_MS, lookMs * 2 ** failures), undefined, { signal }).catch(() => undefined);
  }
  return refused;
}

async function look(folder: string): Promise<Map<string, Seen>> {
  const names = (await readdir(folder)).filter((name) => isFitsName(name) && !name.startsWith('.'));
  const seen = await Promise.all(names.map(async (name) => [name, await seenAt(path.join(folder, name))] as const));
  return new Map(seen.filter((each): each is readonly [string, Seen] => each[1] !== undefined));
}

/** Undefined for what is no file, or not there any more. */
async function seenAt(file: string): Promise<Seen | undefined> {
  const found = await stat(file).catch(() => undefined);
  return found?.isFile() === true ? { bytes: found.size, modifiedMs: found.mtimeMs } : undefined;
}

async function send(name: string, seen: Seen, { folder, client, sent, say }: Watch): Promise<'sent' | 'refused' | 'later'> {
  try {
    const bytes = new Uint8Array(await readFile(path.join(folder, name)));
    const after = await seenAt(path.join(folder, name));
    // Somebody wrote while we read: what we have may be the half of it.
    if (bytes.length !== seen.bytes || after?.modifiedMs !== seen.modifiedMs) return 'later';
    const { file, created } = await client.upload(name, bytes);
    sent.add(name, { ...seen, id: file.id });
    say(`${name}  ${created ? 'sent' : 'was there already'}, file ${file.id}`);
    return 'sent';
  } catch (error) {
    // `fetch` says only that it failed, and why in the cause.
    const reason = error instanceof RefusedRequest ? error.message : systemReason(error instanceof Error && error.cause !== undefined ? error.cause : error);
    if (error instanceof RefusedRequest && FINAL.has(error.status)) {
      sent.add(name, { ...seen, refused: reason });
      say(`${name}  REFUSED, not tried again until the file changes: ${reason}`);
      return 'refused';
    }
    say(`${name}  not sent yet: ${reason}`);
    return 'later';
  }
}
