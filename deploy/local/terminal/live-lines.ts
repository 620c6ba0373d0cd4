import type { WriteStream } from 'node:tty';

/** A narrow terminal wraps lines, and wrapped lines cannot be rewritten in place. */
const LEAST_COLUMNS = 60;

type Terminal = Pick<WriteStream, 'write' | 'isTTY' | 'columns' | 'rows'>;

/**
 * One line per subject that is rewritten in place on a terminal; elsewhere (a file, a pipe) a line is printed when its subject has come to rest,
 * so that a log holds one line each. A line that has left the screen cannot be reached any more: its subject gets a new one when it comes to rest.
 */
export class LiveLines {
  readonly #stream: Terminal;
  readonly #live: boolean;
  readonly #texts = new Map<string, string>();
  /** By subject, the row of its line, counted from the first that was written here. */
  readonly #rows = new Map<string, number>();
  #nextRow = 0;
  #widest = 0;

  constructor(stream: Terminal) {
    this.#stream = stream;
    this.#live = stream.isTTY === true && stream.columns >= LEAST_COLUMNS;
  }

  set(subject: string, text: string, atRest: boolean): void {
    const line = onOneLine(text);
    if (this.#texts.get(subject) === line) return;
    const row = this.#rows.get(subject);
    const inPlace = row !== undefined && this.#reaches(row);
    // Remembered is what was printed: a subject that comes to rest as before says nothing new.
    if (!atRest && !inPlace && !(this.#live && row === undefined)) return;
    this.#texts.set(subject, line);
    if (!this.#live) this.#stream.write(`${line}\n`);
    else if (inPlace) this.#rewrite(row, line);
    else this.#append(subject, line);
  }

  /** Lines about no subject; everything that is written to the stream meanwhile goes through here, else rows would be counted wrong. */
  print(text: string): void {
    for (const line of text.split('\n')) {
      this.#stream.write(`${line}\n`);
      this.#nextRow += this.#live ? Math.max(1, Math.ceil(line.length / this.#stream.columns)) : 1;
    }
  }

  /** Still on the screen, and no line wrapped since the terminal was made narrower. */
  #reaches(row: number): boolean {
    return this.#nextRow - row < this.#stream.rows && this.#widest < this.#stream.columns;
  }

  #append(subject: string, line: string): void {
    this.#rows.set(subject, this.#nextRow++);
    this.#stream.write(`${this.#cut(line)}\n`);
  }

  #rewrite(row: number, line: string): void {
    const up = this.#nextRow - row;
    this.#stream.write(`\u001b[${up}A\r\u001b[2K${this.#cut(line)}\u001b[${up}B\r`);
  }

  #cut(line: string): string {
    const cut = line.slice(0, this.#stream.columns - 1);
    this.#widest = Math.max(this.#widest, cut.length);
    return cut;
  }
}

/** A reason may hold line ends, and any other control character would move the cursor. */
function onOneLine(text: string): string {
  // eslint-disable-next-line no-control-regex -- control characters are what this is about
  return text.replace(/[\x00-\x1f\x7f-\x9f]+/g, ' ').trimEnd();
}
