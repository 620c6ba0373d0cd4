import { describe, expect, it } from 'vitest';
import { RepeatedWork } from './repeated-work.js';

/** Work whose turns end when the test says so. */
function inTurns(more: readonly boolean[]) {
  const ends: (() => void)[] = [];
  let begun = 0;
  const work = new RepeatedWork(async () => {
    const turn = begun++;
    await new Promise<void>((resolve) => ends.push(resolve));
    return more[turn] ?? false;
  });
  const end = async () => {
    ends.shift()?.();
    await new Promise(setImmediate);
  };
  return { work, end, begun: () => begun };
}

describe('repeated work', () => {
  it('is done once at a time, and once more however often it was asked for meanwhile', async () => {
    const { work, end, begun } = inTurns([]);
    const first = work.ask();
    expect(work.ask()).toBe(first);
    void work.ask();
    expect(begun()).toBe(1);
    await end();
    expect(begun()).toBe(2);
    await end();
    expect(begun()).toBe(2);
    await first;
    await work.rest();
    void work.ask();
    expect(begun()).toBe(3);
  });

  it('goes on while there is more', async () => {
    const { work, end, begun } = inTurns([true, true, false]);
    const done = work.ask();
    for (let turn = 1; turn <= 3; turn++) {
      expect(begun()).toBe(turn);
      await end();
    }
    await done;
    expect(begun()).toBe(3);
  });

  it('is not overlooked by who asks in the turn in which it ends', async () => {
    let done = 0;
    const work: RepeatedWork = new RepeatedWork(() => Promise.resolve(++done < 0));
    await work.ask().then(() => work.ask());
    expect(done).toBe(2);
  });
});
