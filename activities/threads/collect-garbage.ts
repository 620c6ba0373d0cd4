/** Resident memory up to which garbage may wait: a night at 2×2 does not reach it. Collecting costs more than its pauses, as compiled code is thrown away with it: from 512 MB on it made such a night a fifth slower. */
const ROOM_BYTES = 900 * 2 ** 20;
/** And what may be added to it before it is worth another look. */
const GROWTH_BYTES = 96 * 2 ** 20;

let collectAt = ROOM_BYTES;

/**
 * Frames lie in shared memory, of which the garbage collector of a thread knows nothing: it sees a few hundred bytes where 70 MB hang, and comes when those are many.
 * So in a process that was started with `--expose-gc` every thread that was shown frames collects when the process has grown.
 */
export function collectWhenLarge(): void {
  const { gc } = globalThis;
  if (!gc) return;
  const resident = process.memoryUsage.rss();
  if (resident >= collectAt) void gc({ type: 'major' });
  const grown = process.memoryUsage.rss() + GROWTH_BYTES;
  // What others let go of is room that is not to be filled with garbage either.
  collectAt = Math.max(ROOM_BYTES, resident >= collectAt ? grown : Math.min(collectAt, grown));
}
