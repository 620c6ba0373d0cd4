import { EventLoopDelay } from '#api/event-loop-delay';

/** Does nothing, and measures as the API does how late it comes to it; at the first word it says the 99th percentile of its worst ten seconds, millisecond, and ends. */
const delay = new EventLoopDelay();
delay.open();
process.stdin.once('data', () => {
  process.stdout.write(String(Math.max(...delay.spans.map(({ p99_ms }) => p99_ms))), () => process.exit());
});
