import { readFile, readdir } from 'node:fs/promises';

/** What a process and all that it started hold and have used. */
export interface ProcessLoad {
  /** Resident memory of the process itself, megabyte. */
  readonly megabytes: number;
  /** Processor time of it and of its children, those that ended too, second. */
  readonly processorSecond: number;
}

/** Linux counts processor time in hundredths. */
const TICKS = 100;

/** By name, of processes by their ids; Linux only: elsewhere, and of what has ended, all is NaN. */
export async function loadOf(processes: Readonly<Record<string, number>>): Promise<Record<string, ProcessLoad>> {
  const all = await Promise.all((await readdir('/proc').catch(() => [])).filter((name) => /^\d+$/.test(name)).map(statOf));
  const stats = new Map(all.flatMap((stat) => (stat ? [[stat.pid, stat] as const] : [])));
  const treeSecond = (pid: number): number => (stats.get(pid)?.second ?? NaN) + [...stats.values()].filter(({ parent }) => parent === pid).reduce((sum, child) => sum + treeSecond(child.pid), 0);
  const loads = await Promise.all(
    Object.entries(processes).map(async ([name, pid]): Promise<[string, ProcessLoad]> => {
      const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
      return [name, { megabytes: Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? NaN) / 1024, processorSecond: treeSecond(pid) }];
    }),
  );
  return Object.fromEntries(loads);
}

async function statOf(name: string): Promise<{ pid: number; parent: number; second: number } | undefined> {
  const stat = await readFile(`/proc/${name}/stat`, 'utf8').catch(() => undefined);
  if (stat === undefined) return undefined;
  // Behind the name, which may hold anything: state, parent, … user and system time, those of children that ended.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return { pid: Number(name), parent: Number(fields[1]), second: fields.slice(11, 15).reduce((sum, ticks) => sum + Number(ticks), 0) / TICKS };
}
