import { ZoneExtractor } from './zone-extractor';
import type { ToWorker, ZoneRequest } from './zone-messages';

/** jsdom has no workers: the two ends of a channel, with a hand that answers when it wants. */
function channel(): { worker: Worker; asked: ToWorker[]; answer: (message: object) => void } {
  const asked: ToWorker[] = [];
  let hear: (event: MessageEvent) => void = () => undefined;
  const worker = { postMessage: (message: ToWorker) => asked.push(message), addEventListener: (_type: string, listener: typeof hear) => (hear = listener), terminate: () => undefined } as unknown as Worker;
  return { worker, asked, answer: (message) => hear({ data: message } as MessageEvent) };
}

const request = (upper: number): ZoneRequest => ({ coefficients: [10], lower: -3, upper, sky: [], method: 'fractional', fwhm: 2 });

describe('the extractor', () => {
  it('has one question under way, and then the newest of those that came', () => {
    const { worker, asked, answer } = channel();
    const extractor = new ZoneExtractor(worker);
    for (const upper of [3, 4, 5, 6]) extractor.ask(request(upper), upper);
    expect(asked).toHaveLength(1);
    const spectrum = { flux: Float64Array.of(1), variance: Float64Array.of(1), sky: Float64Array.of(0), mask: Uint8Array.of(0) };
    answer({ id: 1, ms: 12, spectrum });
    expect(extractor.preview()).toMatchObject({ asked: 3, ms: 12, spectrum, method: 'fractional' });
    expect(asked.map((message) => message.kind === 'extract' && message.request.upper)).toEqual([3, 6]);
    answer({ id: 2, ms: 9, wrong: { kind: 'no-pixels', values: {} } });
    expect(extractor.preview()).toMatchObject({ asked: 6, wrong: { kind: 'no-pixels' }, spectrum: undefined });
    answer({ id: 1, ms: 1, spectrum }); // of before: nobody asks for it any more
    expect(extractor.preview()?.asked).toBe(6);
  });
});
