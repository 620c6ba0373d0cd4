import { closeSync, existsSync, fstatSync, openSync, renameSync, writeSync } from 'node:fs';

export interface LogLimits {
  readonly bytes: number;
  /** How many older files are kept beside the current one. */
  readonly files: number;
}

/** A log file that starts anew when it is full: `x.log`, then `x.log.1`, `x.log.2`. */
export class RotatingLog {
  readonly #path: string;
  readonly #limits: LogLimits;
  #file: number | undefined;
  #size = 0;
  #closed = false;

  constructor(path: string, limits: LogLimits = { bytes: 10e6, files: 2 }) {
    this.#path = path;
    this.#limits = limits;
    this.#file = this.#open();
  }

  write(text: string): void {
    if (this.#closed) return;
    const bytes = Buffer.from(text);
    try {
      if (this.#size > 0 && this.#size + bytes.length > this.#limits.bytes) this.#rotate();
      this.#file ??= this.#open();
      writeSync(this.#file, bytes);
      this.#size += bytes.length;
    } catch {
      // A log that cannot be written (disk full) must not end the process it is about.
    }
  }

  close(): void {
    this.#closed = true;
    this.#closeFile();
  }

  #closeFile(): void {
    if (this.#file !== undefined) closeSync(this.#file);
    this.#file = undefined;
  }

  #open(): number {
    const file = openSync(this.#path, 'a', 0o600);
    this.#size = fstatSync(file).size;
    return file;
  }

  #rotate(): void {
    this.#closeFile();
    for (let i = this.#limits.files; i > 0; i--) {
      const from = i === 1 ? this.#path : `${this.#path}.${i - 1}`;
      if (existsSync(from)) renameSync(from, `${this.#path}.${i}`);
    }
    this.#file = this.#open();
  }
}
