import { Problem } from '../settings/problem.js';

/**
 * Aborted once by the first of Ctrl-C, SIGTERM, a closed terminal and the death of the process that started this one, which nobody
 * announces. Further signals change nothing: the orderly end is under way and has its own limits.
 */
export function whenAskedToStop(): AbortSignal {
  const asked = new AbortController();
  const stop = () => asked.abort(new Problem('Stopped before it was ready.'));
  process.on('SIGINT', stop).on('SIGTERM', stop);
  // Without a terminal (nohup, a service manager) a hang-up is not for us.
  process.on('SIGHUP', () => {
    if (process.stdout.isTTY) stop();
  });
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) stop();
  }, 500).unref();
  return asked.signal;
}

/** Resolves when the signal is aborted. */
export function aborted(signal: AbortSignal): Promise<void> {
  // An own timer: an AbortSignal alone does not keep Node alive.
  return new Promise((resolve) => {
    const alive = setInterval(() => undefined, 60_000);
    const end = () => {
      clearInterval(alive);
      resolve();
    };
    if (signal.aborted) end();
    else signal.addEventListener('abort', end, { once: true });
  });
}
