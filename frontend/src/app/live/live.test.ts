import { TestBed } from '@angular/core/testing';
import { refusals } from '../api/client';
import { answer } from '../test-api';
import { Live, type LiveEvent, type Return } from './live';

/** An event source that a test opens, feeds and breaks. */
class TestSource extends EventTarget {
  static readonly made: TestSource[] = [];
  onopen: (() => void) | null = null;
  onerror: (() => void) | null = null;
  closed = false;

  constructor(readonly url: string) {
    super();
    TestSource.made.push(this);
  }

  close(): void {
    this.closed = true;
  }

  say(id: string, kind: string): void {
    this.dispatchEvent(new MessageEvent(kind, { data: JSON.stringify({ id, kind, payload: {} }), lastEventId: id }));
  }
}

describe('the event stream', () => {
  let live: Live;
  const last = (): TestSource => TestSource.made.at(-1) as TestSource;

  beforeEach(() => {
    vi.useFakeTimers();
    TestSource.made.length = 0;
    vi.stubGlobal('EventSource', TestSource);
    live = TestBed.inject(Live);
    live.start();
    last().onopen?.();
  });
  afterEach(() => {
    live.stop();
    TestBed.resetTestingModule();
    vi.unstubAllGlobals();
    vi.useRealTimers();
  });

  it('that breaks asks whether somebody is signed in still: the end of a session is no lost connection', async () => {
    vi.useRealTimers();
    const [before, asked] = [refusals(), answer({ '/api/users/me/': 401 })];
    last().onerror?.();
    await expect.poll(() => refusals()).toBe(before + 1);
    expect(asked).toHaveLength(1);
  });

  it('is one stream, and hands on what it hears', () => {
    const heard: LiveEvent[] = [];
    live.events.subscribe((event) => heard.push(event));
    live.start();
    last().say('a1', 'reduction');
    expect(TestSource.made).toHaveLength(1);
    expect(last().url).toMatch(/\/api\/events\/$/);
    expect(heard.map(({ kind }) => kind)).toEqual(['reduction']);
  });

  it('comes back by itself with the id of the last event, and tells how long it was away and what it missed', () => {
    const returns: Return[] = [];
    live.returns.subscribe((back) => returns.push(back));
    last().say('a7', 'file');
    last().onerror?.();
    expect(live.isOpen()).toBe(false);
    vi.advanceTimersByTime(1000);
    last().onerror?.(); // still away
    expect(TestSource.made).toHaveLength(2);
    vi.advanceTimersByTime(8000);
    expect(live.lostSecond()).toBe(9);
    expect(last().url).toMatch(/last_event_id=a7$/);
    last().onopen?.();
    last().say('a8', 'file');
    last().say('a9', 'file');
    vi.advanceTimersByTime(2000);
    expect(live.lostAt()).toBeNull();
    expect(returns).toEqual([{ afterSecond: 9, missed: 2 }]);
  });

  it('tells nobody of a short break, and asks pages to look again when there is no event to come back to', () => {
    const returns: Return[] = [];
    live.returns.subscribe((back) => returns.push(back));
    expect(live.openings()).toBe(1);
    last().onerror?.();
    vi.advanceTimersByTime(1000);
    last().onopen?.();
    vi.advanceTimersByTime(3000);
    expect(returns).toEqual([]);
    expect(live.openings()).toBe(2);
  });

  it('tries at once when asked, and leaves no stream behind', () => {
    last().onerror?.();
    live.tryNow();
    expect(TestSource.made).toHaveLength(2);
    expect(TestSource.made[0]?.closed).toBe(true);
    live.stop();
    expect(TestSource.made.every(({ closed }) => closed)).toBe(true);
  });
});
