import type { WriteStream } from 'node:tty';

/** A narrow terminal wraps lines, and wrapped lines cannot be rewritten in place. */
const LEAST_COLUMNS = 60;

/**
 * One line per subject that is rewritten in place on a terminal; elsewhere (a file, a pipe) a line is printed when its subject has come to rest,
 * so that a log holds one line each.
 */
export class LiveLines {
  readonly #stream: WriteStream;
  readonly #lines = new Map<string, string>();
  readonly #live: boolean;

  constructor(stream: WriteStream) {
    this.#stream = stream;
    this.#live = stream.isTTY === true && stream.columns >= LEAST_COLUMNS;
  }

  set(subject: string, text: string, atRest: boolean): void {
    const known = this.#lines.get(subject);
    if (known === text) return;
    if (!this.#live) {
      if (atRest) this.#stream.write(`${text}\n`);
      // Remembered is what was printed: a subject that comes to rest as before says nothing new.
      if (atRest) this.#lines.set(subject, text);
      return;
    }
    const rows = [...this.#lines.keys()];
    const row = known === undefined ? rows.length : rows.indexOf(subject);
    this.#lines.set(subject, text);
    const up = rows.length - row;
    const line = text.slice(0, this.#stream.columns - 1);
    if (known === undefined) this.#stream.write(`${line}\n`);
    else this.#stream.write(`\u001b[${up}A\r\u001b[2K${line}\u001b[${up}B\r`);
  }
}
