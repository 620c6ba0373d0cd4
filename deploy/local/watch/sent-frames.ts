import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import * as z from 'zod';

/** What is known of a file that was dealt with: as long as size and time are these, it is the same. */
const entry = z.object({ bytes: z.number(), modifiedMs: z.number(), /** Its number there, or why the platform will not have it. */ id: z.number().optional(), refused: z.string().optional() });
const state = z.record(z.string(), entry);

export type SentFrame = z.output<typeof entry>;

/**
 * Which files of a folder the platform has, in a file that is written whole or not at all. Losing it costs time and nothing else: a frame that is
 * sent again is recognized by its content.
 */
export class SentFrames {
  readonly #file: string;
  readonly #frames: Map<string, SentFrame>;

  constructor(file: string) {
    this.#file = file;
    this.#frames = new Map(Object.entries(read(file)));
  }

  has(name: string, { bytes, modifiedMs }: Pick<SentFrame, 'bytes' | 'modifiedMs'>): boolean {
    const known = this.#frames.get(name);
    return known?.bytes === bytes && known.modifiedMs === modifiedMs;
  }

  add(name: string, frame: SentFrame): void {
    this.#frames.set(name, frame);
    mkdirSync(path.dirname(this.#file), { recursive: true, mode: 0o700 });
    const next = `${this.#file}.new`;
    writeFileSync(next, JSON.stringify(Object.fromEntries(this.#frames)), { mode: 0o600 });
    renameSync(next, this.#file);
  }
}

function read(file: string): z.output<typeof state> {
  try {
    return state.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    // Not there yet, or not ours: everything is looked at again.
    return {};
  }
}
