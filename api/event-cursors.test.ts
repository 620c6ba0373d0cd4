import { describe, expect, it } from 'vitest';
import { EventCursors } from './event-cursors.js';

const cursors = new EventCursors(Buffer.alloc(32, 7));

describe('the number of an event, as a caller sees it', () => {
  it('comes back from what was given, for the same account only', () => {
    for (const event of [0, 1, 9676, 2 ** 40]) expect(cursors.open(cursors.seal(event, 5), 5)).toBe(event);
    expect(cursors.open(cursors.seal(9676, 5), 6)).toBeUndefined();
    for (const strange of ['', '17', 'A'.repeat(22), 'A'.repeat(23), '"'.repeat(22)]) expect(cursors.open(strange, 5)).toBeUndefined();
  });
  it('tells nothing of the numbers in between', () => {
    const [one, next] = [cursors.seal(1, 5), cursors.seal(2, 5)].map((text) => Buffer.from(text, 'base64url'));
    // Half of 128 bits, ± 5 standard deviations of √32.
    const differing = [...(one as Buffer)].reduce((sum, byte, i) => sum + (byte ^ (next?.[i] ?? 0)).toString(2).replaceAll('0', '').length, 0);
    expect(Math.abs(differing - 64)).toBeLessThan(29);
  });
});
