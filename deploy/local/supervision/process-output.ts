import type { ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import type { RotatingLog } from './rotating-log.js';

/** How many of its last lines a process is quoted with when it fails to start. */
const LINES_QUOTED = 12;

/** What one child process says: everything goes to its log; the line that says ready and its errors are told. */
export class ProcessOutput {
  /** Resolved at the line `{"ready":true}` on standard output; never, when there is none. */
  readonly saidReady: Promise<void>;
  #lastLines: string[] = [];

  constructor(child: ChildProcess, { log, onError }: { readonly log: RotatingLog; readonly onError: (message: string) => void }) {
    const follow = (stream: Readable | null, onReady: (() => void) | undefined) => {
      if (stream === null) return;
      createInterface({ input: stream }).on('line', (line) => {
        log.write(`${line}\n`);
        if (onReady && saysReady(line)) onReady();
        // The stack is in the log; the message above it is what helps here.
        else if (!/^\s+at /.test(line)) this.#lastLines = [...this.#lastLines.slice(1 - LINES_QUOTED), line];
        const message = errorMessage(line);
        if (message !== undefined) onError(message);
      });
    };
    this.saidReady = new Promise((resolve) => follow(child.stdout, resolve));
    follow(child.stderr, undefined);
  }

  get lastLines(): readonly string[] {
    return this.#lastLines;
  }
}

function saysReady(line: string): boolean {
  return line.startsWith('{"ready":true');
}

/** The text of an error or worse in the JSON log of one of our own processes. */
function errorMessage(line: string): string | undefined {
  if (!/^\{"level":[56]0,/.test(line)) return undefined;
  try {
    const { msg } = JSON.parse(line) as { msg?: unknown };
    return typeof msg === 'string' ? msg : undefined;
  } catch {
    return undefined;
  }
}
