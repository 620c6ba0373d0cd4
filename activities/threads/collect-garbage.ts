import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { getEnvironmentData, setEnvironmentData } from 'node:worker_threads';

/** How much a process may hold before its threads look for garbage, byte. */
export interface MemoryRoom {
  /** Resident memory up to which garbage may wait. Collecting costs more than its pauses, as compiled code is thrown away with it. */
  readonly room: number;
  /** What may be added above it before it is worth another look. */
  readonly growth: number;
}

/** Names what every thread of a process that is started from now on can read. */
const ROOM = 'goodman-memory-room';

let collector: ((options: { readonly type: 'major' | 'minor' }) => void) | undefined;
let collectAt = 0;

/**
 * Frames lie in shared memory, of which the garbage collector of a thread knows nothing: it sees a few hundred bytes where 70 MB hang, and comes when those are many. A worker that
 * had reduced a hundred frames at 1×1 held 12 GB of what nobody wanted. So in a process that says here how much room it has every thread that was shown frames collects as the process grows; undefined leaves it to the collector again.
 */
export function collectAbove(room: MemoryRoom | undefined): void {
  setEnvironmentData(ROOM, room && { ...room });
}

/**
 * Collects where the process has grown; does nothing in one that never said how much room it has.
 * @param young After a task: what it was shown goes at once, which costs a millisecond as long as it is new to the thread.
 */
export function collectWhenLarge(young = false): void {
  const memory = getEnvironmentData(ROOM) as MemoryRoom | undefined;
  if (!memory) return;
  const resident = process.memoryUsage.rss();
  const isLarge = resident >= Math.max(memory.room, collectAt);
  if (isLarge) collectNow();
  else if (young) collectYoung();
  const grown = process.memoryUsage.rss() + memory.growth;
  // What others let go of is room that is not to be filled with garbage either.
  collectAt = isLarge ? grown : Math.min(collectAt, grown);
}

/** Everything that nobody refers to goes now: some 30 ms of the thread that calls it. */
export function collectNow(): void {
  collect('major');
}

/** What is new and nobody refers to any more, as the pieces that a file came in, goes now: a millisecond or two. */
export function collectYoung(): void {
  collect('minor');
}

/** Asked for while the process runs: with the flag on its command line V8 takes none of the code that came with it, and the steps took a third more processor time. */
function collect(type: 'major' | 'minor'): void {
  if (!collector) {
    setFlagsFromString('--expose-gc');
    collector = runInNewContext('gc') as NonNullable<typeof collector>;
  }
  collector({ type });
}
