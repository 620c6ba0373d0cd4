import { describe, expect, it } from 'vitest';
import { AccountLimits } from './account-limits.js';

describe('what one account may do at once', () => {
  it('is bounded, queues in order, and leaves the others alone', async () => {
    const limits = new AccountLimits({ fetch: { atOnce: 2, waiting: 2 } });
    const [first] = await Promise.all([limits.enter('fetch', 1), limits.enter('fetch', 1)]);
    const order: string[] = [];
    const third = limits.enter('fetch', 1).then((leave) => (order.push('third'), leave));
    void limits.enter('fetch', 1).then(() => order.push('fourth'));
    await expect(limits.enter('fetch', 1)).rejects.toMatchObject({ code: 'too-many-requests' });
    await limits.enter('fetch', 2);
    await limits.enter('ask', 1);
    expect(order).toEqual([]);
    first?.();
    first?.();
    (await third)();
    await new Promise((resolve) => setImmediate(resolve));
    expect(order).toEqual(['third', 'fourth']);
  });
});
