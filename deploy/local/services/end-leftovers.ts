import { setTimeout as sleep } from 'node:timers/promises';
import { isAlive, type ProcessIdentity } from '../supervision/process-identity.js';

/** A platform whose supervisor and guard were both killed leaves services behind: they hold the ports and files of this run. */
export async function endLeftovers(leftovers: readonly (ProcessIdentity & { readonly name: string })[]): Promise<void> {
  const send = (target: ProcessIdentity, signal: NodeJS.Signals) => {
    try {
      if (isAlive(target)) process.kill(target.pid, signal);
    } catch {
      // It ended in this moment.
    }
  };
  for (const leftover of leftovers) send(leftover, leftover.name === 'postgres' ? 'SIGINT' : 'SIGTERM');
  for (let waited = 0; waited < 5000 && leftovers.some((leftover) => isAlive(leftover)); waited += 50) await sleep(50);
  for (const leftover of leftovers) send(leftover, 'SIGKILL');
}
