import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';

export interface TimedProcess {
  /** Wall time from its start to its end. */
  readonly seconds: number;
  /** Resident, of it and its children together. */
  readonly peakMegabyte: number;
  readonly exitCode: number | null;
}

/** Runs a program under the operating system's own accounting; what it says is not heard. */
export function timedProcess(program: string, args: readonly string[], { cwd, errors = 'inherit' }: { readonly cwd?: string; readonly errors?: 'inherit' | 'ignore' } = {}): Promise<TimedProcess> {
  return new Promise((resolve, reject) => {
    const begun = performance.now();
    const child = spawn(program, args, { stdio: ['ignore', 'ignore', errors], ...(cwd === undefined ? {} : { cwd }) });
    let peak = 0;
    const watch = setInterval(() => {
      void residentMegabyte(child.pid).then((megabyte) => (peak = Math.max(peak, megabyte)));
    }, 50);
    child.once('error', reject);
    child.once('close', (exitCode) => {
      clearInterval(watch);
      resolve({ seconds: (performance.now() - begun) / 1000, peakMegabyte: peak, exitCode });
    });
  });
}

/** Resident memory of a process and its children, from /proc; 0 where there is none. */
async function residentMegabyte(pid: number | undefined): Promise<number> {
  if (pid === undefined) return 0;
  try {
    const status = await readFile(`/proc/${pid}/status`, 'utf8');
    const own = Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024;
    const children = (await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8')).trim().split(/\s+/).filter(Boolean);
    const below = await Promise.all(children.map((child) => residentMegabyte(Number(child))));
    return own + below.reduce((sum, each) => sum + each, 0);
  } catch {
    return 0;
  }
}
