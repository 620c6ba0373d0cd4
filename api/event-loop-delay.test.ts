import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { EventLoopDelay } from './event-loop-delay.js';

it('tells how long a process did not come to its work', async () => {
  const delay = new EventLoopDelay();
  delay.open();
  try {
    await sleep(200);
    const [quiet] = delay.spans;
    for (const since = performance.now(); performance.now() - since < 400; );
    await sleep(100);
    const [busy] = delay.spans;
    expect(busy?.longest_ms).toBeGreaterThan(380);
    expect(busy?.longest_ms).toBeGreaterThan((quiet?.longest_ms ?? Infinity) + 100);
    expect(busy?.p50_ms).toBeLessThan(380);
    expect(delay.spans).toHaveLength(1);
  } finally {
    delay.close();
  }
});
