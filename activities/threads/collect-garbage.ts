/** Resident memory up to which garbage may wait; what frames in flight and the masters of a night at 1×1 take stays below it. */
const ROOM_BYTES = 640 * 2 ** 20;

/**
 * Frames lie in shared memory, of which the garbage collector of a thread knows nothing: it sees a few hundred bytes where 70 MB hang, and comes when those are many.
 * So a process that was started with `--expose-gc` collects when it has become large, the young objects first, which costs a millisecond.
 */
export function collectWhenLarge(): void {
  const { gc } = globalThis;
  if (!gc || process.memoryUsage.rss() < ROOM_BYTES) return;
  void gc({ type: 'minor' });
  if (process.memoryUsage.rss() >= ROOM_BYTES) void gc({ type: 'major' });
}
