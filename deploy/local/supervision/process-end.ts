import type { ChildProcess } from 'node:child_process';
import { within } from './within.js';

/** A grandchild that left the group may hold the output open for ever. */
const LAST_OUTPUT_MS = 300;

/** Why it ended, once it and what it left in its group are gone and its last words are read. */
export async function endOf(child: ChildProcess): Promise<string> {
  const closed = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const reason = await new Promise<string>((resolve) => {
    child.once('error', (error) => {
      if (child.pid === undefined) resolve(`cannot be run: ${error.message}`);
    });
    child.once('exit', (code, signal) => resolve(signal === null ? `ended with code ${code ?? 0}` : `was killed by ${signal}`));
  });
  // Survivors of the group would hold ports and files against the next life.
  killGroup(child);
  if (child.pid !== undefined) await within(LAST_OUTPUT_MS, closed, undefined);
  return reason;
}

/** The whole group, by force. */
export function killGroup({ pid }: ChildProcess): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // Nobody is left in it.
  }
}
