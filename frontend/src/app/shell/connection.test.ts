import { signal } from '@angular/core';
import { Clock } from '../live/clock';
import { Live } from '../live/live';
import { shown } from '../test-page';
import { Connection, ConnectionLine } from './connection';

describe('the connection', () => {
  const lostAt = Date.UTC(2027, 0, 19, 6, 30);
  const at = { lost: signal<number | null>(null), second: signal(0), last: signal<number | null>(null), now: signal(lostAt) };
  const tried: number[] = [];
  const live = { lostAt: at.lost, lostSecond: at.second, lastAt: at.last, tryNow: () => tried.push(at.second()) };
  const providers = [{ provide: Live, useValue: live }, { provide: Clock, useValue: { now: at.now } }]; // prettier-ignore
  const away = (second: number): void => {
    at.lost.set(second === 0 ? null : lostAt);
    at.second.set(second);
  };

  it('is one word in the menu: live, after 5 s reconnecting, after 2 min offline', async () => {
    away(0);
    const word = await shown(Connection, { providers });
    const says: string[] = [];
    for (const second of [0, 4, 5, 119, 120]) {
      away(second);
      await word.settle();
      says.push(`${word.words} (${word.element.className})`);
    }
    expect(says).toEqual(['Live (link-state live)', 'Live (link-state live)', 'Reconnecting · 5 s (link-state reconnecting)', 'Reconnecting · 2 min (link-state reconnecting)', 'Offline · 2 min (link-state offline)']);
    expect([word.element.getAttribute('role'), word.element.title]).toEqual(['status', 'Connected to the event stream; no event yet']);
    at.last.set(at.now() - 8000);
    await word.settle();
    expect(word.element.title).toBe('Connected to the event stream; last event 8 s ago');
  });

  it('is a line above the page after 15 s: since when, that nothing is lost, and a way to try now', async () => {
    away(14);
    const line = await shown(ConnectionLine, { providers });
    expect(line.words).toBe('');
    away(15);
    await line.settle();
    expect(line.find('[role=status]').textContent).toMatch(/Connection lost at 06:30:00 UT\. You see the last known state; the night goes on being reduced\./);
    await line.press('Try now');
    expect(tried).toEqual([15]);
    away(0);
    await line.settle();
    expect(line.words).toBe('');
  });
});
