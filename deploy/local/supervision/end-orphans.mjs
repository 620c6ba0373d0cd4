// Ends orphans. The supervisor starts one guard and tells it, a JSON line each on its standard input, what it has started. When the
// supervisor ends without a farewell (kill -9, a crash, power to the terminal lost), that input closes, and the guard ends every
// process group it was told of and removes the folders that were only for this run. Plain JavaScript: it must start at once.
import { rmSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';

const GRACE_MS = 5000;
/** Signal that asks nicely, by process id. */
const watched = new Map();
const folders = new Set();
let farewell = false;

// The terminal's signals are for the supervisor; it says what follows.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => undefined);

createInterface({ input: process.stdin }).on('line', (line) => {
  const { watch, signal, forget, folder, done } = JSON.parse(line);
  if (watch !== undefined) watched.set(watch, signal);
  if (forget !== undefined) watched.delete(forget);
  if (folder !== undefined) folders.add(folder);
  if (done) farewell = true;
}).on('close', async () => {
  if (!farewell) await endOrphans();
  process.exit(0);
});

async function endOrphans() {
  for (const [pid, signal] of watched) send(pid, signal);
  const until = Date.now() + GRACE_MS;
  while (Date.now() < until && [...watched.keys()].some((pid) => send(pid, 0))) await sleep(50);
  for (const pid of watched.keys()) send(pid, 'SIGKILL');
  await sleep(50);
  for (const folder of folders) rmSync(folder, { recursive: true, force: true, maxRetries: 10 });
}

/** To the whole group where there is one; false when nobody is left. */
function send(pid, signal) {
  // The polite signal goes to the one process that knows how to end the rest of its group.
  for (const target of signal === 'SIGKILL' || signal === 0 ? [-pid, pid] : [pid]) {
    try {
      process.kill(target, signal);
      return true;
    } catch {
      // Gone, or no group leader: try the process itself.
    }
  }
  return false;
}
