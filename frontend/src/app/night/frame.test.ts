import { barsOf, frameOf, newestSpectrum } from './frame';
import { failedTogether, needOf } from './needs-you';
import { viewOf } from './test-frame';
import { fallOf } from './waterfall';

describe('a frame of the night', () => {
  it.each([
    [{}, 'final'],
    [{ products: [{ id: 1, file_name: '', data_type: '4', target: 1, provisional: true }] }, 'provisional'],
    [{ state: 'waiting' as const }, 'waiting'],
    [{ state: 'failed' as const }, 'failed'],
    [{ state: null }, 'reducing'],
    [{ excluded: 'trailed' }, 'rejected'],
  ])('%j is %s', (more, state) => {
    expect(frameOf(viewOf(92, more)).state).toBe(state);
  });

  it('is called as its file begins, and a lamp is no target', () => {
    expect(frameOf(viewOf(92)).number).toBe('0092');
    const frames = [viewOf(90), viewOf(91, { kind: 'arc' }), viewOf(92, { products: [] })].map(frameOf);
    expect(newestSpectrum(frames)?.id).toBe(90);
  });

  it('fills the time until the next one on the timeline; a lamp does not', () => {
    const [first, lamp] = barsOf([viewOf(10), viewOf(20, { kind: 'arc' }), viewOf(40)].map(frameOf));
    expect(first && (first.end - first.start) / 60_000).toBe(9.75);
    expect(lamp && (lamp.end - lamp.start) / 60_000).toBe(0.5);
  });
});

describe('where the time went', () => {
  it('adds up to the latency and the paint, to the millisecond, and names what took more than its share', () => {
    const fall = fallOf(frameOf(viewOf(92)), 97);
    expect(fall?.totalMs).toBeCloseTo(1697, 6);
    expect(fall?.rows.reduce((sum, { ms }) => sum + ms, 0)).toBeCloseTo(1697, 6);
    expect(fall?.rows.map(({ name, ms, isSlow }) => [name, Math.round(ms), isSlow])).toEqual([
      ['fall.stored', 100, false], ['fall.detector', 100, false], ['fall.cosmic', 500, false], ['fall.extraction', 300, false], ['fall.wavelength', 400, true], ['fall.published', 200, false], ['fall.screen', 97, false],
    ]); // prettier-ignore
    expect(fallOf(frameOf(viewOf(92, { latency_second: null })), undefined)).toBeUndefined();
  });
});

describe('what needs you', () => {
  it('is one card for frames of one object that failed in one way', () => {
    const failed = { state: 'failed' as const, code: 'too-few-arc-lines' };
    const groups = failedTogether([viewOf(60, failed), viewOf(61, failed), viewOf(62, { ...failed, code: 'trace-failed' }), viewOf(63)].map(frameOf));
    expect(groups.map((group) => group.map(({ id }) => id))).toEqual([[60, 61], [62]]);
  });

  it('reads the boxes to fill from the reason, and draws none it cannot know', () => {
    expect(needOf('needs 10 flat frames of Red, 930_M2, 1.0_LONG_SLIT, 2x2, has 6')).toEqual({ wanted: 10, has: 6 });
    expect(needOf('collected for a master bias: 1 of 3 frames are there')).toEqual({ wanted: 3, has: 1 });
    expect(needOf('extracted, no wavelengths: there is no lamp yet')).toBeUndefined();
  });
});
