import { spawn, type ChildProcess } from 'node:child_process';
import { Socket } from 'node:net';
import { fileURLToPath } from 'node:url';

/** Our end of end-orphans.mjs: whatever it is told of does not outlive this process. */
export interface Guard {
  watch(pid: number, signal: NodeJS.Signals): void;
  forget(pid: number): void;
  /** Removed when this process dies without having said goodbye. */
  removeLater(folder: string): void;
  /** Everything has been stopped in order: the guard ends and touches nothing. */
  dismiss(): void;
}

/** A guard that dies at once must not be started in a tight loop. */
const AGAIN_MS = 200;

export function startGuard(): Guard {
  // Plain JavaScript beside the sources; the compiled tree holds no copy of it.
  const script = fileURLToPath(new URL(import.meta.url.endsWith('.ts') ? './end-orphans.mjs' : '../../../../deploy/local/supervision/end-orphans.mjs', import.meta.url));
  const watched = new Map<number, NodeJS.Signals>();
  const folders = new Set<string>();
  let dismissed = false;
  let guard: ChildProcess;
  const tell = (message: object) => guard.stdin?.write(`${JSON.stringify(message)}\n`);
  const start = () => {
    // Its own session: Ctrl-C in the terminal must not end the guard before its charges.
    guard = spawn(process.execPath, [script], { stdio: ['pipe', 'ignore', 'ignore'], detached: true });
    guard.unref();
    // Writing to a guard that was just killed: its successor is told everything again.
    guard.stdin?.on('error', () => undefined);
    if (guard.stdin instanceof Socket) guard.stdin.unref();
    guard.once('exit', () => {
      if (!dismissed) setTimeout(start, AGAIN_MS).unref();
    });
    guard.once('error', () => {
      // No process could be made: the machine has other troubles, and every child still ends with an orderly stop.
    });
    for (const [pid, signal] of watched) tell({ watch: pid, signal });
    for (const folder of folders) tell({ folder });
  };
  start();
  return {
    watch(pid, signal) {
      watched.set(pid, signal);
      tell({ watch: pid, signal });
    },
    forget(pid) {
      watched.delete(pid);
      tell({ forget: pid });
    },
    removeLater(folder) {
      folders.add(folder);
      tell({ folder });
    },
    dismiss() {
      dismissed = true;
      tell({ done: true });
      guard.stdin?.end();
    },
  };
}
